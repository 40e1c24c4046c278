"""Moving a step to another day, and what depends on it along with it, after asking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import hold_step, links_of, write_down
from kimbilio.cases.models import Step
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_errors import PreviewChanged, WrongMove
from kimbilio.cases.plan_graph import Dated, redated
from kimbilio.kernel.versions import amend


@dataclass(frozen=True)
class Redating:
    """One step that would get another day."""

    step: Step
    was: date
    to: date


def preview_move(step: Step, to: date) -> list[Redating]:
    """What would move along if ``step`` moved to the day ``to``, by number. Writes nothing."""
    steps = {each.pk: each for each in Step.objects.filter(case_id=step.case_id)}
    dated = {key: Dated(each.due_on, each.is_open) for key, each in steps.items()}
    changes = redated(dated, links_of(step.case), step.pk, to, today=timezone.localdate())
    found = [Redating(steps[key], steps[key].due_on, day) for key, day in changes.items()]
    return sorted(found, key=lambda change: change.step.number)


@transaction.atomic
def move_step(*, step: Step, to: date | None, confirmed: Mapping[int, date], by: User) -> None:
    """Give a step another day, and those that follow the days that were shown and agreed to.

    ``confirmed`` is number to day, exactly as ``preview_move`` gave it; if the plan has changed
    since, nothing moves. Taking the day away moves nothing else.
    """
    step = hold_step(step, by)
    if not step.is_open:
        raise WrongMove
    along = preview_move(step, to) if to is not None else []
    if {change.step.number: change.to for change in along} != dict(confirmed):
        raise PreviewChanged
    changes = amend(step, due_on=to)
    for change in along:
        moved = amend(change.step, due_on=change.to)
        trail.record(
            Event.STEP_DATED, by=by, on=change.step, changes=moved, number=change.step.number
        )
    if changes:
        trail.record(Event.STEP_DATED, by=by, on=step, changes=changes, number=step.number)
    if changes or along:
        moved_along = ", ".join(f"{change.step.number}." for change in along)
        write_down(step, Event.STEP_DATED, by=by, line=f"+ {moved_along}" if along else "")
    refresh_outline(step.case)
