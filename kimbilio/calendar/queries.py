"""Questions about the calendar: what one person has when, as far as the reader may know it.

Each kind of entry is one query, and each service one; nothing is asked for each entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows, holds
from kimbilio.access.rules import reach_of
from kimbilio.accounts.models import User
from kimbilio.calendar.choices import Kind
from kimbilio.calendar.keys import hash_of
from kimbilio.calendar.models import FeedKey
from kimbilio.care.models import Room
from kimbilio.care.queries import meetings_seen
from kimbilio.care.registry import Meeting
from kimbilio.cases.models import Appointment, Case, FollowUpCall, TakesPart
from kimbilio.cases.queries.my_day import span_of, steps_due, tasks_due
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState

OF_A_CALL = ("due_at", "case__code", "contact__safe_from", "contact__safe_until")  # as it is drawn
MOST = 200  # of one kind in what is shown at once; the page says when there is more


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar: when, what, the codes of cases; nobody's name but a colleague's.

    ``thing`` is what it stands for: a ``Meeting`` of a service, or the row itself. Where ``is_told`` is
    false, the reader may know that the time is taken and nothing else.
    """

    at: datetime
    ends_at: datetime | None  # None: by that moment, or for the whole day
    kind: Kind
    thing: Any
    codes: tuple[str, ...] = ()
    is_told: bool = True
    is_mine: bool = True
    is_off: bool = False  # called off, cancelled
    is_done: bool = False

    @property
    def has_hour(self) -> bool:
        """Whether it is at an hour, and not at any time of a day."""
        return self.kind != Kind.TASK


@dataclass(frozen=True)
class Shown:
    """What was asked for, and whether there was more than can be drawn."""

    entries: list[Entry]
    is_cut: bool


@dataclass(frozen=True)
class Whose:
    """Whose calendar one looks at: one's own, a colleague's, or a room's."""

    user: User | None = None
    room: Room | None = None

    def is_of(self, viewer: User) -> bool:
        """Whether it is the reader's own."""
        return self.room is None and (self.user is None or self.user.pk == viewer.pk)


def colleagues_of(viewer: User) -> QuerySet[User]:
    """Whose calendars ``viewer`` may look at: those of the units that they lead."""
    units = sorted(reach_of(viewer).units)
    theirs = User.objects.filter(is_active=True, memberships__unit__in=units)
    return theirs.exclude(pk=viewer.pk).distinct().order_by("name", "id")


def calendar(viewer: User, whose: Whose, day: date, days: int, *, only: str = "") -> Shown:
    """The entries of some days in their order; ``only`` names a kind of entry or a service."""
    start, end = span_of(day, days)
    parts: list[Iterator[Entry]] = []
    who = whose.user or viewer
    if only not in {Kind.APPOINTMENT, Kind.CALL, Kind.TASK}:
        parts.append(_sessions(meetings_seen(viewer, start, end, of=who, room=whose.room), only))
    if whose.room is None:
        if only in {"", Kind.APPOINTMENT}:
            parts.append(_appointments(viewer, who, start, end))
        if only in {"", Kind.CALL}:
            parts.append(_calls(viewer, who, start, end))
        if only in {"", Kind.TASK}:
            parts += [_tasks(viewer, who, start, end), _steps(viewer, who, start, end)]
    return _in_order(parts)


def feed_entries(user: User, day: date, days: int) -> list[Entry]:
    """What a feed carries: what has an hour, with what was called off; of others nothing."""
    start, end = span_of(day, days)
    sessions = meetings_seen(user, start, end, called_off=True)
    parts = [
        _sessions(sessions, ""),
        _appointments(user, user, start, end, off=True),
        _calls(user, user, start, end),
    ]
    return [one for one in _in_order(parts).entries if one.is_told]


def _in_order(parts: list[Iterator[Entry]]) -> Shown:
    drawn = [list(part) for part in parts]
    found = [entry for part in drawn for entry in part]
    found.sort(key=lambda one: (one.at, one.has_hour, one.thing.pk))
    return Shown(found, is_cut=any(len(part) >= MOST for part in drawn))


