"""What has to be known before a case closes: what is still open, and what forbids it.

A part that can have something open adds a function to ``LEFTOVERS``; what must not be left behind is urgent.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.cases.choices import Stage
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Appointment, Case, FollowUpCall, Rescue, ResponseClock, Step, Task
from kimbilio.cases.outline import tells_stage, there_are
from kimbilio.cases.plan_choices import OPEN_STATUSES
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState
from kimbilio.partners.choices import Service


@dataclass(frozen=True)
class Leftover:
    """One thing that is still open: a step, a clock, a call. ``words`` may be private."""

    label: Any
    words: str = ""
    due: date | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class OpenRows:
    """Rows of one table that are still open, already cut to what the viewer may see."""

    label: Any
    rows: Any
    day: Any = None  # an expression for the day on which it is due
    is_urgent: bool = False


LEFTOVERS: list[Callable[[Case, User], Iterable[OpenRows]]] = []
NO_DAY = Cast(Value(None), DateField())


def leftovers_of(case: Case, viewer: User) -> list[Leftover]:
    """All that is still open in this case as far as ``viewer`` may know, what is urgent first.

    One query for all the tables, and one for the steps of the plan, which have words.
    """
    kinds = [kind for ask in LEFTOVERS for kind in ask(case, viewer)]
    rows = [
        kind.rows.order_by()
        .annotate(kind_at=Value(at), day=NO_DAY if kind.day is None else kind.day)
        .values_list("kind_at", "day")
        for at, kind in enumerate(kinds)
    ]
    counts = Counter(rows[0].union(*rows[1:], all=True)).items()
    found = [_leftover(kinds[at], count, day) for (at, day), count in sorted(counts, key=_by_day)]
    return sorted([*found, *open_steps(case)], key=lambda leftover: not leftover.is_urgent)


def _by_day(item: tuple[tuple[int, date | None], int]) -> tuple[date, int]:
    at, day = item[0]
    return day or date.max, at


def _leftover(kind: OpenRows, count: int, day: date | None) -> Leftover:
    label = kind.label if count == 1 else f"{kind.label} ({count})"
    return Leftover(label, due=day, is_urgent=kind.is_urgent)


def running_work(case: Case, viewer: User) -> list[OpenRows]:
    """A rescue, limits that still run, calls, appointments and tasks.

    What a call or a task is about stays out: it may be for other eyes than those of who closes.
    """
    clocks = ResponseClock.objects.filter(case=case, met_at=None)
    calls = FollowUpCall.objects.filter(case=case, state__in=OPEN_CALLS)
    meetings = Appointment.objects.filter(case=case, state=AppointmentState.PLANNED)
    due = TruncDate("due_at")
    return [
        OpenRows(
            _("A rescue is under way"), Rescue.objects.filter(case=case, ended_at=None),
            TruncDate("asked_at"), is_urgent=True,
        ),
        *[
            OpenRows(kind.label, clocks.filter(kind=kind), due)
            for kind in ClockKind
            if kind != ClockKind.RESCUE
        ],
        OpenRows(_("Call"), calls, due),
        OpenRows(_("Appointment"), meetings, TruncDate("starts_at")),
        OpenRows(_("Task"), Task.objects.filter(case=case).undone(), F("due_on")),
    ]  # fmt: skip


def open_steps(case: Case) -> list[Leftover]:
    """Steps of the plan that are not done, declined or dropped."""
    steps = Step.objects.filter(case=case, status__in=OPEN_STATUSES).order_by("number")
    return [
        Leftover(_("Step %(number)s") % {"number": step.number}, step.title, step.due_on)
        for step in steps
    ]


LEFTOVERS.append(running_work)

# All other work is done, and what is left of the plan is to look in from time to time.
_looking_in = Step.objects.filter(service=Service.FOLLOW_UP)
_other_work = Step.objects.exclude(service=Service.FOLLOW_UP)
tells_stage(
    Stage.FOLLOW_UP,
    there_are(_looking_in.filter(status__in=OPEN_STATUSES))
    & there_are(_other_work)
    & ~there_are(_other_work.filter(status__in=OPEN_STATUSES)),
)
