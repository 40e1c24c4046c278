"""What has to be known before a case closes: what is still open, and what forbids it.

A part that has something open adds a function to ``LEFTOVERS``; what must not be left behind is urgent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

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


LEFTOVERS: list[Callable[[Case], list[Leftover]]] = []


def leftovers_of(case: Case) -> list[Leftover]:
    """All that is still open in this case, what is urgent first."""
    found = [leftover for ask in LEFTOVERS for leftover in ask(case)]
    return sorted(found, key=lambda leftover: not leftover.is_urgent)


WORDS = {
    "rescue": _("A rescue is under way"),
    "call": _("Call"),
    "meeting": _("Appointment"),
    "task": _("Task"),
    **{kind.value: kind.label for kind in ClockKind if kind != ClockKind.RESCUE},
}


def running_work(case: Case) -> list[Leftover]:
    """A rescue, limits that still run, calls, appointments and tasks: one query for all.

    What a call or a task is about stays out: it may be for other eyes than those of who closes.
    """
    clocks = ResponseClock.objects.filter(case=case, met_at=None).exclude(kind=ClockKind.RESCUE)
    parts = [
        _dated("rescue", Rescue.objects.filter(case=case, ended_at=None), TruncDate("asked_at")),
        clocks.order_by().annotate(what=F("kind"), day=TruncDate("due_at")),
        _dated(
            "call",
            FollowUpCall.objects.filter(case=case, state__in=OPEN_CALLS),
            TruncDate("due_at"),
        ),
        _dated(
            "meeting",
            Appointment.objects.filter(case=case, state=AppointmentState.PLANNED),
            TruncDate("starts_at"),
        ),
        _dated("task", Task.objects.filter(case=case).undone(), F("due_on")),
    ]
    rows = [part.values_list("what", "day") for part in parts]
    found = sorted(rows[0].union(*rows[1:], all=True), key=lambda row: row[1])
    return [Leftover(WORDS[what], due=day, is_urgent=what == "rescue") for what, day in found]


def _dated(what: str, rows: Any, day: Any) -> Any:
    return rows.order_by().annotate(what=Value(what, output_field=CharField()), day=day)


def open_steps(case: Case) -> list[Leftover]:
    """Steps of the plan that are not done, declined or dropped."""
    steps = Step.objects.filter(case=case, status__in=OPEN_STATUSES).order_by("number")
    return [
        Leftover(_("Step %(number)s") % {"number": step.number}, step.title, step.due_on)
        for step in steps
    ]


LEFTOVERS.extend([running_work, open_steps])

# All other work is done, and what is left of the plan is to look in from time to time.
_looking_in = Step.objects.filter(service=Service.FOLLOW_UP)
_other_work = Step.objects.exclude(service=Service.FOLLOW_UP)
tells_stage(
    Stage.FOLLOW_UP,
    there_are(_looking_in.filter(status__in=OPEN_STATUSES))
    & there_are(_other_work)
    & ~there_are(_other_work.filter(status__in=OPEN_STATUSES)),
)
