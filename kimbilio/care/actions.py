"""What every service does alike: keep rooms, hold a time still while it is booked, see a person."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.errors import DoubleBooked, EpisodeIsOver
from kimbilio.care.models import Episode, Room, Session
from kimbilio.care.registry import all_services
from kimbilio.cases.actions.plan.states import finish_step, start_step
from kimbilio.cases.models import Case
from kimbilio.cases.plan_choices import StepStatus
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend

LONGEST = timedelta(hours=8)


@transaction.atomic
def save_room(
    *,
    room: Room | None,
    name: str,
    kind: str,
    places: int,
    is_active: bool,
    by: User,
    expected: int | None = None,
) -> Room:
    """Add a room or change one. A room out of use keeps the sessions that were booked."""
    require(by, Permission.MANAGE_SETTINGS)
    others = Room.objects.exclude(pk=room.pk) if room else Room.objects.all()
    if others.filter(name__iexact=name).exists():
        raise BadInput(_("There is a room of this name already."), field="name")
    if places < 1:
        raise BadInput(_("A room has at least one place."), field="places")
    values = {"name": name, "kind": kind, "places": places, "is_active": is_active}
    if room is None:
        room = Room.objects.create(**values)
        trail.record(Event.ROOM_CHANGED, by=by, on=room)
    elif changes := amend(room, expected=expected, **values):
        trail.record(Event.ROOM_CHANGED, by=by, on=room, changes=changes)
    return room


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    """Raise ``BadInput`` unless a session can last so long."""
    if ends_at <= starts_at:
        raise BadInput(_("The end comes before the beginning."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise BadInput(_("A session lasts eight hours at most."), field="ends_at")


def hold_still(*, held_by: User, room: Room | None, cases: Iterable[UUID] = ()) -> None:
    """Let nobody else book these until we are through; to be called before ``refuse_clashes``.

    Always colleague, room, cases: two bookings that meet wait for one another and never in a
    circle. On SQLite the transaction is the only writer anyway.
    """
    for rows, keys in (
        (User.objects, [held_by.pk]),
        (Room.objects, [room.pk] if room else []),
        (Case.objects, sorted(cases)),
    ):
        if keys:
            held = rows.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
            list(held.values_list("pk", flat=True))


def hold_open(episode: Episode) -> None:
    """Let nobody else write on this episode until we are through; raise if it ended meanwhile."""
    row = type(episode)._base_manager.select_for_update(no_key=True).filter(pk=episode.pk)
    if row.values_list("ended_at", flat=True).get() is not None:
        raise EpisodeIsOver


def refuse_clashes(
    *,
    starts_at: datetime,
    ends_at: datetime,
    held_by: User,
    room: Room | None,
    cases: Iterable[UUID] = (),
    but: Session | None = None,
) -> None:
    """Raise ``DoubleBooked`` if a session of any service has the colleague, the room or a person."""
    wanted = set(cases)
    mine = Q(held_by=held_by)
    if room is not None:
        mine |= Q(room=room)
    expected = [one for one in Presence if one != Presence.EXCUSED]
    theirs = Q(attendances__case__in=wanted, attendances__presence__in=expected)
    for service in all_services():
        if service.sessions is None:
            continue
        rows = service.sessions._base_manager.filter(
            starts_at__lt=ends_at, starts_at__gt=starts_at - LONGEST, ends_at__gt=starts_at
        ).exclude(state=SessionState.CALLED_OFF)
        if but is not None:
            rows = rows.exclude(pk=but.pk)
        taken = mine
        for name in service.others:
            taken = taken | Q(**{name: held_by})
        rows = rows.filter(taken | theirs if wanted else taken)
        found = rows.order_by("starts_at", "pk").first()
        if found is not None:
            field = "episodes"
            there = {getattr(found, f"{name}_id") for name in ("held_by", *service.others)}
            if held_by.pk in there:
                field = "held_by"
            elif room is not None and found.room_id == room.pk:
                field = "room"
            raise DoubleBooked(field, found.starts_at, found.ends_at)


def begin(episode: Episode, at: datetime, *, by: User) -> bool:
    """The first time the person came: the episode begins, and its step with it.

    Whoever may change the service moves its step: a lawyer or a worker of a house may not change the plan.
    """
    if episode.started_at is not None:
        return False
    amend(episode, started_at=at)
    if episode.step is not None and episode.step.status == StepStatus.PLANNED:
        _let(start_step, step=episode.step, by=by, part=episode.compartment)
    return True


def end_step_of(episode: Episode, *, by: User) -> None:
    """What was reached in the episode is reached in the plan."""
    step = episode.step
    if step is not None and step.is_open:
        said = str(episode.get_outcome_display())
        _let(finish_step, step=step, by=by, outcome=said, part=episode.compartment)


def _let(move: Any, **given: Any) -> None:
    """Move the step if the plan allows it. Where it does not, the plan says so on its own page:
    what took place took place all the same."""
    try:
        with transaction.atomic():
            move(**given)
    except DomainError:
        return
