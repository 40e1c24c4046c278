"""The work that a synthetic case has before it: clocks, calls, tasks, appointments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db import models

from kimbilio.access.choices import Compartment
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import (
    Appointment,
    Case,
    FollowUpCall,
    ResponseClock,
    TakesPart,
    Task,
)
from kimbilio.cases.work_choices import AppointmentKind, CallState
from kimbilio.people.models import ContactPoint

PURPOSES = ("How the week went", "School", "The new room", "")
TASKS = ("Copy of the birth record", "Transport money", "Write to the school", "Find a bed net")
KINDS = (AppointmentKind.VISIT, AppointmentKind.SESSION, AppointmentKind.MEETING)


class Work:
    """Draws work around ``now``; what is due at ``case.next_due_at`` is one of the calls."""

    def __init__(self, random: Random, now: datetime) -> None:
        self.random, self.now = random, now

    def of(self, case: Case, contact: ContactPoint) -> Iterator[models.Model]:
        """Everything planned for one case, with the calls that were made."""
        if not case.is_open:
            yield self._call(case, contact, case.closed_at or self.now, CallState.REACHED)
            return
        yield self._call(case, contact, case.next_due_at, CallState.PLANNED)
        if self.random.random() < 0.2:
            yield self._clock(case)
        if self.random.random() < 0.4:
            due_on = (self.now + timedelta(days=self.random.randrange(-5, 20))).date()
            yield Task(
                case=case, compartment=Compartment.STORY, title=self.random.choice(TASKS),
                owner=case.lead, given_by=case.lead, due_on=due_on,
            )  # fmt: skip
        if self.random.random() < 0.3:
            yield from self._appointment(case)

    def _call(
        self, case: Case, contact: ContactPoint, at: datetime, state: CallState
    ) -> FollowUpCall:
        is_over = state == CallState.REACHED
        return FollowUpCall(
            case=case, due_at=at, contact=contact, owner=case.lead, state=state,
            purpose=self.random.choice(PURPOSES), ended_at=at if is_over else None,
        )  # fmt: skip

    def _clock(self, case: Case) -> ResponseClock:
        limit = timedelta(hours=self.random.choice((24, 72, 168)))
        return ResponseClock(
            case=case, kind=ClockKind.ASSESSMENT, started_at=case.next_due_at - limit,
            due_at=case.next_due_at, escalated_at=self.now,
        )  # fmt: skip

    def _appointment(self, case: Case) -> Iterator[models.Model]:
        minutes = 30 * self.random.randrange(-3 * 48, 14 * 48)
        starts_at = self.now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
        appointment = Appointment(
            case=case, kind=self.random.choice(KINDS), owner=case.lead, place="At the house",
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        )  # fmt: skip
        yield appointment
        yield TakesPart(appointment=appointment, user=case.lead, starts_at=starts_at)
