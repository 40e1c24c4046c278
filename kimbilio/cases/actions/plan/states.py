"""Moving a step on: started, done, declined, failed, not needed, or taken up again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import SETTLED, hold_step, links_of, write_down
from kimbilio.cases.models import Step
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_choices import MOVES, OPEN_STATUSES, Phase, StepStatus, Wish
from kimbilio.cases.plan_errors import (
    AlreadyReplaced,
    ReasonMissing,
    StepIsParked,
    StepWaits,
    WishNotAsked,
    WrongMove,
)
from kimbilio.cases.plan_graph import dependents
from kimbilio.kernel.versions import amend


@transaction.atomic
def start_step(
    *, step: Step, by: User, reason: str = "", part: Compartment = Compartment.STORY
) -> Step:
    """Begin a step the person was asked about; ``reason`` is for urgent safety before asking.

    ``part`` is what ``by`` must be allowed to change: the plan's, or that of the service it is tied to.
    """
    step = _held(step, StepStatus.STARTED, by, part)
    return _move(
        step,
        StepStatus.STARTED,
        Event.STEP_STARTED,
        by=by,
        line=reason,
        started_at=timezone.now(),
        **_checked_start(step, reason),
    )


@transaction.atomic
def finish_step(
    *,
    step: Step,
    by: User,
    outcome: str = "",
    reason: str = "",
    part: Compartment = Compartment.STORY,
) -> Step:
    """Say that a step is done, and what came of it. A planned one must have been free to start.

    ``part`` as for ``start_step``.
    """
    step = _held(step, StepStatus.DONE, by, part)
    began: dict[str, Any] = {}
    if step.status == StepStatus.PLANNED:
        began = {"started_at": timezone.now(), **_checked_start(step, reason)}
    return _end(step, StepStatus.DONE, Event.STEP_DONE, by=by, outcome=outcome, **began)


@transaction.atomic
def decline_step(*, step: Step, by: User, outcome: str = "") -> list[Step]:
    """Somebody chose not to: the person, a partner, an office. Returns all that it blocks."""
    step = _held(step, StepStatus.DECLINED, by)
    _end(step, StepStatus.DECLINED, Event.STEP_DECLINED, by=by, outcome=outcome)
    return blocked_by(step)


@transaction.atomic
def fail_step(*, step: Step, by: User, outcome: str = "") -> list[Step]:
    """It was tried and did not work out. Returns all that it blocks."""
    step = _held(step, StepStatus.FAILED, by)
    _end(step, StepStatus.FAILED, Event.STEP_FAILED, by=by, outcome=outcome)
    return blocked_by(step)


@transaction.atomic
def drop_step(*, step: Step, by: User, outcome: str = "") -> Step:
    """The step is not needed any more; nothing waits for it from now on."""
    step = _held(step, StepStatus.DROPPED, by)
    return _end(step, StepStatus.DROPPED, Event.STEP_DROPPED, by=by, outcome=outcome)


@transaction.atomic
def take_up_step(*, step: Step, by: User) -> Step:
    """Plan a declined, failed or dropped step again; a done one goes back to under way."""
    was_done = step.status == StepStatus.DONE
    to = StepStatus.STARTED if was_done else StepStatus.PLANNED
    step = _held(step, to, by)
    if (step.status == StepStatus.DONE) != was_done or step.is_open:
        raise WrongMove
    if not was_done:
        successor = Step.objects.filter(replaces=step).values_list("number", flat=True).first()
        if successor is not None:
            raise AlreadyReplaced(successor)
    again: dict[str, Any] = {} if was_done else {"started_at": None}
    return _move(
        step, to, Event.STEP_REOPENED, by=by, ended_at=None, ended_by=None, outcome="", **again
    )


def blocked_by(step: Step) -> list[Step]:
    """Every open step that cannot go on without ``step``, directly or through others."""
    keys = dependents(links_of(step.case), step.pk)
    waiting = Step.objects.filter(pk__in=keys, status__in=OPEN_STATUSES)
    return list(waiting.order_by("number"))


def _held(step: Step, to: StepStatus, by: User, part: Compartment = Compartment.STORY) -> Step:
    step = hold_step(step, by, part)
    if to not in MOVES[StepStatus(step.status)]:
        raise WrongMove
    return step


def _checked_start(step: Step, reason: str) -> dict[str, Any]:
    """Raise where a step may not start; else what must be written because of why it may."""
    awaited = Step.objects.filter(awaited_by__step=step).exclude(status__in=SETTLED)
    waiting_for = list(awaited.values_list("number", flat=True))
    if waiting_for:
        raise StepWaits(waiting_for)
    if step.is_parked:
        raise StepIsParked
    if step.wish != Wish.NOT_ASKED:
        return {}
    if step.phase != Phase.SAFETY:
        raise WishNotAsked
    if not reason.strip():
        raise ReasonMissing
    return {"is_urgent": True, "urgent_reason": reason}


def _end(
    step: Step, to: StepStatus, event: Event, *, by: User, outcome: str, **values: Any
) -> Step:
    ended = {"ended_at": timezone.now(), "ended_by": by, "outcome": outcome}
    return _move(step, to, event, by=by, line=outcome, **ended, **values)


def _move(
    step: Step, to: StepStatus, event: Event, *, by: User, line: str = "", **values: Any
) -> Step:
    was = step.status
    changes = amend(step, status=to, **values)
    write_down(step, event, by=by, line=line)
    trail.record(event, by=by, on=step, changes=changes, number=step.number, was=was, now=to.value)
    refresh_outline(step.case)
    return step
