"""Questions about tracing: what is missing before a child goes home, likely pairs as one viewer may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import LEADING_ROLES, holds
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.tracing.choices import BestInterestAnswer, LinkState
from kimbilio.tracing.consent import agreed_among, is_child
from kimbilio.tracing.models import PossibleLink, Tracing

MOST_LINKS = 40


def missing_for_home(tracing: Tracing) -> list[str]:
    """What a child still needs before going home, each as a sentence that says what to do."""
    missing = []
    child = is_child(tracing.case)
    if not any(one.is_verified(is_child=child) for one in tracing.relatives.all()):
        missing.append(str(_("Check that they are family, and let a second person confirm it.")))
    known = Tracing.objects.filter(pk=tracing.pk)
    assessment, note = known.values_list("assessment", "best_interest__decision").get()
    if assessment is None:
        missing.append(str(_("Assess the family.")))
    if note is None:
        missing.append(str(_("Write the note of the child's best interest.")))
    elif note != BestInterestAnswer.GO_HOME:
        missing.append(str(_("The note of best interest does not say to go home.")))
    if tracing.case.is_minor is None and missing:
        missing.append(str(_("The age is not known for sure, so the person counts as a child.")))
    return missing


@dataclass(frozen=True)
class ShownLink:
    """A likely pair as one viewer may see it; ``is_closed`` where one side is not open to them."""

    link: PossibleLink
    is_closed: bool
    is_other_way: bool  # the viewer looks from the side of the survivor who may be meant
    other: Case | None = None
    unit: str = ""


def links_of_case(viewer: User, case: Case) -> list[ShownLink]:
    """The likely pairs of one case: those that begin here and those that end here."""
    confirmed = PossibleLink.objects.filter(report=OuterRef("report"), state=LinkState.CONFIRMED)
    rows = PossibleLink.objects.filter(Q(case=case) | Q(tracing__case=case)).annotate(
        is_found_elsewhere=Exists(confirmed.exclude(case=case))
    )
    return [
        _shown(link, viewer, opened, case.pk)
        for link, opened in _standing(rows, viewer)
    ]  # fmt: skip


def links_of_report(viewer: User, report: Any) -> list[ShownLink]:
    """The likely pairs of a report: a code where the case is open to the viewer; for leads also that one exists.

    Nobody else learns of a closed case: whoever may write a report could ask so for any name whether we know it.
    """
    rows = PossibleLink.objects.filter(report=report)
    shown = [_shown(link, viewer, opened, None) for link, opened in _standing(rows, viewer)]
    return [one for one in shown if not one.is_closed or viewer.role in LEADING_ROLES]


def _standing(rows: Any, viewer: User) -> Iterable[tuple[PossibleLink, set[UUID]]]:
    """The pairs among cases whose consent to tracing holds today, and the cases open to the viewer."""
    found = list(
        rows.select_related("case__unit", "tracing__case__unit", "report", "decided_by")
        .order_by("-score", "id")[:MOST_LINKS]
    )  # fmt: skip
    cases = {link.case_id for link in found} | {
        link.tracing.case_id for link in found if link.tracing is not None
    }
    agreed = agreed_among(cases) if cases else set()
    opened = Case.objects.filter(condition(viewer, Compartment.STORY), pk__in=agreed)
    open_keys = set(opened.values_list("pk", flat=True)) if agreed else set()
    for link in found:
        sides = {link.case_id} | ({link.tracing.case_id} if link.tracing is not None else set())
        if sides <= agreed:
            yield link, open_keys


def _shown(link: PossibleLink, viewer: User, opened: set[UUID], here: UUID | None) -> ShownLink:
    """Cut to what the viewer may know: without both sides, that a link exists; for leads with the unit."""
    if link.tracing is not None:
        other = link.tracing.case if link.case_id == here else link.case
        is_closed = other.pk not in opened
    else:
        other = link.case
        sees_report = holds(viewer.role, Permission.ANSWER_HELPLINE)
        elsewhere = getattr(
            link, "is_found_elsewhere", False
        )  # then it is for who may open that case
        is_closed = (not sees_report or elsewhere) if here else other.pk not in opened
    unit = other.unit.name if is_closed and viewer.role in LEADING_ROLES else ""
    return ShownLink(
        link=link, is_closed=is_closed, is_other_way=link.case_id == here,
        other=None if is_closed else other, unit=unit,
    )  # fmt: skip
