"""What has to be known before a case closes: what is still open, and what forbids it.

A part that has something open adds a function to ``LEFTOVERS``; what must not be left behind is urgent.
A part with follow-up calls still to come adds its question to ``FOLLOW_UPS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Case, Rescue, ResponseClock, Step
from kimbilio.cases.outline import tells_stage
from kimbilio.cases.plan_choices import OPEN_STATUSES, Service


@dataclass(frozen=True)
class Leftover:
    """One thing that is still open: a step, a clock, a call. ``words`` may be private."""

    label: Any
    words: str = ""
    due: date | datetime | None = None
    is_urgent: bool = False


LEFTOVERS: list[Callable[[Case], list[Leftover]]] = []
FOLLOW_UPS: list[Callable[[Case], bool]] = []


def leftovers_of(case: Case) -> list[Leftover]:
    """All that is still open in this case, what is urgent first."""
    found = [leftover for ask in LEFTOVERS for leftover in ask(case)]
    return sorted(found, key=lambda leftover: not leftover.is_urgent)


def running_rescue(case: Case) -> list[Leftover]:
    """A rescue that has not ended keeps the file open."""
    if Rescue.objects.filter(case=case, ended_at=None).exists():
        return [Leftover(_("A rescue is under way"), is_urgent=True)]
    return []


def running_clocks(case: Case) -> list[Leftover]:
    """Limits that still run."""
    running = ResponseClock.objects.filter(case=case, met_at=None).order_by("due_at")
    return [Leftover(clock.get_kind_display(), due=clock.due_at) for clock in running]


def open_steps(case: Case) -> list[Leftover]:
    """Steps of the plan that are not done, declined or dropped."""
    steps = Step.objects.filter(case=case, status__in=OPEN_STATUSES).order_by("number")
    return [
        Leftover(_("Step %(number)s") % {"number": step.number}, step.title, step.due_on)
        for step in steps
    ]


def only_follow_up_remains(case: Case) -> bool:
    """All other work is done, and somebody still calls from time to time."""
    steps = Step.objects.filter(case=case)
    still_open = set(steps.filter(status__in=OPEN_STATUSES).values_list("service", flat=True))
    if still_open:
        return (
            still_open == {Service.FOLLOW_UP.value} and steps.exclude(service="follow_up").exists()
        )
    return bool(FOLLOW_UPS) and steps.exists() and any(ask(case) for ask in FOLLOW_UPS)


LEFTOVERS.extend([running_rescue, running_clocks, open_steps])
tells_stage(Stage.FOLLOW_UP, only_follow_up_remains)
