"""Steps towards court with their days, and money that is asked, ordered and paid."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.justice.actions.ground import check_been, require_open
from kimbilio.justice.choices import AwardKind, StepKind
from kimbilio.justice.models import Award, CourtStep, LegalMatter
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend

MOST_CENTS = 10**13


@transaction.atomic
def save_court_step(
    *,
    matter: LegalMatter,
    step: CourtStep | None,
    kind: str,
    by: User,
    due_on: date | None = None,
    done_on: date | None = None,
    note: str = "",
    expected: int | None = None,
) -> CourtStep:
    """Plan a preparation or a measure of protection, or say that it is done."""
    require_open(matter, by)
    if kind not in StepKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if done_on is not None:
        check_been(done_on, "done_on")
    values: dict[str, Any] = {"kind": kind, "due_on": due_on, "done_on": done_on, "note": note}
    changes: Any = {}
    if step is None:
        step = CourtStep.objects.create(case=matter.case, matter=matter, added_by=by, **values)
    else:
        changes = amend(step, expected=expected, **values)
        if not changes:
            return step
    tell(
        step, Event.COURT_STEP_CHANGED, by=by, kind=EntryKind.CASE,
        line=label(StepKind(kind)), changes=changes,
    )  # fmt: skip
    return step


@transaction.atomic
def save_award(
    *,
    matter: LegalMatter,
    award: Award | None,
    kind: str,
    by: User,
    asked_cents: int = 0,
    ordered_cents: int | None = None,
    ordered_on: date | None = None,
    paid_cents: int = 0,
    note: str = "",
    expected: int | None = None,
) -> Award:
    """Write down what is asked for; later what was ordered, and how much of it was paid."""
    require_open(matter, by)
    if kind not in AwardKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    for field, cents in (("asked", asked_cents), ("ordered", ordered_cents), ("paid", paid_cents)):
        if not 0 <= (cents or 0) <= MOST_CENTS:
            raise BadInput(_("This amount cannot be right."), field=field)
    if (ordered_cents is None) != (ordered_on is None):
        raise BadInput(_("Say how much was ordered, and on which day."), field="ordered_on")
    if ordered_on is not None:
        check_been(ordered_on, "ordered_on")
    if paid_cents > (ordered_cents or 0):
        raise BadInput(_("No more is paid than was ordered."), field="paid")
    values: dict[str, Any] = {
        "kind": kind, "asked_cents": asked_cents, "ordered_cents": ordered_cents,
        "ordered_on": ordered_on, "paid_cents": paid_cents, "note": note,
    }  # fmt: skip
    changes: Any = {}
    if award is None:
        award = Award.objects.create(case=matter.case, matter=matter, added_by=by, **values)
    else:
        changes = amend(award, expected=expected, **values)
        if not changes:
            return award
    tell(
        award, Event.AWARD_CHANGED, by=by, kind=EntryKind.CASE,
        line=label(AwardKind(kind)), changes=changes,
    )  # fmt: skip
    return award
