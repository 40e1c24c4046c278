"""Which survivors a report or a tracing request may be about: candidates by blind tokens, then a score.

Nothing here reads a text of another case: names agree by tokens, ages, sexes and counties are plain
columns, places and names of the family agree by tokens of ``pieces``. Only cases with a standing
consent to tracing are compared.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kimbilio.cases.models import Case, Story
from kimbilio.organisation.places import sub_counties
from kimbilio.people.choices import Sex
from kimbilio.people.clues import Clues, Reason
from kimbilio.people.matching import match
from kimbilio.people.models import ContactPoint, Person
from kimbilio.tracing.choices import ReportState, Why
from kimbilio.tracing.consent import agreed_among, ever_asked, is_agreed
from kimbilio.tracing.models import MissingReport, ReportToken, Sought, Tracing, TracingToken
from kimbilio.tracing.pieces import (
    FAMILY,
    PLACE,
    Piece,
    asked_numbers,
    name_pieces,
    pieces_of_tracing,
    place_pieces,
)

BY_NAME, BY_PIECE, MOST_ROWS, MOST_PAIRS = 25, 40, 2000, 20
LEAST, LEAST_NAME = 45, 0.5
NAME, FAMILY_NAME, VILLAGE = 55, 25, 15
POINTS = {
    Why.AGE: 15, Why.AGE_NEAR: 7, Why.AGE_FAR: -25, Why.SEX: 5, Why.OTHER_SEX: -20,
    Why.VILLAGE: VILLAGE, Why.SUB_COUNTY: 10, Why.COUNTY: 5, Why.FAMILY: FAMILY_NAME,
    Why.RELATION: 5,
}  # fmt: skip
NEAR_YEARS, FAR_YEARS = 2, 5
MIRRORED = {
    "mother": "child", "father": "child", "guardian": "dependent", "child": "mother",
    "sibling": "sibling", "partner": "partner",
}  # fmt: skip


@dataclass
class Likely:
    """A case that may be meant, with how much speaks for it and what."""

    case_id: UUID
    score: int = 0
    why: list[Why] = field(default_factory=list)


@dataclass
class Facts:
    """What is compared of one survivor beside the name: plain columns and which pieces agree."""

    counties: set[str] = field(default_factory=set)
    sub_counties: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    pieces: set[Piece] = field(default_factory=set)


def likely_for_report(report: MissingReport) -> list[Likely]:
    """The survivors whom this report may be about, the likeliest first."""
    wanted = name_pieces(FAMILY, report.relatives) | place_pieces(report.place_lines)
    return _likely(report, wanted, relation=report.relation)


def likely_for_tracing(tracing: Tracing) -> list[Likely]:
    """Survivors of other cases whom this request may be looking for."""
    if not is_agreed(tracing.case):
        return []
    wanted = place_pieces(tracing.place_lines)
    return _likely(tracing, wanted, but=tracing.case_id)


def _likely(
    sought: Sought, wanted: set[Piece], *, relation: str = "", but: UUID | None = None
) -> list[Likely]:
    clues = Clues(names=sought.names, age=_middle(sought))
    named = {one.person_id: one for one in match(clues, within=ever_asked(), limit=BY_NAME)}
    agreeing = _tracings_with(wanted)
    cases = _cases(named, agreeing, but)
    more = {case.survivor_id for case in cases.values()} - set(named)
    if more:  # found by family or place: how far does the name agree?
        found = match(clues, within=Person.objects.filter(pk__in=more), by="pk", limit=BY_PIECE)
        named |= {one.person_id: one for one in found}
    agreed = agreed_among(cases)
    facts = _facts([case for case in cases.values() if case.pk in agreed], agreeing)
    scored = []
    for case in cases.values():
        if case.pk in agreed:
            candidate = named.get(case.survivor_id)
            one = Likely(case.pk)
            if candidate is not None:
                one.score = round(NAME * candidate.agreement)
                same = Reason.SAME_NAME in candidate.reasons
                one.why.append(Why.NAME if same else Why.SOUNDS)
            _weigh(one, sought, case.survivor, facts[case.pk], relation)
            named_enough = candidate is not None and candidate.agreement >= LEAST_NAME
            told_enough = {Why.FAMILY, Why.VILLAGE} <= set(one.why)
            if one.score >= LEAST and (named_enough or told_enough):
                scored.append(one)
    return sorted(scored, key=lambda one: (-one.score, str(one.case_id)))[:MOST_PAIRS]


def _middle(sought: Sought) -> int | None:
    ages = sought.ages()
    return None if ages is None else sum(ages) // 2


def _tracings_with(wanted: set[Piece]) -> dict[UUID, set[Piece]]:
    """Open tracing requests (of survivors) that share pieces, those that share most."""
    asked = asked_numbers(wanted)
    rows = TracingToken.objects.filter(token__in=list(asked), tracing__ended_at__isnull=True)
    shared: dict[UUID, set[Piece]] = defaultdict(set)
    for case, number in rows.order_by("token").values_list("tracing__case", "token")[:MOST_ROWS]:
        shared[case].add(asked[number])
    best = sorted(shared, key=lambda key: (-_told(shared[key]), str(key)))[:BY_PIECE]
    return {key: shared[key] for key in best}


def _told(pieces: set[Piece]) -> int:
    return sum(1 if domain == PLACE else 3 for domain, _text in pieces)


def _cases(
    named: dict[UUID, Any], agreeing: dict[UUID, set[Piece]], but: UUID | None
) -> dict[UUID, Case]:
    """The cases of all candidates with their people: two queries, whatever their number."""
    rows = Case.objects.select_related("survivor").defer(
        "survivor__full_name", "survivor__goes_by", "survivor__other_names",
        "survivor__disability_note",
    )  # fmt: skip
    found = list(rows.filter(survivor__in=list(named))) if named else []
    keys = set(agreeing) - {case.pk for case in found}
    found += list(rows.filter(pk__in=keys)) if keys else []
    return {case.pk: case for case in found if case.pk != but}


def _facts(cases: list[Case], agreeing: dict[UUID, set[Piece]]) -> dict[UUID, Facts]:
    """Counties and relations that a survivor's own file knows: three queries."""
    found = {case.pk: Facts(pieces=agreeing.get(case.pk, set())) for case in cases}
    by_person = defaultdict(list)
    for case in cases:
        by_person[case.survivor_id].append(found[case.pk])
    points = ContactPoint.objects.filter(person__in=list(by_person), is_active=True)
    for person, county, sub_county in points.values_list("person", "county", "sub_county"):
        for facts in by_person[person]:
            _add(facts, county, sub_county)
    for case_id, county in Story.objects.filter(case__in=found).values_list(
        "case", "origin_county"
    ):
        _add(found[case_id], county, "")
    tracings = Tracing.objects.filter(case__in=found)
    for case_id, county, sub_county, relation in tracings.values_list(
        "case", "county", "sub_county", "relation"
    ):
        _add(found[case_id], county, sub_county)
        found[case_id].relations.add(relation)
    return found


