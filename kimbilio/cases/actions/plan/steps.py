"""Adding steps, saying them in other words, and putting them in another order."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import (
    hold_plan,
    must_be_in_phase,
    must_be_on_team,
    next_number,
    next_place,
    write_down,
)
from kimbilio.cases.models import Case, Goal, Step, StepLink
from kimbilio.cases.outline import refresh_outline
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def add_step(
    *,
    case: Case,
    phase: str,
    title: str,
    by: User,
    detail: str = "",
    goal: Goal | None = None,
    service: str = "",
    owner: User | None = None,
    partner: str = "",
    due_on: date | None = None,
    waits_for: Iterable[Step] = (),
) -> Step:
    """Add one step at the end of its phase. A new step cannot close a circle: nothing waits for it."""
    hold_plan(case, by)
    must_be_on_team(case, [owner], by=by, field="owner")
    must_be_in_phase(case, goal, phase)
    awaited = list(waits_for)
    if any(other.case_id != case.pk for other in awaited):
        raise BadInput(_("Choose steps of this plan."), field="waits_for")
    step = Step.objects.create(
        case=case,
        number=next_number(case),
        place=next_place(case, phase),
        phase=phase,
        goal=goal,
        title=title,
        detail=detail,
        service=service,
        owner=owner,
        partner=partner,
        due_on=due_on,
    )
    StepLink.objects.bulk_create(
        [StepLink(case=case, step=step, waits_for=other) for other in awaited]
    )
    write_down(step, Event.STEP_CREATED, by=by)
    trail.record(Event.STEP_CREATED, by=by, on=step, number=step.number, phase=phase)
    refresh_outline(case)
    return step


@transaction.atomic
def edit_step(
    *,
    step: Step,
    expected: int,
    phase: str,
    title: str,
    by: User,
    detail: str = "",
    goal: Goal | None = None,
    service: str = "",
    owner: User | None = None,
    partner: str = "",
) -> None:
    """Say a step in other words or give it to somebody else. Its day is moved by ``move_step``."""
    case = step.case
    hold_plan(case, by)
    if owner is not None and owner.pk != step.owner_id:
        must_be_on_team(case, [owner], by=by, field="owner")
    must_be_in_phase(case, goal, phase)
    if step.is_urgent and phase != step.phase:
        raise BadInput(_("This step was started for safety and stays there."), field="phase")
    moved = {"place": next_place(case, phase)} if phase != step.phase else {}
    changes = amend(
        step,
        expected=expected,
        phase=phase,
        goal=goal,
        title=title,
        detail=detail,
        service=service,
        owner=owner,
        partner=partner,
        **moved,
    )
    if not changes:
        return
    write_down(step, Event.STEP_CHANGED, by=by)
    trail.record(Event.STEP_CHANGED, by=by, on=step, changes=changes, number=step.number)
    refresh_outline(case)


@transaction.atomic
def reorder(*, case: Case, phase: str, numbers: Sequence[int], by: User) -> None:
    """Put the steps of one phase in the order of ``numbers``; all of them must be named."""
    hold_plan(case, by)
    steps = {step.number: step for step in Step.objects.filter(case=case, phase=phase)}
    if sorted(numbers) != sorted(steps):
        raise BadInput(_("The steps of this phase changed. Look again."))
    for place, number in enumerate(numbers, start=1):
        if steps[number].place != place:
            amend(steps[number], place=place)
    trail.record(Event.STEP_CHANGED, by=by, on=case, phase=phase, fields=["place"])
