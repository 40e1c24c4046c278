"""Saying which step waits for which, without ever closing a circle."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import hold_step, links_of, write_down
from kimbilio.cases.models import Step, StepLink
from kimbilio.cases.plan_errors import Circle
from kimbilio.cases.plan_graph import would_circle
from kimbilio.kernel.errors import BadInput


@transaction.atomic
def link_steps(*, step: Step, waits_for: Step, by: User) -> None:
    """Let ``step`` wait for another one. The plan is held still, so two opposite links cannot meet."""
    step = hold_step(step, by)
    if waits_for.case_id != step.case_id:
        raise BadInput(_("Choose a step of this plan."), field="waits_for")
    if would_circle(links_of(step.case), step.pk, waits_for.pk):
        raise Circle(step.number, waits_for.number)
    _link, is_new = StepLink.objects.get_or_create(
        step=step, waits_for=waits_for, defaults={"case": step.case}
    )
    if is_new:
        write_down(step, Event.STEP_LINKED, by=by, line=f"→ {waits_for.number}.")
        trail.record(
            Event.STEP_LINKED, by=by, on=step, number=step.number, waits_for=waits_for.number
        )


@transaction.atomic
def unlink_steps(*, step: Step, waits_for: Step, by: User) -> None:
    """Let ``step`` wait for another one no longer."""
    step = hold_step(step, by)
    removed, _each = StepLink.objects.filter(step=step, waits_for=waits_for).delete()
    if removed:
        write_down(step, Event.STEP_UNLINKED, by=by, line=f"→ {waits_for.number}.")
        trail.record(
            Event.STEP_UNLINKED, by=by, on=step, number=step.number, waits_for=waits_for.number
        )
