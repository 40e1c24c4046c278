"""How the rows of My day are drawn: which action comes first, what the safe line says."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.matrix import allows
from kimbilio.accounts.models import User
from kimbilio.care.registry import Meeting
from kimbilio.cases.actions.calls import CALL_BACK_IN
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Appointment, FollowUpCall, ResponseClock, Task
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.people.choices import BestWay
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import Way, safe_to_use

WAYS = {
    BestWay.CALL: "i-phone",
    BestWay.SMS: "i-message",
    BestWay.WHATSAPP: "i-brand-whatsapp",
    BestWay.WHATSAPP_VOICE: "i-brand-whatsapp",
    BestWay.IN_PERSON: "i-map-pin",
    BestWay.THROUGH_OTHER: "i-users",
}
KINDS = {
    AppointmentKind.VISIT: ("i-map-pin", "leaf"),
    AppointmentKind.SESSION: ("i-plant-2", "plum"),
    AppointmentKind.COURT: ("i-scale", "sky"),
    AppointmentKind.MEETING: ("i-users", "honey"),
    AppointmentKind.MEDICAL: ("i-stethoscope", "sky"),
    AppointmentKind.OTHER: ("i-calendar", "leaf"),
}
SHORTEST_REST, LONGEST_REST = timedelta(minutes=30), timedelta(minutes=120)


@dataclass(frozen=True)
class ClockLine:
    """One limit that runs, with what to do about it."""

    clock: ResponseClock

    @property
    def what(self) -> str:
        """What has to happen."""
        return str(ClockKind(self.clock.kind).label)

    @property
    def action(self) -> tuple[str, str]:
        """The words and the address of the main button."""
        case, kind = self.clock.case, self.clock.kind
        if kind == ClockKind.RESCUE:
            return _("Decide"), _address("cases:rescue", case.code)
        if kind == ClockKind.FIRST_CONTACT:
            return _("Log contact"), _address("cases:call", case.code)
        if kind == ClockKind.ASSESSMENT:
            return _("Assess"), _address("cases:story", case.code)
        words = _("Decide") if kind == ClockKind.DECISION else _("Open")
        return words, case.get_absolute_url()


@dataclass(frozen=True)
class CallLine:
    """One call to make."""

    call: FollowUpCall

    @property
    def contact(self) -> ContactPoint | None:
        """The number it uses."""
        return self.call.contact

    @property
    def icon(self) -> str:
        """The way they asked for."""
        return WAYS[BestWay(self.contact.best_way)] if self.contact else "i-phone"

    @property
    def hours(self) -> str:
        """The safe hours as short as they can be said, such as ``10-12``."""
        if self.contact is None or self.contact.safe_from is None:
            return ""
        assert self.contact.safe_until is not None
        return f"{_short(self.contact.safe_from)}–{_short(self.contact.safe_until)}"

    @property
    def is_safe_now(self) -> bool:
        """Whether one may call at this moment."""
        return self.contact is not None and bool(safe_to_use(self.contact, Way.CALL))

    @property
    def is_late(self) -> bool:
        """Whether it was for an earlier day."""
        return timezone.localdate(self.call.due_at) < timezone.localdate()


@dataclass(frozen=True)
class Slot:
    """One line of the agenda: an appointment, a session of a service, a free stretch, or this moment."""

    at: datetime
    appointment: Appointment | None = None
    care: Meeting | None = None
    rest: int = 0
    is_now: bool = False
    viewer_role: str = ""

    @property
    def icon(self) -> str:
        """The kind as a sign."""
        return KINDS[AppointmentKind(self.appointment.kind)][0] if self.appointment else ""

    @property
    def tone(self) -> str:
        """The kind as a colour; the word stands beside it."""
        return KINDS[AppointmentKind(self.appointment.kind)][1] if self.appointment else ""

    @property
    def ends_at(self) -> datetime:
        """When the appointment or session is over."""
        held = self.appointment or self.care
        return held.ends_at if held else self.at

    @property
    def shows_words(self) -> bool:
        """Whether the viewer may read more than that it takes place."""
        meeting = self.appointment
        return meeting is not None and sees_words(meeting, self.viewer_role)

    @property
    def shows_place(self) -> bool:
        """Places are whereabouts."""
        meeting = self.appointment
        return meeting is not None and sees_place(meeting, self.viewer_role)

    @property
    def href(self) -> str:
        """Its own page."""
        return address_of(self.appointment) if self.appointment else ""


def sees_words(meeting: Appointment, role: str) -> bool:
    """Whether ``role`` may read what a meeting it takes part in is about."""
    if meeting.case_id is None:
        return True
    return allows(role, Compartment(meeting.compartment), Act.VIEW)


def sees_place(meeting: Appointment, role: str) -> bool:
    """Whether ``role`` may read where it takes place."""
    return meeting.case_id is None or allows(role, Compartment.WHEREABOUTS, Act.VIEW)


def meeting_slots(
    appointments: list[Appointment], sessions: list[Meeting], *, user: User
) -> list[Slot]:
    """Appointments and sessions of services as lines, in the order of their hours."""
    lines = [Slot(one.starts_at, appointment=one, viewer_role=user.role) for one in appointments]
    lines += [Slot(one.starts_at, care=one) for one in sessions]
    return sorted(lines, key=lambda slot: slot.at)


def slots(
    appointments: list[Appointment],
    *,
    now: datetime,
    user: User,
    sessions: list[Meeting] | None = None,
) -> list[Slot]:
    """The agenda with this moment in its place and the rests between."""
    lines: list[Slot] = []
    shown_now = False
    free_from: datetime | None = None
    for slot in meeting_slots(appointments, sessions or [], user=user):
        if not shown_now and slot.at > now:
            lines.append(Slot(now, is_now=True))
            shown_now = True
        if free_from and SHORTEST_REST <= slot.at - free_from <= LONGEST_REST:
            minutes = int((slot.at - free_from).total_seconds() // 60)
            lines.append(Slot(free_from, rest=minutes))
        lines.append(slot)
        free_from = max(free_from or slot.ends_at, slot.ends_at)
    if not shown_now:
        lines.append(Slot(now, is_now=True))
    return lines


def address_of(thing: Appointment | Task | FollowUpCall) -> str:
    """The page of a task, a call or an appointment: in its case's file, or in one's own day."""
    name = {Appointment: "appointment", Task: "task", FollowUpCall: "follow_up"}[type(thing)]
    if thing.case is None:
        return reverse(f"day:{name}", args=[thing.pk])
    return reverse(f"cases:{name}", args=[thing.case.code, thing.pk])


def call_back_limit() -> timedelta:
    """Within how long a dropped call is returned."""
    return CALL_BACK_IN


def greeting(now: datetime, user: User) -> str:
    """Good morning until noon, good afternoon until five, then good evening."""
    hour = timezone.localtime(now).hour
    name: dict[str, Any] = {"name": user.first_name}
    if hour < 12:
        return _("Good morning, %(name)s") % name
    return (_("Good afternoon, %(name)s") if hour < 17 else _("Good evening, %(name)s")) % name


def _address(name: str, code: str) -> str:
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return reverse("cases:file", args=[code])


def _short(moment: time) -> str:
    return f"{moment:%H:%M}" if moment.minute else f"{moment.hour}"