def _sessions(found: list[Meeting], only: str) -> Iterator[Entry]:
    for one in found:
        if only in {"", Kind.SESSION, one.kind}:
            yield Entry(
                one.starts_at, one.ends_at, Kind.SESSION, one, codes=one.codes,
                is_told=one.is_told, is_mine=one.is_mine, is_off=one.state == "called_off",
                is_done=one.state == "held",
            )  # fmt: skip


def _appointments(
    viewer: User, who: User, start: datetime, end: datetime, *, off: bool = False
) -> Iterator[Entry]:
    tied = Case.objects.filter(reach_of(viewer).tied(), pk=OuterRef("appointment__case"))
    parts = TakesPart.objects.filter(user=who, starts_at__gte=start, starts_at__lt=end)
    if not off:
        parts = parts.exclude(appointment__state=AppointmentState.CANCELLED)
    parts = parts.annotate(code=Subquery(tied.values("code")[:1])).select_related("appointment")
    for part in parts.order_by("starts_at", "id")[:MOST]:
        entry = _appointment(
            part.appointment, part.code, is_mine=who.pk == viewer.pk, viewer=viewer
        )
        if entry.is_told or not entry.is_mine:  # of a case that is closed to me I know nothing
            yield entry


def _appointment(one: Appointment, code: str | None, *, is_mine: bool, viewer: User) -> Entry:
    if one.case_id is None:
        is_told = is_mine
    else:
        is_open = is_mine or allows(viewer.role, Compartment(one.compartment), Act.VIEW)
        is_told = bool(code) and is_open
    return Entry(
        one.starts_at, one.ends_at, Kind.APPOINTMENT, one,
        codes=(code,) if code and is_told else (), is_told=is_told, is_mine=is_mine,
        is_off=one.state == AppointmentState.CANCELLED, is_done=one.state == AppointmentState.DONE,
    )  # fmt: skip


def _calls(viewer: User, who: User, start: datetime, end: datetime) -> Iterator[Entry]:
    calls = FollowUpCall.objects.open_to(viewer).filter(
        owner=who, state__in=OPEN_CALLS, due_at__gte=start, due_at__lt=end,
        case__closed_at__isnull=True,
    )  # fmt: skip
    shown = calls.select_related("case", "contact").only(*OF_A_CALL)
    for one in shown.order_by("due_at", "id")[:MOST]:
        yield Entry(one.due_at, None, Kind.CALL, one, (one.case.code,), is_mine=who == viewer)


def _tasks(viewer: User, who: User, start: datetime, end: datetime) -> Iterator[Entry]:
    since, until = start.date(), end.date() - timedelta(days=1)
    for one in tasks_due(who, since=since, until=until, most=MOST, viewer=viewer):
        yield _due(one, is_mine=who == viewer)


def _steps(viewer: User, who: User, start: datetime, end: datetime) -> Iterator[Entry]:
    since, until = start.date(), end.date() - timedelta(days=1)
    for one in steps_due(who, since=since, until=until, most=MOST, viewer=viewer):
        yield _due(one, is_mine=who == viewer)


def _due(one: Any, *, is_mine: bool) -> Entry:
    at, _next = span_of(one.due_on, 1)
    codes = (one.case.code,) if one.case else ()
    return Entry(at, None, Kind.TASK, one, codes, is_mine=is_mine)


def active_key_of(user: User) -> FeedKey | None:
    """The key by which the calendar of ``user`` is fetched at present."""
    key: FeedKey | None = FeedKey.objects.filter(user=user, revoked_at=None).first()
    return key


def key_behind(token: str) -> FeedKey | None:
    """The key of this address, if it is in use and so is its account."""
    rows = FeedKey.objects.filter(revoked_at=None, user__is_active=True).select_related("user")
    key: FeedKey | None = rows.filter(token_hash=hash_of(token)).first()
    return key if key and holds(key.user.role, Permission.WORK_ON_CASE) else None
