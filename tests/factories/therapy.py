"""Rooms, episodes and sessions of therapy, as small as the law allows."""

from datetime import timedelta

import factory
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.care.models import Room
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode, TherapySession
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


class RoomFactory(factory.django.DjangoModelFactory):
    """A room for two."""

    class Meta:
        model = Room

    name = factory.Sequence(lambda n: f"Room {n}")


def a_therapist(*cases):
    """A therapist on the team of each of ``cases``."""
    user = UserFactory(therapist=True)
    for case in cases:
        Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def an_episode(*, case=None, therapist=None, **fields):
    """Therapy asked for in a case with a lead; its therapist is on the team."""
    case = case or CaseFactory(worker=UserFactory(worker=True))
    if therapist is None:
        therapist = a_therapist(case)
    elif not Tie.objects.filter(case=case, user=therapist).exists():
        Tie.objects.create(case=case, user=therapist, kind=TieKind.MEMBER)
    return TherapyEpisode.objects.create(
        case=case, responsible=therapist, asked_by=case.lead or therapist, **fields
    )


def a_session(episode, *, hours=24, room=None, **fields):
    """An hour with one person; ``hours`` from now on, before now when negative."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)
    session = TherapySession.objects.create(
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=50),
        held_by=episode.responsible, room=room or RoomFactory(), **fields,
    )  # fmt: skip
    TherapyAttendance.objects.create(session=session, episode=episode, case=episode.case)
    return session