def _add(facts: Facts, county: str, sub_county: str) -> None:
    if sub_county in sub_counties():
        facts.sub_counties.add(sub_county)
        county = county or sub_counties()[sub_county][1]
    if county:
        facts.counties.add(county)


def _weigh(one: Likely, sought: Sought, person: Person, facts: Facts, relation: str) -> None:
    """Age, sex, places, family and relation, each at most once."""
    told = [_age(sought, person), _sex(sought, person), _county(sought, facts)]
    domains = {domain for domain, _text in facts.pieces}
    if PLACE in domains:
        told.append(Why.VILLAGE)
    if any(domain.startswith(FAMILY) for domain in domains):
        told.append(Why.FAMILY)
    if relation and facts.relations & {MIRRORED.get(relation, ""), *_parents(relation)}:
        told.append(Why.RELATION)
    for why in told:
        if why is not None:
            one.why.append(why)
            one.score += POINTS[why]
    one.score = max(0, min(100, one.score))


def _parents(relation: str) -> set[str]:
    return {"mother", "father", "guardian"} if relation == "child" else set()


def _age(sought: Sought, person: Person) -> Why | None:
    asked, known = sought.ages(), person.ages()
    if asked is None or known is None:
        return None
    apart = max(0, asked[0] - known[1], known[0] - asked[1])
    if apart == 0:
        return Why.AGE
    return Why.AGE_NEAR if apart <= NEAR_YEARS else (Why.AGE_FAR if apart > FAR_YEARS else None)


def _sex(sought: Sought, person: Person) -> Why | None:
    if Sex.UNKNOWN in (sought.sex, person.sex):
        return None
    return Why.SEX if sought.sex == person.sex else Why.OTHER_SEX


def _county(sought: Sought, facts: Facts) -> Why | None:
    asked: Facts = Facts()
    _add(asked, sought.county, sought.sub_county)
    if asked.sub_counties & facts.sub_counties:
        return Why.SUB_COUNTY
    return Why.COUNTY if asked.counties & facts.counties else None


def reports_for_tracing(tracing: Tracing) -> list[MissingReport]:
    """Open reports that share a name of the family, or that miss somebody called like the survivor."""
    survivor = tracing.case.survivor
    wanted = pieces_of_tracing(tracing) | name_pieces("tracing.sought", survivor.all_names())
    return _reports_with(wanted)


def _reports_with(wanted: Iterable[Piece]) -> list[MissingReport]:
    asked = asked_numbers(wanted)
    rows = ReportToken.objects.filter(token__in=list(asked), report__state=ReportState.OPEN)
    shared: dict[UUID, set[Piece]] = defaultdict(set)
    for key, number in rows.order_by("token").values_list("report", "token")[:MOST_ROWS]:
        shared[key].add(asked[number])
    best = sorted(shared, key=lambda key: (-_told(shared[key]), str(key)))[:MOST_PAIRS]
    return list(MissingReport.objects.filter(pk__in=best).order_by("id"))
