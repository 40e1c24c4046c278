"""Therapy asked for, agreed and ended; who came, and what that changes in the case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.errors import EpisodeIsOver, SessionIsOver
from kimbilio.care.models import Room
from kimbilio.care.queries import cards_of, meetings_of
from kimbilio.cases.models import Case, Notice, Task, TimelineEntry
from kimbilio.cases.outline import refresh_outline
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.therapy.actions.episodes import agree_goals, ask_for_therapy, end_therapy
from kimbilio.therapy.actions.sessions import (
    book_session,
    call_off_session,
    join_session,
    record_presence,
)
from kimbilio.therapy.models import TherapyEpisode, TherapySession
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory
from tests.factories.therapy import RoomFactory, a_session, a_therapist, an_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory(worker=True))


def ask(case, therapist, **given):
    return ask_for_therapy(case=case, responsible=therapist, by=given.pop("by", case.lead), **given)


def test_the_lead_asks_and_the_therapist_is_told(case):
    therapist = a_therapist(case)

    episode = ask(case, therapist, wish="Sleep without dreams.")

    assert episode.waits
    assert Notice.objects.filter(user=therapist, case=case).count() == 1
    line = TimelineEntry.objects.get(case=case, event="care_asked")
    assert line.compartment == "health"
    assert "dreams" not in line.line


def test_it_is_asked_of_a_therapist_of_the_team_once(case):
    with pytest.raises(BadInput):
        ask(case, UserFactory(therapist=True))
    with pytest.raises(BadInput):
        ask(case, case.lead)
    therapist = a_therapist(case)
    ask(case, therapist)
    with pytest.raises(BadInput):
        ask(case, therapist)

    assert TherapyEpisode.objects.count() == 1


def test_strangers_and_legal_officers_do_not_ask(case):
    therapist = a_therapist(case)
    officer = UserFactory(role="legal_officer")
    Tie.objects.create(case=case, user=officer, kind=TieKind.MEMBER)
    for nobody in (UserFactory(worker=True), officer):
        with pytest.raises(NotAllowed):
            ask(case, therapist, by=nobody)

    assert not TherapyEpisode.objects.exists()
    assert not Entry.objects.exists()


def test_goals_are_few_and_the_later_writer_is_told(case):
    episode = ask(case, a_therapist(case))
    goals = [{"words": "Sleep six hours", "reached": False}, {"words": " ", "reached": True}]
    agree_goals(episode=episode, planned=8, goals=goals, by=episode.responsible, expected=1)

    episode.refresh_from_db()
    assert (episode.planned, episode.goals) == (8, [goals[0]])
    with pytest.raises(Stale):
        agree_goals(episode=episode, planned=9, goals=[], by=episode.responsible, expected=1)
    with pytest.raises(BadInput):
        agree_goals(episode=episode, planned=0, goals=[], by=episode.responsible)
    with pytest.raises(NotAllowed):
        agree_goals(episode=episode, planned=9, goals=[], by=case.lead)


def test_the_first_time_the_person_comes_therapy_begins_with_its_step(case):
    step = StepFactory(case=case, wish="wants")
    episode = an_episode(case=case, step=step)
    session = a_session(episode, hours=-2)
    attendance = session.attendances.get()

    record_presence(attendance=attendance, presence="came", team_line="Calm.", by=session.held_by)

    episode.refresh_from_db(), step.refresh_from_db(), session.refresh_from_db()
    case.refresh_from_db()
    assert episode.started_at == session.starts_at
    assert step.status == "started"
    assert session.state == SessionState.HELD
    assert case.last_contact_at == session.starts_at
    assert TimelineEntry.objects.filter(case=case, event="care_attendance").count() == 1


def test_a_step_that_may_not_start_keeps_nobody_from_coming(case):
    step = StepFactory(case=case, wish="not_asked", phase="healing")
    session = a_session(an_episode(case=case, step=step), hours=-2)

    record_presence(attendance=session.attendances.get(), presence="late", by=session.held_by)

    step.refresh_from_db()
    assert step.status == "planned"
    assert session.attendances.get().was_there


def test_a_no_show_is_kept_and_is_no_contact(case):
    session = a_session(an_episode(case=case), hours=-2)

    record_presence(attendance=session.attendances.get(), presence="absent", by=session.held_by)

    case.refresh_from_db()
    assert case.last_contact_at is None
    assert session.attendances.get().presence == Presence.ABSENT
    assert TherapyEpisode.objects.get().waits


def test_who_says_no_before_frees_the_hour_and_a_group_stays(case):
    episode = an_episode(case=case)
    alone, group = a_session(episode), a_session(episode, hours=30, kind="group", places=4)

    for session in (alone, group):
        record_presence(attendance=session.attendances.get(), presence="excused",
                        by=session.held_by)  # fmt: skip
        session.refresh_from_db()

    assert alone.state == SessionState.CALLED_OFF
    assert group.state == SessionState.PLANNED


def test_presence_is_recorded_by_who_held_it_and_not_before(case):
    session = a_session(an_episode(case=case))
    attendance = session.attendances.get()
    with pytest.raises(BadInput):
        record_presence(attendance=attendance, presence="came", by=session.held_by)
    for other in (a_therapist(case), case.lead):
        with pytest.raises(NotAllowed):
            record_presence(attendance=attendance, presence="excused", by=other)
    call_off_session(session=session, by=session.held_by)
    with pytest.raises(SessionIsOver):
        record_presence(attendance=attendance, presence="excused", by=session.held_by)

    attendance.refresh_from_db()
    assert attendance.presence == Presence.EXPECTED


def test_a_group_has_a_name_and_places(case):
    therapist = a_therapist(case)
    first, second = ask(case, therapist), an_episode(therapist=therapist)
    third = an_episode(therapist=therapist)
    start = timezone.now() + timedelta(days=2)
    span = {"starts_at": start, "ends_at": start + timedelta(hours=1), "by": therapist}
    garden = RoomFactory(places=10)
    for wrong in (
        {"title": ""},
        {"title": "Circle", "places": 1},
        {"title": "Circle", "places": 30},
    ):
        with pytest.raises(BadInput):
            book_session(
                kind="group", room=garden, episodes=[first], **{"places": 4, **wrong}, **span
            )
    assert not TherapySession.objects.exists()

    (group,) = book_session(
        kind="group", room=garden, episodes=[first], title="Evening circle", places=2, **span
    )
    join_session(session=group, episode=second, by=therapist)
    for again in (third, second):
        with pytest.raises(BadInput):
            join_session(session=group, episode=again, by=therapist)

    assert group.attendances.count() == 2


def test_by_phone_needs_no_room_and_the_rest_does(case):
    therapist = a_therapist(case)
    episode = ask(case, therapist)
    start = timezone.now() + timedelta(days=2)
    span = {"starts_at": start, "ends_at": start + timedelta(hours=1), "by": therapist}
    room = RoomFactory()
    for kind, where in (("one", None), ("phone", room), ("drum", room)):
        with pytest.raises(BadInput):
            book_session(kind=kind, room=where, episodes=[episode], **span)
    Room.objects.update(is_active=False)
    with pytest.raises(BadInput):
        book_session(kind="one", room=Room.objects.get(), episodes=[episode], **span)

    assert book_session(kind="phone", episodes=[episode], **span)


def test_ending_needs_a_summary_frees_what_was_booked_and_finishes_the_step(case):
    step = StepFactory(case=case, wish="wants")
    episode = an_episode(case=case, step=step)
    record_presence(attendance=a_session(episode, hours=-2).attendances.get(), presence="came",
                    by=episode.responsible)  # fmt: skip
    ahead = a_session(episode)
    episode.refresh_from_db()
    episode = TherapyEpisode.objects.get()
    for wrong in ({"summary": " "}, {"outcome": "not_begun"}, {"outcome": "cured"}):
        with pytest.raises(BadInput):
            end_therapy(episode=episode, by=episode.responsible,
                        **{"outcome": "completed", "summary": "Well.", **wrong})  # fmt: skip

    end_therapy(episode=episode, outcome="completed", summary="Sleeps.", psychiatry=True,
                by=episode.responsible)  # fmt: skip

    ahead.refresh_from_db(), step.refresh_from_db()
    assert ahead.state == SessionState.CALLED_OFF
    assert step.status == "done"
    assert Task.objects.get().owner == case.lead
    with pytest.raises(EpisodeIsOver):
        agree_goals(episode=episode, planned=3, goals=[], by=episode.responsible)


def test_the_registry_tells_calendar_card_and_outline(case, django_assert_num_queries):
    episode = an_episode(case=case)
    session = a_session(episode, hours=3)
    therapist = episode.responsible
    now = timezone.now()

    with django_assert_num_queries(2):  # one for each service in which a therapist may be
        (meeting,) = meetings_of(therapist, now, now + timedelta(days=1))
    assert (meeting.codes, meeting.room) == ((case.code,), session.room.name)
    assert meetings_of(case.lead, now, now + timedelta(days=1)) == []
    (card,) = cards_of(case.lead, case)
    assert (card.done, card.total, card.is_open) == (0, 10, True)
    assert session.room.name in " ".join(card.words)
    assert cards_of(UserFactory(worker=True), case) == []
    refresh_outline(case)
    assert case.next_due_at == session.ends_at
    call_off_session(session=session, by=therapist)
    case.refresh_from_db()
    assert case.due_at is None
    assert meetings_of(therapist, now, now + timedelta(days=1)) == []


def test_a_closed_case_takes_no_therapy(case):
    therapist = a_therapist(case)
    Case.objects.filter(pk=case.pk).update(
        stage="closed", closed_at=timezone.now(), closed_by=case.lead
    )
    case.refresh_from_db()

    with pytest.raises(BadInput):
        ask(case, therapist)


def test_an_end_has_its_outcome_and_its_name(case):
    episode = an_episode(case=case)

    for wrong in ({"ended_at": timezone.now()}, {"outcome": "lost"},
                  {"ended_at": timezone.now(), "ended_by": case.lead}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            TherapyEpisode.objects.filter(pk=episode.pk).update(**wrong)
