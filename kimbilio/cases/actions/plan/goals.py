"""Writing down what the person wants to reach."""

from django.db import transaction

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import hold_plan
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case, Goal
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.versions import amend


@transaction.atomic
def add_goal(*, case: Case, phase: str, title: str, by: User) -> Goal:
    """Add a goal to a phase of the plan."""
    hold_plan(case, by)
    goal = Goal.objects.create(case=case, phase=phase, title=title)
    note_down(case, Event.GOAL_CREATED, kind=EntryKind.PLAN, by=by, subject=goal, line=title)
    trail.record(Event.GOAL_CREATED, by=by, on=goal, phase=phase)
    return goal


@transaction.atomic
def edit_goal(*, goal: Goal, expected: int, title: str, is_reached: bool, by: User) -> None:
    """Say the goal in other words, or that it is reached."""
    hold_plan(goal.case, by)
    changes = amend(goal, expected=expected, title=title, is_reached=is_reached)
    if not changes:
        return
    note_down(goal.case, Event.GOAL_CHANGED, kind=EntryKind.PLAN, by=by, subject=goal, line=title)
    trail.record(Event.GOAL_CHANGED, by=by, on=goal, changes=changes)
