""" "Have we met before?": who may be the person on the line, and no more than the viewer may know."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case
from kimbilio.people.clues import Clues, Reason
from kimbilio.people.matching import Candidate, match

LIKELY, MAYBE = 0.75, 0.5  # how much of what was asked agrees
MOST_SHOWN = 3
AGES_APART = 4  # years
TELLING = {
    Reason.SAME_PHONE,
    Reason.PHONE_ENDING,
    Reason.SAME_DOCUMENT,
    Reason.SAME_NAME,
    Reason.SOUNDS_ALIKE,
}
SAID_BETTER = {
    Reason.SOUNDS_ALIKE: Reason.SAME_NAME,
    Reason.NAME_BEGINS: Reason.SAME_NAME,
    Reason.PHONE_ENDING: Reason.SAME_PHONE,
}
"""Reasons that go without saying beside a stronger one."""


@dataclass(frozen=True)
class Met:
    """A case of somebody who may be the same, and why; nothing of what is in it."""

    case: Case
    is_likely: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MetBefore:
    """The files the viewer may open, and whether there may be one that they may not."""

    files: list[Met] = field(default_factory=list)
    has_hidden: bool = False

    def __bool__(self) -> bool:
        return bool(self.files) or self.has_hidden


def met_before(
    *, viewer: User, name: str = "", phone: str = "", age: int | None = None
) -> MetBefore:
    """Cases whose survivor may be this person. Nothing of a file the viewer may not open comes out
    but that it may exist; that, and what was found, is recorded."""
    clues = Clues(
        names=(name,) if len(name.strip()) > 1 else (), phones=(phone,) if phone else (), age=age
    )
    if not clues.names and not clues.phones:
        return MetBefore()
    mine = Case.objects.open_to(viewer, Compartment.IDENTITY)
    found = [c for c in match(clues, within=mine, by="survivor_id", limit=6) if _tells(c)]
    known = {candidate.person_id: candidate for candidate in found}
    cases = mine.filter(survivor__in=list(known)).select_related("survivor")
    files = [_met(case, known[case.survivor_id], age) for case in cases.order_by("-opened_at")[:12]]
    files.sort(key=lambda met: -known[met.case.survivor_id].score)
    answer = MetBefore(files[:MOST_SHOWN], _is_hidden(clues, set(known)))
    if answer:
        codes = [met.case.code for met in answer.files]
        trail.record(Event.MATCHES_SHOWN, by=viewer, codes=codes, hidden=answer.has_hidden)
    return answer


def _tells(candidate: Candidate, least: float = MAYBE) -> bool:
    """Enough agrees, and not by the beginning of a name or the age alone."""
    return candidate.agreement >= least and not TELLING.isdisjoint(candidate.reasons)


def _is_hidden(clues: Clues, known: set[object]) -> bool:
    """Whether somebody with a case that the viewer may not open agrees in nearly everything."""
    others = [
        candidate.person_id
        for candidate in match(clues, limit=6)
        if _tells(candidate, LIKELY) and candidate.person_id not in known
    ]
    return bool(others) and Case.objects.filter(survivor__in=others).exists()


def _met(case: Case, candidate: Candidate, age: int | None) -> Met:
    said = set(candidate.reasons)
    stronger = [weak for weak, strong in SAID_BETTER.items() if strong in said]
    reasons = [str(reason.label) for reason in candidate.reasons if reason not in stronger][:3]
    ages = case.survivor.ages()
    if age is not None and ages is not None:
        youngest, oldest = ages
        if age < youngest - AGES_APART or age > oldest + AGES_APART:
            reasons.append(_("but age {theirs}, not {asked}").format(theirs=oldest, asked=age))
    if case.closed_at is not None:
        year = timezone.localtime(case.closed_at).year
        reasons.append(_("closed {year}").format(year=year))
    return Met(case, candidate.agreement >= LIKELY, tuple(reasons))
