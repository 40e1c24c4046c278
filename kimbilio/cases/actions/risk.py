"""Saying how high the risk of a case is."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind, Risk
from kimbilio.cases.clocks import relimit_clocks
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def set_risk(
    *, case: Case, risk: Risk, by: User, expected: int | None = None, is_urgent: bool = False
) -> bool:
    """Set the risk level; running clocks get the limits of the new level. Says whether it changed.

    ``is_urgent`` marks the case as urgent as well; it never takes the mark away.
    """
    require(by, Permission.ASSESS, case, compartment=Compartment.STORY, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    if risk not in Risk.values:
        raise BadInput(
            _("This answer is not on the list. Choose one that is."), field="chosen_risk"
        )
    if expected is None:
        Case.objects.select_for_update().filter(pk=case.pk).first()
        case.refresh_from_db(fields=["version", "risk", "is_urgent"])
    before = case.risk
    changes = amend(case, expected=expected, risk=Risk(risk), is_urgent=case.is_urgent or is_urgent)
    if not changes:
        return False
    if "risk" in changes:
        relimit_clocks(case)
        line = f"{label(Risk(before))} → {label(Risk(risk))}"
        note_down(
            case, Event.CASE_RISK_CHANGED, kind=EntryKind.CASE, by=by, subject=case, line=line,
            compartment=Compartment.OUTLINE,
        )  # fmt: skip
    event = Event.CASE_RISK_CHANGED if "risk" in changes else Event.CASE_CHANGED
    trail.record(event, by=by, on=case, changes=changes)
    refresh_outline(case)
    return "risk" in changes
