"""Booking sessions, one or a series, alone or as a group; moving them, and saying who came."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, check_span, hold_still, refuse_clashes
from kimbilio.care.choices import WAS_THERE, Presence, SessionState
from kimbilio.care.errors import SessionIsOver
from kimbilio.care.models import Room
from kimbilio.care.telling import tell
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.labels import label
from kimbilio.cases.outline import refresh_outline
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.versions import amend
from kimbilio.partners.choices import Service
from kimbilio.therapy.actions.episodes import require_open, require_therapist
from kimbilio.therapy.choices import WITHOUT_ROOM, SessionKind
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode, TherapySession

MOST_WEEKS = 26
FURTHEST = timedelta(days=400)


@transaction.atomic
def book_session(
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    room: Room | None = None,
    episodes: Sequence[TherapyEpisode] = (),
    title: str = "",
    places: int = 1,
    weeks: int = 1,
) -> list[TherapySession]:
    """Book one session, or the same hour for several weeks: all of them, or none.

    Raises ``DoubleBooked`` if the room, the therapist or a person is in another session then.
    """
    require(by, Permission.GIVE_THERAPY)
    for episode in episodes:
        require_open(episode, by)
    _check_kind(kind, room, episodes, title, places)
    check_span(starts_at, ends_at)
    _check_ahead(starts_at)
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(_("At most 26 weeks at once."), field="weeks")
    cases = [episode.case_id for episode in episodes]
    hold_still(held_by=by, room=room, cases=cases)
    series = new_id() if weeks > 1 else None
    made = [
        _book_one(kind, _weeks_on(starts_at, week), _weeks_on(ends_at, week), by=by, room=room,
                  episodes=episodes, title=title, places=places, series=series)
        for week in range(weeks)
    ]  # fmt: skip
    _tell_cases(made, episodes, by)
    return made


def _book_one(
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    room: Room | None,
    episodes: Sequence[TherapyEpisode],
    **rest: Any,
) -> TherapySession:
    cases = [episode.case_id for episode in episodes]
    refuse_clashes(starts_at=starts_at, ends_at=ends_at, held_by=by, room=room, cases=cases)
    session = TherapySession.objects.create(
        kind=kind, starts_at=starts_at, ends_at=ends_at, room=room, held_by=by, **rest
    )
    TherapyAttendance.objects.bulk_create(
        [TherapyAttendance(session=session, episode=one, case=one.case) for one in episodes]
    )
    trail.record(Event.CARE_SESSION_BOOKED, by=by, on=session, kind=kind, people=len(cases))
    return session


def _tell_cases(made: list[TherapySession], episodes: Sequence[TherapyEpisode], by: User) -> None:
    """One line for each person, however many weeks were booked."""
    line = label(SessionKind(made[0].kind))
    for episode in episodes:
        tell(episode, Event.CARE_SESSION_BOOKED, by=by, line=line, sessions=len(made))


@transaction.atomic
def move_session(
    *,
    session: TherapySession,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None,
    by: User,
    expected: int | None = None,
) -> None:
    """Meet at another time or in another room."""
    _require_own(session, by)
    check_span(starts_at, ends_at)
    _check_ahead(starts_at)
    people = list(session.attendances.exclude(presence=Presence.EXCUSED).select_related("case"))
    _check_room(session.kind, room, max(session.places, len(people)))
    cases = [one.case_id for one in people]
    hold_still(held_by=session.held_by, room=room, cases=cases)
    refuse_clashes(
        starts_at=starts_at, ends_at=ends_at, held_by=session.held_by, room=room, cases=cases,
        but=session,
    )  # fmt: skip
    changes = amend(session, expected=expected, starts_at=starts_at, ends_at=ends_at, room=room)
    if changes:
        trail.record(Event.CARE_SESSION_MOVED, by=by, on=session, changes=changes)
        for one in people:
            tell(one, Event.CARE_SESSION_MOVED, by=by, line=label(SessionKind(session.kind)))


@transaction.atomic
def call_off_session(*, session: TherapySession, by: User, expected: int | None = None) -> None:
    """It does not take place; room and hour are free again."""
    _require_own(session, by)
    amend(session, expected=expected, state=SessionState.CALLED_OFF)
    trail.record(Event.CARE_SESSION_CALLED_OFF, by=by, on=session)
    for one in session.attendances.select_related("case"):
        tell(one, Event.CARE_SESSION_CALLED_OFF, by=by, line=label(SessionKind(session.kind)))


@transaction.atomic
def join_session(
    *, session: TherapySession, episode: TherapyEpisode, by: User
) -> TherapyAttendance:
    """Let one more person come to a group that has a place left."""
    _require_own(session, by)
    require_open(episode, by)
    hold_still(held_by=session.held_by, room=session.room, cases=[episode.case_id])
    coming = session.attendances.exclude(presence=Presence.EXCUSED)
    if coming.count() >= session.places:
        raise BadInput(_("No place is left in this session."), field="episode")
    if session.attendances.filter(case=episode.case_id).exists():
        raise BadInput(_("This person is in the session already."), field="episode")
    refuse_clashes(
        starts_at=session.starts_at, ends_at=session.ends_at, held_by=session.held_by,
        room=session.room, cases=[episode.case_id], but=session,
    )  # fmt: skip
    made: TherapyAttendance = TherapyAttendance.objects.create(
        session=session, episode=episode, case=episode.case
    )
    tell(made, Event.CARE_SESSION_BOOKED, by=by, line=label(SessionKind(session.kind)))
    return made


@transaction.atomic
def record_presence(
    *,
    attendance: TherapyAttendance,
    presence: str,
    by: User,
    team_line: str = "",
    expected: int | None = None,
) -> None:
    """Say whether the person came. The first time they did, therapy has begun."""
    session: TherapySession = attendance.session
    require_therapist(by, attendance.case)
    if session.held_by_id != by.pk:
        raise NotAllowed
    if session.state == SessionState.CALLED_OFF:
        raise SessionIsOver
    if presence not in Presence.values or presence == Presence.EXPECTED:
        raise BadInput(_("Say whether the person came."), field="presence")
    if not session.is_over and presence != Presence.EXCUSED:
        raise BadInput(_("This session is still to come."), field="presence")
    if not amend(attendance, expected=expected, presence=presence, team_line=team_line):
        return
    _close_when_all_are_known(session)
    line = f"{label(SessionKind(session.kind))}: {label(Presence(presence))}"
    tell(attendance, Event.CARE_ATTENDANCE, by=by, line=line, at=_when(session), presence=presence)
    if presence in WAS_THERE:
        was_in_contact(attendance.case, session.starts_at)
        if begin(attendance.episode, session.starts_at, by=by):
            tell(attendance.episode, Event.CARE_STARTED, by=by, line=label(Service.THERAPY))


def _close_when_all_are_known(session: TherapySession) -> None:
    """A session took place once it began and nobody's coming is open; one to which the only person
    said no before is called off, and its hour is free. A group may still be joined."""
    open_ones = session.attendances.filter(presence=Presence.EXPECTED)
    if not session.is_planned or open_ones.exists():
        return
    if session.is_over or session.kind != SessionKind.GROUP:
        amend(session, state=SessionState.HELD if session.is_over else SessionState.CALLED_OFF)
        for case in {one.case for one in session.attendances.select_related("case")}:
            refresh_outline(case)


def _when(session: TherapySession) -> datetime:
    return min(session.starts_at, timezone.now())


def _require_own(session: TherapySession, by: User) -> None:
    """Sessions are moved and called off by who holds them, while they are still to come or open."""
    require(by, Permission.GIVE_THERAPY)
    if session.held_by_id != by.pk:
        raise NotAllowed
    if not session.is_planned:
        raise SessionIsOver


def _check_kind(
    kind: str, room: Room | None, episodes: Sequence[TherapyEpisode], title: str, places: int
) -> None:
    if kind not in SessionKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    people: set[UUID] = {episode.case_id for episode in episodes}
    if kind == SessionKind.GROUP:
        if not title.strip():
            raise BadInput(
                _("Give the group a name that says nothing of who comes."), field="title"
            )
        if not 2 <= places <= 40:
            raise BadInput(_("A group has 2 to 40 places."), field="places")
        if len(people) > places:
            raise BadInput(_("More people than places."), field="episodes")
    elif len(people) != 1:
        raise BadInput(_("Choose one person; a group may have more."), field="episodes")
    _check_room(kind, room, places if kind == SessionKind.GROUP else 1)


def _check_room(kind: str, room: Room | None, people: int) -> None:
    if kind in WITHOUT_ROOM:
        if room is not None:
            raise BadInput(_("A session by phone needs no room."), field="room")
        return
    if room is None:
        raise BadInput(_("Choose a room."), field="room")
    if not room.is_active:
        raise BadInput(_("This room is not in use any more."), field="room")
    if people > room.places:
        raise BadInput(_("The room has too few places."), field="room")


def _check_ahead(starts_at: datetime) -> None:
    if not timezone.now() - timedelta(days=31) < starts_at < timezone.now() + FURTHEST:
        raise BadInput(_("Choose a day of the last month or the coming year."), field="starts_at")


def on_another_day(session: TherapySession, day: date) -> tuple[datetime, datetime]:
    """When it would begin and end at the same hour of the clock here on ``day``."""
    local = timezone.localtime(session.starts_at)
    begins = timezone.make_aware(datetime.combine(day, local.time()))
    return begins, begins + (session.ends_at - session.starts_at)


def _weeks_on(moment: datetime, weeks: int) -> datetime:
    """The same hour of the clock here, some weeks later."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(local + timedelta(weeks=weeks))
