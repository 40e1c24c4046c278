"""Another way for a step that was declined or did not work out."""

from datetime import date

from django.db import transaction

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import (
    SETTLED,
    hold_step,
    must_be_on_team,
    next_number,
    write_down,
)
from kimbilio.cases.models import Step, StepLink
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_errors import AlreadyReplaced, WrongMove


@transaction.atomic
def replan_step(
    *,
    step: Step,
    title: str,
    by: User,
    detail: str = "",
    service: str = "",
    owner: User | None = None,
    partner: str = "",
    due_on: date | None = None,
) -> Step:
    """Put a new step in the place of a broken one: what waited for the old now waits for the new.

    The new step waits for what the old one still waited for. The person is asked anew.
    """
    step = hold_step(step, by)
    if not step.is_broken:
        raise WrongMove
    successor = Step.objects.filter(replaces=step).values_list("number", flat=True).first()
    if successor is not None:
        raise AlreadyReplaced(successor)
    must_be_on_team(step.case, [owner], by=by, field="owner")
    new = Step.objects.create(
        case=step.case,
        number=next_number(step.case),
        place=step.place,
        phase=step.phase,
        goal_id=step.goal_id,
        title=title,
        detail=detail,
        service=service,
        owner=owner,
        partner=partner,
        due_on=due_on,
        replaces=step,
    )
    taken_over = StepLink.objects.filter(waits_for=step).update(waits_for=new)
    still_awaited = Step.objects.filter(awaited_by__step=step).exclude(status__in=SETTLED)
    StepLink.objects.bulk_create(
        [StepLink(case=step.case, step=new, waits_for=other) for other in still_awaited]
    )
    write_down(new, Event.STEP_REPLANNED, by=by, line=f"← {step.number}. {step.title}")
    trail.record(
        Event.STEP_REPLANNED, by=by, on=new, number=new.number, instead_of=step.number,
        taken_over=taken_over,
    )  # fmt: skip
    refresh_outline(step.case)
    return new
