"""Tasks and appointments: given, done, moved, booked, missed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.appointments import (
    AppointmentIsOver,
    book_appointment,
    cancel_appointment,
    clashes_of,
    finish_appointment,
    move_appointment,
)
from kimbilio.cases.actions.tasks import (
    NotDone,
    finish_task,
    give_task,
    move_late_tasks,
    move_task,
    remind,
    reopen_task,
)
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Appointment, Notice, TakesPart, Task, TimelineEntry
from kimbilio.cases.work_choices import AppointmentKind, AppointmentState, ToDo
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.work import AppointmentFactory, TaskFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def mate_of(case, **traits):
    mate = UserFactory(**traits)
    Tie.objects.create(case=case, user=mate)
    return mate


def test_what_kimbilio_asks_for_reads_in_the_language_of_whoever_reads(case, today):
    with translation.override("en"):
        task = give_task(title=ToDo.TALK_OF_SELF_HARM, due_on=today, case=case, by=case.lead)
        in_english = task.words
    with translation.override("sw"):
        again = remind(title=ToDo.TALK_OF_SELF_HARM, due_on=today, owner=case.lead, case=case)
        in_kiswahili = Task.objects.get(pk=task.pk).words

    assert in_english == "Talk today about self-harm, and make a safety plan together"
    assert in_kiswahili != in_english
    assert again is None  # the same thing waits already, whatever the language it was asked in
    assert in_language(TimelineEntry.objects.get(subject_id=task.pk).line) == in_english


def test_a_task_given_is_told_and_due_for_the_case(case, today):
    mate = mate_of(case)

    task = give_task(title="Birth record", due_on=today, owner=mate, case=case, by=case.lead)

    assert Notice.objects.get().user == mate
    assert TimelineEntry.objects.get().line == "Birth record"
    case.refresh_from_db()
    assert timezone.localdate(case.due_at) == today
    finish_task(task=task, by=mate)
    case.refresh_from_db()
    assert case.due_at is None


def test_a_shelter_worker_gets_tasks_they_can_read(case, today):
    shelter = mate_of(case, role=Role.SHELTER_WORKER)

    task = give_task(title="Bring her at ten", due_on=today, owner=shelter, case=case, by=case.lead)

    assert task.compartment == "whereabouts"
    assert Task.objects.open_to(shelter).get() == task
    assert not Task.objects.open_to(UserFactory()).exists()


@pytest.mark.parametrize("role", Role)
def test_a_stranger_gets_and_gives_no_task_of_a_case(case, today, role):
    stranger = UserFactory(role=role)

    with pytest.raises(BadInput):
        give_task(title="x", due_on=today, owner=stranger, case=case, by=case.lead)
    with pytest.raises(NotAllowed):
        give_task(title="x", due_on=today, case=case, by=stranger)

    assert not Task.objects.exists()
    assert not Entry.objects.exists()


def test_a_task_of_no_case_is_private_to_two(today):
    giver, owner, other = UserFactory(), UserFactory(), UserFactory(role=Role.MANAGER)
    task = give_task(title="Claim", due_on=today, owner=owner, by=giver)

    assert Task.objects.open_to(giver).exists()
    assert Task.objects.open_to(owner).exists()
    assert not Task.objects.open_to(other).exists()
    with pytest.raises(NotAllowed):
        finish_task(task=task, by=other)
    with pytest.raises(BadInput):
        give_task(title="x", due_on=today - timedelta(days=1), by=giver)


def test_done_twice_is_done_once_and_may_be_taken_up_again(today):
    task = TaskFactory(late=True)

    finish_task(task=task, by=task.owner)
    finish_task(task=task, by=task.owner)
    assert Entry.objects.filter(event="task_done").count() == 1

    reopen_task(task=task, by=task.owner)
    task.refresh_from_db()
    assert (task.done_at, task.due_on) == (None, today)
    with pytest.raises(NotDone):
        reopen_task(task=task, by=task.owner)


def test_moving_hands_on_and_tells(case, today):
    mate = mate_of(case)
    task = give_task(title="x", due_on=today, case=case, by=case.lead)

    move_task(task=task, due_on=today + timedelta(days=2), owner=mate, by=case.lead, expected=1)

    assert Notice.objects.get().user == mate
    with pytest.raises(Stale):
        move_task(task=task, due_on=today, by=case.lead, expected=1)
    with pytest.raises(BadInput):
        move_task(task=task, due_on=today - timedelta(days=2), by=case.lead)


def test_all_late_tasks_of_mine_move_and_no_others(today):
    mine, others = TaskFactory(late=True), TaskFactory(late=True)
    TaskFactory(late=True, owner=mine.owner)
    now_due = TaskFactory(owner=mine.owner)

    assert move_late_tasks(to=today + timedelta(days=2), by=mine.owner) == 2

    others.refresh_from_db()
    now_due.refresh_from_db()
    assert others.is_late
    assert now_due.due_on == today


def test_who_left_the_team_does_no_task_of_the_case(case, today):
    mate = mate_of(case)
    task = give_task(title="x", due_on=today, owner=mate, case=case, by=case.lead)
    Tie.objects.filter(user=mate).update(until=timezone.now())

    with pytest.raises(NotAllowed):
        finish_task(task=task, by=mate)
    assert not Task.objects.open_to(mate).exists()


def test_a_task_done_is_signed():
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskFactory(done_at=timezone.now())


def test_a_session_belongs_to_health_and_a_hearing_to_legal(case):
    now = timezone.now()
    for kind, part in [("session", "story"), ("court", "legal"), ("visit", "story")]:
        booked = book_appointment(
            kind=AppointmentKind(kind), starts_at=now, ends_at=now + HOUR, case=case, by=case.lead
        )
        assert booked.compartment == part  # a case worker may not write to health


def test_a_clash_is_shown_and_not_refused(case):
    lead, now = case.lead, timezone.now()
    first = AppointmentFactory(owner=lead, starts_at=now)
    AppointmentFactory(starts_at=now)
    AppointmentFactory(owner=lead, starts_at=now, state="cancelled")

    assert clashes_of(lead, now + HOUR / 2, now + 2 * HOUR) == [first]
    assert clashes_of(lead, now + HOUR, now + 2 * HOUR) == []
    booked = book_appointment(
        kind=AppointmentKind.VISIT, starts_at=now, ends_at=now + HOUR, case=case, by=lead
    )
    assert clashes_of(lead, now, now + HOUR, but=booked) == [first]


@pytest.mark.parametrize("length", [timedelta(0), -HOUR, timedelta(days=4)])
def test_impossible_times_are_refused(length):
    user, now = UserFactory(), timezone.now()
    with pytest.raises(BadInput):
        book_appointment(kind=AppointmentKind.OTHER, starts_at=now, ends_at=now + length, by=user)
    assert not Appointment.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(starts_at=now, ends_at=now - HOUR)


def test_moving_moves_everybody(case):
    mate, now = mate_of(case), timezone.now()
    booked = book_appointment(
        kind=AppointmentKind.VISIT, starts_at=now, ends_at=now + HOUR, case=case,
        attendees=[mate], by=case.lead,
    )  # fmt: skip
    later = now + timedelta(days=1)

    move_appointment(
        appointment=booked, starts_at=later, ends_at=later + HOUR, by=case.lead, expected=1
    )

    assert set(TakesPart.objects.values_list("user", "starts_at")) == {
        (mate.pk, later),
        (case.lead.pk, later),
    }
    with pytest.raises(Stale):
        move_appointment(
            appointment=booked, starts_at=now, ends_at=now + HOUR, by=case.lead, expected=1
        )


def test_a_visit_that_took_place_was_a_contact(case):
    start = timezone.now() - HOUR
    booked = book_appointment(
        kind=AppointmentKind.VISIT, starts_at=start, ends_at=start + HOUR, case=case, by=case.lead
    )

    finish_appointment(appointment=booked, took_place=True, words="All well.", by=case.lead)

    case.refresh_from_db()
    assert case.last_contact_at == start
    assert case.due_at is None
    with pytest.raises(AppointmentIsOver):
        cancel_appointment(appointment=booked, by=case.lead)


def test_what_is_to_come_is_not_finished_but_cancelled():
    meeting = AppointmentFactory(starts_at=timezone.now() + HOUR)

    with pytest.raises(BadInput):
        finish_appointment(appointment=meeting, took_place=True, by=meeting.owner)
    cancel_appointment(appointment=meeting, by=meeting.owner)

    meeting.refresh_from_db()
    assert meeting.state == AppointmentState.CANCELLED


def test_a_stranger_books_moves_and_attends_nothing(case):
    stranger, now = UserFactory(), timezone.now()
    times = {"starts_at": now, "ends_at": now + HOUR}
    booked = book_appointment(kind=AppointmentKind.VISIT, case=case, by=case.lead, **times)
    written = Entry.objects.count()

    with pytest.raises(NotAllowed):
        book_appointment(kind=AppointmentKind.VISIT, case=case, by=stranger, **times)
    with pytest.raises(NotAllowed):
        cancel_appointment(appointment=booked, by=stranger)
    with pytest.raises(NotAllowed):
        cancel_appointment(appointment=AppointmentFactory(), by=stranger)
    with pytest.raises(BadInput):
        book_appointment(
            kind=AppointmentKind.VISIT, case=case, attendees=[stranger], by=case.lead, **times
        )

    assert Entry.objects.count() == written
    assert not Appointment.objects.open_to(stranger).exists()
