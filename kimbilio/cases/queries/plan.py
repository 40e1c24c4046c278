"""Reading plans: the whole plan of a case for drawing, a summary, what to ask again, ready sets."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, Goal, ReadySet, Step, StepLink, WishEntry
from kimbilio.cases.plan_choices import MOVES, Phase, StepStatus
from kimbilio.cases.plan_graph import dependents


class State(StrEnum):
    """How a step is drawn. Each has a shape, a colour and a word."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    WAITING = "waiting"  # nothing to do yet, or something comes first
    PARKED = "parked"
    BROKEN = "broken"  # declined or failed
    DROPPED = "dropped"


def state_of(step: Step, today: date) -> State:
    """The one state in which a step is drawn. Parked goes before late."""
    if step.status == StepStatus.DONE:
        return State.DONE
    if step.status == StepStatus.DROPPED:
        return State.DROPPED
    if step.is_broken:
        return State.BROKEN
    if step.is_parked:
        return State.PARKED
    if step.is_late(today):
        return State.LATE
    return State.NOW if step.status == StepStatus.STARTED else State.WAITING


@dataclass
class PlanStep:
    """One step with all that is drawn about it, so that a template asks nothing."""

    step: Step
    state: State
    today: date
    waits_for: list["PlanStep"] = field(default_factory=list)  # all its links
    blocked_by: list["PlanStep"] = field(default_factory=list)  # those that still hold it up
    followers: list["PlanStep"] = field(default_factory=list)  # what waits for it directly
    blocks: list["PlanStep"] = field(default_factory=list)  # open steps, also through others
    wishes: list[WishEntry] = field(default_factory=list)  # oldest first
    replaced_by: "PlanStep | None" = None

    def __getattr__(self, name: str) -> Any:
        """Everything else is the step's own."""
        if name == "step":
            raise AttributeError(name)
        return getattr(self.step, name)

    @property
    def number(self) -> int:
        """The number people say."""
        return self.step.number

    @property
    def last_wish(self) -> WishEntry | None:
        """The answer that counts today."""
        return self.wishes[-1] if self.wishes else None

    @property
    def days_late(self) -> int:
        """How many days after its day, or 0."""
        if self.state is not State.LATE or self.step.due_on is None:
            return 0
        return (self.today - self.step.due_on).days

    @property
    def moves(self) -> tuple[StepStatus, ...]:
        """Where it may go from here."""
        return MOVES[StepStatus(self.step.status)]

    @property
    def can_start(self) -> bool:
        """Whether nothing but a missing wish stands in its way; the action asks again."""
        return self.step.status == StepStatus.PLANNED and not (
            self.blocked_by or self.step.is_parked
        )

    @property
    def is_set_aside(self) -> bool:
        """Whether it left the path: not needed, or another step took its place."""
        return self.state is State.DROPPED or self.replaced_by is not None


@dataclass
class PlanPhase:
    """One phase: its steps on the path in their order, those set aside, and its goals."""

    phase: Phase
    steps: list[PlanStep]
    set_aside: list[PlanStep]
    goals: list[Goal]

    @cached_property
    def counted(self) -> list[PlanStep]:
        """The steps that count; parked ones rest."""
        return [step for step in self.steps if step.state is not State.PARKED]

    @cached_property
    def done(self) -> int:
        """How many are done."""
        return sum(step.state is State.DONE for step in self.steps)

    @property
    def parked(self) -> int:
        """How many rest because of the person's wish."""
        return sum(step.state is State.PARKED for step in self.steps)

    @property
    def is_finished(self) -> bool:
        """Whether all of it is done, so that a list may fold it."""
        return bool(self.steps) and all(step.state is State.DONE for step in self.steps)

    @property
    def since(self) -> date | None:
        """The day on which the first step was begun."""
        begun = [step.step.started_at for step in self.steps if step.step.started_at]
        return timezone.localdate(min(begun)) if begun else None


