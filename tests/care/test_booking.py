"""Booking: a room, a colleague and a person are in one session at a time, whoever is faster."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.care.actions import save_room
from kimbilio.care.errors import DoubleBooked
from kimbilio.care.models import Room
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.therapy.actions.sessions import book_session, call_off_session, move_session
from kimbilio.therapy.models import TherapyEpisode, TherapySession
from tests.factories.accounts import UserFactory
from tests.factories.at_once import at_once
from tests.factories.cases import CaseFactory
from tests.factories.therapy import RoomFactory, a_session, an_episode


def tomorrow(hour=10, minute=0):
    day = timezone.localtime() + timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def book(episode, room, *, at=None, minutes=50, **more):
    at = at or tomorrow()
    return book_session(
        kind="one", starts_at=at, ends_at=at + timedelta(minutes=minutes), room=room,
        episodes=[episode], by=episode.responsible, **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_room_is_taken_once():
    room, first, second = RoomFactory(), an_episode(), an_episode()
    book(first, room)

    with pytest.raises(DoubleBooked) as refusal:
        book(second, room, at=tomorrow(10, 30))

    assert refusal.value.field == "room"
    assert TherapySession.objects.count() == 1
    assert book(second, room, at=tomorrow(10, 50))  # the next minute is free


@pytest.mark.django_db
def test_a_therapist_is_in_one_session_at_a_time():
    episode = an_episode()
    other = an_episode(therapist=episode.responsible)
    book(episode, RoomFactory())

    with pytest.raises(DoubleBooked) as refusal:
        book(other, RoomFactory(), at=tomorrow(9, 30))

    assert refusal.value.field == "held_by"
    assert TherapySession.objects.count() == 1


@pytest.mark.django_db
def test_a_person_is_in_one_session_at_a_time():
    episode = an_episode()
    with_another = an_episode(case=episode.case)
    book(episode, RoomFactory())

    with pytest.raises(DoubleBooked) as refusal:
        book(with_another, RoomFactory())

    assert refusal.value.field == "episodes"


@pytest.mark.django_db
def test_of_a_series_all_or_none_is_booked():
    room, episode, other = RoomFactory(), an_episode(), an_episode()
    book(other, room, at=tomorrow() + timedelta(weeks=3))

    with pytest.raises(DoubleBooked):
        book(episode, room, weeks=6)

    assert TherapySession.objects.count() == 1
    made = book(episode, room, weeks=3)
    assert len({session.series for session in made}) == 1
    assert [session.starts_at - made[0].starts_at for session in made[1:]] == [
        timedelta(weeks=1), timedelta(weeks=2),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_called_off_frees_its_hour_and_a_move_is_checked():
    room, first, second = RoomFactory(), an_episode(), an_episode()
    (held,) = book(first, room)
    (later,) = book(second, room, at=tomorrow(12))
    at = tomorrow(10, 20)

    with pytest.raises(DoubleBooked):
        move_session(session=later, starts_at=at, ends_at=at + timedelta(minutes=50), room=room,
                     by=second.responsible)  # fmt: skip
    later.refresh_from_db()
    assert later.starts_at == tomorrow(12)
    call_off_session(session=held, by=first.responsible)
    move_session(session=later, starts_at=at, ends_at=at + timedelta(minutes=50), room=room,
                 by=second.responsible)  # fmt: skip

    later.refresh_from_db()
    assert later.starts_at == at


@pytest.mark.django_db
def test_a_session_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadInput) as refusal:
        book(an_episode(), RoomFactory(), minutes=-10)

    assert refusal.value.field == "ends_at"
    assert not TherapySession.objects.exists()


@pytest.mark.django_db
def test_only_the_therapist_of_the_case_books():
    episode = an_episode()
    at, room = tomorrow(), RoomFactory()

    for stranger in (UserFactory(therapist=True), episode.case.lead):
        with pytest.raises(NotAllowed):
            book_session(kind="one", starts_at=at, ends_at=at + timedelta(hours=1), room=room,
                         episodes=[episode], by=stranger)  # fmt: skip

    assert not TherapySession.objects.exists()


@pytest.mark.django_db
def test_the_database_refuses_the_same_hour_twice():
    session = a_session(an_episode())

    for field in ("held_by", "room"):
        same = {field: getattr(session, field)}
        rest = {"held_by": UserFactory(therapist=True), "room": RoomFactory(), **same}
        with pytest.raises(IntegrityError), transaction.atomic():
            TherapySession.objects.create(
                starts_at=session.starts_at, ends_at=session.ends_at, **rest
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        TherapySession.objects.create(
            starts_at=session.ends_at, ends_at=session.starts_at,
            held_by=session.held_by, room=session.room,
        )  # fmt: skip


@pytest.mark.django_db
def test_rooms_are_kept_by_who_keeps_the_settings():
    with pytest.raises(NotAllowed):
        save_room(room=None, name="Baobab", kind="play", places=4, is_active=True,
                  by=UserFactory(therapist=True))  # fmt: skip
    admin = UserFactory(administrator=True)
    save_room(room=None, name="Baobab", kind="play", places=4, is_active=True, by=admin)
    with pytest.raises(BadInput):
        save_room(room=None, name="baobab", kind="talk", places=2, is_active=True, by=admin)

    assert Room.objects.get().name == "Baobab"


def fresh(episode):
    return TherapyEpisode.objects.select_related("case", "responsible").get(pk=episode.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", ["room", "therapist", "person"])
def test_two_people_in_the_same_second_make_one_session(shared):
    room = RoomFactory()
    case = CaseFactory(worker=UserFactory(worker=True))
    first = an_episode(case=case)
    if shared == "therapist":
        second = an_episode(therapist=first.responsible)
    else:
        second = an_episode(case=case if shared == "person" else None)
    other_room = room if shared == "room" else RoomFactory()

    for attempt in range(4):
        start = tomorrow(8 + 2 * attempt)
        results = at_once(
            lambda start=start: book(fresh(first), room, at=start),
            lambda start=start: book(fresh(second), other_room, at=start + timedelta(minutes=20)),
        )

        assert sum(isinstance(one, DoubleBooked) for one in results) == 1, results
        assert TherapySession.objects.count() == attempt + 1
    assert User.objects.count() >= 2
