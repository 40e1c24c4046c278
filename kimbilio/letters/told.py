"""What a case says, in the words of the language of the moment. Read only where it is asked for."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from kimbilio.care.choices import SessionState
from kimbilio.cases.assessment_choices import AreaLevel, AssessmentKind, Decided, Much
from kimbilio.cases.codes.lists import FACTS, label_of
from kimbilio.cases.codes.risk_signs import RISK_AREAS
from kimbilio.cases.models import Assessment, AssessmentArea, Case, Story, StoryFact
from kimbilio.justice.models import Hearing
from kimbilio.organisation.places import counties, countries, languages
from kimbilio.people.choices import BirthPrecision, DocumentKind, Sex
from kimbilio.people.models import IdentityDocument, Person, Relation
from kimbilio.reintegration.models import Journey, Repatriation, TravelPaper

YES, NO = "yes", "no"
FOUND = frozenset({Much.SOME, Much.SERIOUS})


def day(value: date | None) -> str:
    """A day as letters write it."""
    return date_format(value, "j F Y") if value else ""


class Told:
    """One case, asked for one letter: each part of it is read once, and only if a line needs it.

    A letter that a service makes of one return gives that; else it is the latest of the case.
    """

    def __init__(self, case: Case, *, repatriation: Repatriation | None = None) -> None:
        self.case = case
        self._given = repatriation

    @cached_property
    def person(self) -> Person:
        """The survivor."""
        found: Person = self.case.survivor
        return found

    @cached_property
    def papers(self) -> list[IdentityDocument]:
        """Papers that say who the person is."""
        return list(IdentityDocument.objects.filter(person=self.case.survivor_id).order_by("pk"))

    @cached_property
    def guardian(self) -> Person | None:
        """The guardian, of whoever has one."""
        found = Relation.objects.filter(
            person=self.case.survivor_id, is_guardian=True, is_active=True
        )
        relation = found.select_related("other").order_by("pk").first()
        return relation.other if relation else None

    @cached_property
    def story(self) -> Story | None:
        """The story, if it was told."""
        return Story.objects.filter(case=self.case).first()

    @cached_property
    def _facts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        rows = StoryFact.objects.filter(case=self.case).values_list("listing", "code")
        for listing, code in rows:
            found.setdefault(listing, []).append(code)
        return found

    @cached_property
    def _assessments(self) -> dict[str, Assessment]:
        rows = Assessment.objects.standing().filter(case=self.case)
        related = rows.select_related("completed_by").order_by("completed_at", "pk")
        return {row.kind: row for row in related}

    @cached_property
    def _areas(self) -> dict[tuple[str, str], str]:
        rows = AssessmentArea.objects.filter(assessment__in=list(self._assessments.values()))
        told = rows.values_list("assessment__kind", "area", "level")
        return {(kind, area): level for kind, area, level in told}

    @cached_property
    def hearing(self) -> Hearing | None:
        """The next day in court."""
        coming = Hearing.objects.filter(
            case=self.case, state=SessionState.PLANNED, starts_at__gte=timezone.now()
        )
        related = coming.select_related("matter", "companion").order_by("starts_at")
        found: Hearing | None = related.first()
        return found

    @cached_property
    def repatriation(self) -> Repatriation | None:
        """The return from or to another country."""
        if self._given is not None:
            return self._given
        rows = Repatriation.objects.filter(case=self.case).select_related("embassy", "receiver")
        found: Repatriation | None = rows.order_by("-asked_at", "-pk").first()
        return found

    @cached_property
    def travel_papers(self) -> list[TravelPaper]:
        """The papers for that journey."""
        one = self.repatriation
        return list(TravelPaper.objects.filter(repatriation=one)) if one else []

    @cached_property
    def journey(self) -> Journey | None:
        """The journey itself, which tells where somebody is: asked for by lines of whereabouts alone."""
        one = self.repatriation
        return Journey.objects.filter(repatriation=one).first() if one else None

    def codes(self, listing: str) -> str:
        """The codes of one list of the story, in words and in the order of the list."""
        have = set(self._facts.get(listing, []))
        return ", ".join(label_of(listing, code) for code in FACTS[listing]() if code in have)

    def of_story(self, column: str) -> str:
        """One code of the story in words."""
        code = getattr(self.story, column) if self.story else ""
        return label_of(column, code) if code else ""

    def assessment(self, kind: AssessmentKind) -> Assessment | None:
        """The one that holds today."""
        return self._assessments.get(kind)

    def level(self, kind: AssessmentKind, area: str) -> str:
        """What one area of the assessment came to, in words."""
        level = self._areas.get((kind, area))
        return str(AreaLevel(level).label) if level else ""


Telling = Callable[[Told], str]
"""How one line of a letter is told from a case."""


def full_name(told: Told) -> str:
    """The name by which papers know the person."""
    return told.person.full_name or told.person.goes_by


def guardian_name(told: Told) -> str:
    """The guardian of a minor."""
    return told.guardian.full_name if told.guardian else ""


def born(told: Told) -> str:
    """The day of birth if it is known; never a guess."""
    person = told.person
    return day(person.born_from) if person.birth_precision == BirthPrecision.DAY else ""


def is_birth_estimated(told: Told) -> str:
    """Whether the birth is known less exactly than to the day."""
    if told.person.birth_precision == BirthPrecision.UNKNOWN:
        return ""
    return NO if told.person.birth_precision == BirthPrecision.DAY else YES


def age(told: Told) -> str:
    """The age in years, with both ends where it is not sure."""
    ages = told.person.ages()
    if ages is None:
        return ""
    return str(ages[0]) if ages[0] == ages[1] else f"{ages[0]}–{ages[1]}"


def sex(told: Told) -> str:
    """The sex, if it is known."""
    known = told.person.sex
    return "" if known == Sex.UNKNOWN else str(Sex(known).label)


def nationality(told: Told) -> str:
    """Citizenship, also two of them."""
    both = (told.person.nationality, told.person.other_nationality)
    return ", ".join(countries().get(code, code) for code in both if code)


def language(told: Told) -> str:
    """The language the person speaks best."""
    code = told.person.language
    return languages().get(code, code) if code else ""


def interpreter(told: Told) -> str:
    """Whether an interpreter is needed."""
    return YES if told.person.needs_interpreter else NO


def education(told: Told) -> str:
    """The highest level of school."""
    return str(told.person.get_education_display()) if told.person.education else ""


def paper_number(told: Told) -> str:
    """The ID or passport, with its number."""
    wanted = (DocumentKind.NATIONAL_ID, DocumentKind.PASSPORT)
    ordered = sorted(told.papers, key=lambda one: one.kind not in wanted)
    return f"{ordered[0].get_kind_display()}: {ordered[0].number}" if ordered else ""


def opened_on(told: Told) -> str:
    """The first day of our work."""
    return day(timezone.localdate(told.case.opened_at))


def closed_on(told: Told) -> str:
    """The last day of our work."""
    closed = told.case.closed_at
    return day(timezone.localdate(closed)) if closed else ""


def risk_words(area: str) -> Telling:
    """What the risk assessment says of one part of form B: the signs that were found, and how high."""

    def tell(told: Told) -> str:
        assessed = told.assessment(AssessmentKind.RISK)
        if assessed is None:
            return ""
        part = next(one for one in RISK_AREAS if one.code == area)
        given = [(sign.label, assessed.answers.get(f"{area}.{sign.code}")) for sign in part.signs]
        found = [f"{sign} ({Much(how).label})" for sign, how in given if how in FOUND]
        level = told.level(AssessmentKind.RISK, area)
        return "; ".join(found) + (f" — {level}" if level and found else level)

    return tell


def assessed_on(kind: AssessmentKind) -> Telling:
    """The day on which the assessment was signed."""

    def tell(told: Told) -> str:
        found = told.assessment(kind)
        return day(timezone.localdate(found.completed_at)) if found and found.completed_at else ""

    return tell


def assessed_by(kind: AssessmentKind) -> Telling:
    """Who signed the assessment."""

    def tell(told: Told) -> str:
        found = told.assessment(kind)
        return found.completed_by.name if found and found.completed_by else ""

    return tell


def need(area: str) -> Telling:
    """How large one need was found."""
    return lambda told: told.level(AssessmentKind.NEEDS, area)


def codes(listing: str) -> Telling:
    """The codes of one list of the story."""
    return lambda told: told.codes(listing)


def of_story(column: str) -> Telling:
    """One code of the story."""
    return lambda told: told.of_story(column)


def of_screening(what: str) -> Telling:
    """One answer of the decision after the screening."""

    def tell(told: Told) -> str:
        found = told.assessment(AssessmentKind.SCREENING)
        if found is None:
            return ""
        if what == "decided":
            return {Decided.YES: YES, Decided.NO: NO}.get(Decided(found.decided), "")
        if what == "decided_as":
            return label_of("status_by", found.decided_as)
        return found.justification

    return tell


def when_minor(told: Told) -> str:
    """Whether the person was a child when it began."""
    years = told.story.age_when_trafficked if told.story else None
    return "" if years is None else YES if years < 18 else NO


def route(told: Told) -> str:
    """From where to where, as far as it is coded."""
    story = told.story
    if story is None:
        return ""
    start = [counties().get(story.origin_county, ""), told.of_story("origin_country")]
    end = [counties().get(story.destination_county, ""), told.of_story("destination_country")]
    ends = [", ".join(part for part in place if part) for place in (start, end)]
    return " → ".join(one for one in ends if one)