@dataclass
class Plan:
    """The plan of one case, read in four queries."""

    phases: list[PlanPhase]
    by_number: dict[int, PlanStep]

    @cached_property
    def steps(self) -> list[PlanStep]:
        """The steps on the path, phase by phase."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever planned."""
        return not self.by_number and not any(phase.goals for phase in self.phases)

    @cached_property
    def current(self) -> PlanPhase | None:
        """The phase we are in: the first with something open that is not parked."""
        active = (State.NOW, State.LATE, State.WAITING, State.BROKEN)
        return next(
            (phase for phase in self.phases if any(s.state in active for s in phase.steps)), None
        )

    @property
    def broken(self) -> list[PlanStep]:
        """Declined or failed steps that hold others up: they need another way."""
        return [step for step in self.steps if step.state is State.BROKEN and step.blocks]

    def in_state(self, *states: State) -> list[PlanStep]:
        """The steps on the path in these states."""
        return [step for step in self.steps if step.state in states]

    @cached_property
    def coming(self) -> list[PlanStep]:
        """The three steps a card shows: what is next, then what is to be asked again."""
        parked = [step for step in self.in_state(State.PARKED) if step.step.ask_again_on]
        return [*self.next_steps, *parked][:3]

    @cached_property
    def next_steps(self) -> list[PlanStep]:
        """What to do next: late, under way, then what is free to start; the earliest day first."""
        free = [s for s in self.steps if s.state in (State.LATE, State.NOW, State.WAITING)
                and not s.blocked_by]  # fmt: skip
        order = {State.LATE: 0, State.NOW: 1, State.WAITING: 2}
        return sorted(free, key=lambda s: (order[s.state], s.step.due_on or date.max, s.number))


def plan_of(case: Case) -> Plan:
    """The whole plan of ``case``. Whoever asks has already been let into its story."""
    today = timezone.localdate()
    rows = list(
        Step.objects.filter(case=case)
        .select_related("owner", "asks", "ended_by")
        .order_by("place", "number")
    )
    links = list(StepLink.objects.filter(case=case).values_list("step_id", "waits_for_id"))
    wishes: dict[Any, list[WishEntry]] = defaultdict(list)
    for wish in WishEntry.objects.filter(case=case).order_by("at", "id"):
        wishes[wish.step_id].append(wish)
    goals = list(Goal.objects.filter(case=case).order_by("id"))

    steps = {
        row.pk: PlanStep(row, state_of(row, today), today, wishes=wishes[row.pk]) for row in rows
    }
    for step_key, awaited_key in links:
        step, awaited = steps[step_key], steps[awaited_key]
        step.waits_for.append(awaited)
        awaited.followers.append(step)
    for each in steps.values():
        each.waits_for.sort(key=lambda other: other.number)
        each.blocked_by = [
            other for other in each.waits_for if other.state not in (State.DONE, State.DROPPED)
        ]
        if each.followers:
            waiting = (steps[key] for key in dependents(links, each.step.pk))
            each.blocks = sorted(
                (other for other in waiting if other.step.is_open), key=lambda s: s.number
            )
    return _whole(steps, goals)


def plan_at_a_glance(case: Case) -> Plan:
    """The plan without links, wishes' words and goals, for a card: one query."""
    today = timezone.localdate()
    rows = Step.objects.filter(case=case).order_by("place", "number")
    return _whole({row.pk: PlanStep(row, state_of(row, today), today) for row in rows}, [])


def _whole(steps: dict[Any, PlanStep], goals: list[Goal]) -> Plan:
    for each in steps.values():
        if each.step.replaces_id in steps:
            steps[each.step.replaces_id].replaced_by = each
    return Plan(_phases(steps.values(), goals), {each.number: each for each in steps.values()})


def _phases(steps: Any, goals: list[Goal]) -> list[PlanPhase]:
    on_path: dict[str, list[PlanStep]] = defaultdict(list)
    aside: dict[str, list[PlanStep]] = defaultdict(list)
    for step in steps:
        (aside if step.is_set_aside else on_path)[step.step.phase].append(step)
    return [
        PlanPhase(
            phase,
            on_path[phase],
            aside[phase],
            [goal for goal in goals if goal.phase == phase],
        )
        for phase in Phase
    ]


def to_ask_again(viewer: User, *, until: date) -> QuerySet[Step]:
    """Steps on which ``viewer`` promised to ask again by that day; the earliest first."""
    steps: QuerySet[Step] = Step.objects.open_to(viewer).filter(
        asks=viewer, ask_again_on__lte=until, case__closed_at__isnull=True
    )
    return steps.select_related("case").order_by("ask_again_on", "id")


def own_steps(viewer: User, *, until: date) -> QuerySet[Step]:
    """Steps that ``viewer`` owns and that are due by that day, late ones too; none that is parked."""
    steps: QuerySet[Step] = Step.objects.active().open_to(viewer)
    steps = steps.filter(owner=viewer, due_on__lte=until, case__closed_at__isnull=True)
    return steps.select_related("case").order_by("due_on", "id")


def ready_sets() -> QuerySet[ReadySet]:
    """The sets a plan may start from."""
    return ReadySet.objects.filter(is_active=True)


def all_ready_sets() -> QuerySet[ReadySet]:
    """Every set, also those not offered, with how many steps it has."""
    return ReadySet.objects.annotate(size=Count("steps"))
