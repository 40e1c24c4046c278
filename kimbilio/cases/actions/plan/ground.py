"""What every action on a plan stands on: who may, the plan held still, its links, its people."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.models import Tie
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case, Goal, Step, StepLink
from kimbilio.cases.plan_choices import StepStatus
from kimbilio.cases.plan_errors import CaseIsClosed, NotOnTeam
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput

SETTLED = (StepStatus.DONE, StepStatus.DROPPED)  # nobody has to wait for these any more


def hold_plan(case: Case, by: User, part: Compartment = Compartment.STORY) -> None:
    """Check that ``by`` may change the plan, and let nobody else change it until we are through.

    A service moves its own step on: then ``part`` is the part of the case that the service changes.
    PostgreSQL locks the row of the case; on SQLite the transaction is the only writer anyway.
    """
    require(by, Permission.WORK_ON_CASE, case, compartment=part, act=Act.CHANGE)
    held = Case.objects.select_for_update().filter(pk=case.pk)
    if held.values_list("closed_at", flat=True).get() is not None:
        raise CaseIsClosed


def hold_step(step: Step, by: User, part: Compartment = Compartment.STORY) -> Step:
    """The step as it stands now, in a plan that is held still."""
    hold_plan(step.case, by, part)
    found: Step = Step.objects.select_related("case").get(pk=step.pk)
    return found


def links_of(case: Case) -> list[tuple[UUID, UUID]]:
    """What waits for what in this plan, by key."""
    return list(StepLink.objects.filter(case=case).values_list("step_id", "waits_for_id"))


def next_number(case: Case) -> int:
    """The number of the next step; numbers are never given twice."""
    highest: int | None = Step.objects.filter(case=case).aggregate(n=Max("number"))["n"]
    return (highest or 0) + 1


def next_place(case: Case, phase: str) -> int:
    """The place after the last step of a phase."""
    in_phase = Step.objects.filter(case=case, phase=phase)
    last: int | None = in_phase.aggregate(n=Max("place"))["n"]
    return (last or 0) + 1


def must_be_on_team(case: Case, people: Iterable[User | None], *, by: User, field: str) -> None:
    """Raise ``NotOnTeam`` unless all of ``people`` reach this case; oneself always does here."""
    named = {person.pk for person in people if person is not None and person.pk != by.pk}
    if not named:
        return
    ties = Tie.objects.live().filter(case=case, user__in=named, user__is_active=True)
    if set(ties.values_list("user_id", flat=True)) != named:
        raise NotOnTeam(field=field)


def must_be_in_phase(case: Case, goal: Goal | None, phase: str) -> None:
    """Raise unless the goal belongs to this case and phase."""
    if goal is not None and (goal.case_id != case.pk or goal.phase != phase):
        raise BadInput(_("This goal belongs to another phase."), field="goal")


def write_down(step: Step, event: Event, *, by: User, line: str = "") -> None:
    """One entry of the timeline about a step: its number and title, then ``line``."""
    words = f"{step.number}. {step.title}"
    note_down(
        step.case,
        event,
        kind=EntryKind.PLAN,
        by=by,
        subject=step,
        line=f"{words}\n{line}" if line else words,
    )
