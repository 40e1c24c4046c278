"""The work of a case through the browser's door: calls, tasks, appointments, duty."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.models import Appointment, CallAttempt, FollowUpCall, Task
from kimbilio.organisation.models import DutyShift
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def moment(**span):
    return timezone.localtime(timezone.now() + timedelta(**span)).strftime("%Y-%m-%dT%H:%M")


def a_call(phone, **answers):
    return {
        "way": "call", "contact": str(phone.pk), "outcome": "reached", "words": "All well.",
        "at": moment(), "sent_key": str(uuid4()), **answers,
    }  # fmt: skip


def test_a_call_is_logged_once_and_ends_the_planned_one(sign_in, case):
    phone = ContactPointFactory(person=case.survivor, code_phrase="from the class")
    planned = FollowUpCallFactory(case=case, contact=phone)
    client = sign_in(case.lead)
    page = client.get(f"/cases/{case.code}/call/").content.decode()
    assert "from the class" in page
    assert phone.value not in page

    sent = a_call(phone, call=str(planned.pk))
    for _ in range(2):
        answer = client.post(f"/cases/{case.code}/call/", sent)
        assert answer.url == f"/cases/{case.code}/work/"

    planned.refresh_from_db()
    assert planned.state == "reached"
    assert CallAttempt.objects.get().words == "All well."


def test_a_call_that_is_not_safe_is_explained_and_keeps_the_words(sign_in, case):
    phone = ContactPointFactory(person=case.survivor, safe_days="")
    client = sign_in(case.lead)

    answer = client.post(f"/cases/{case.code}/call/", a_call(phone))

    assert answer.status_code == 422
    assert answer.context["form"].errors["override_reason"]
    assert "All well." in answer.content.decode()
    assert not CallAttempt.objects.exists()
    again = a_call(phone, override_reason="She asked for it by text.")
    assert client.post(f"/cases/{case.code}/call/", again).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", ""), ("outcome", "sang"), ("way", "pigeon"), ("contact", "0198f1de-0000-7000-8000-000000000000"),
        ("at", "2026-02-31T10:00"), ("at", "2999-01-01T10:00"), ("words", "a\u202eb"),
        ("call_back_at", "2020-01-01T10:00"), ("words", "x" * 30_000),
    ],
)  # fmt: skip
def test_bad_input_about_a_call_is_named(sign_in, case, field, value):
    phone = ContactPointFactory(person=case.survivor)

    answer = sign_in(case.lead).post(f"/cases/{case.code}/call/", a_call(phone, **{field: value}))

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not CallAttempt.objects.exists()


def pages_of(case):
    call = FollowUpCallFactory(case=case)
    task = TaskFactory(case=case, owner=case.lead, title="Bring papers")
    meeting = AppointmentFactory(case=case, owner=case.lead, kind="visit", title="Home visit")
    base = f"/cases/{case.code}/"
    return [
        f"{base}call/", f"{base}work/", f"{base}work/calls/new/", f"{base}work/calls/series/",
        f"{base}work/calls/{call.pk}/", f"{base}work/tasks/new/", f"{base}work/tasks/{task.pk}/",
        f"{base}work/appointments/new/", f"{base}work/appointments/{meeting.pk}/",
    ]  # fmt: skip


def test_every_page_of_work_opens_for_the_lead_at_a_fair_cost(
    sign_in, case, django_assert_max_num_queries
):
    ContactPointFactory(person=case.survivor)
    client, pages = sign_in(case.lead), pages_of(case)

    for address in pages:
        with django_assert_max_num_queries(14 if "call" in address else 12):
            answer = client.get(address)
        assert answer.status_code == 200, address
    assert "Bring papers" in client.get(pages[1]).content.decode()


@pytest.mark.parametrize("role", Role)
def test_every_page_of_work_is_not_found_for_strangers(sign_in, case, role):
    client = sign_in(UserFactory(role=role))

    for address in pages_of(case):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"title": "x"}).status_code in {404, 405}, address


def test_a_shelter_worker_sees_work_but_not_its_story(sign_in, case):
    shelter = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=shelter)
    pages_of(case)

    page = sign_in(shelter).get(f"/cases/{case.code}/work/").content.decode()

    assert "Bring papers" not in page
    assert "Home visit" not in page
    assert sign_in(shelter).get(f"/cases/{case.code}/call/").status_code == 404


def test_a_series_is_planned_from_its_form(sign_in, case):
    sent = {
        "start": timezone.localdate().isoformat(), "days": "2, 7", "owner": str(case.lead.pk),
        "contact": "", "purpose": "Sleep", "sent_key": str(uuid4()),
    }  # fmt: skip
    client = sign_in(case.lead)

    assert client.post(f"/cases/{case.code}/work/calls/series/", sent).status_code == 302
    wrong = {**sent, "days": "two", "sent_key": str(uuid4())}
    assert client.post(f"/cases/{case.code}/work/calls/series/", wrong).status_code == 422

    assert FollowUpCall.objects.count() == 2


def test_a_call_is_moved_and_given_up(sign_in, case):
    call, client = FollowUpCallFactory(case=case), sign_in(case.lead)
    base = f"/cases/{case.code}/work/calls/{call.pk}/"
    sent = {"due_at": moment(days=1), "owner": str(case.lead.pk), "version": "1"}

    assert client.post(base, {**sent, "sent_key": str(uuid4())}).status_code == 302
    stale = client.post(base, {**sent, "due_at": moment(days=2), "sent_key": str(uuid4())})
    assert stale.status_code == 409
    assert stale.context["sides"]
    assert client.post(f"{base}give-up/", {"reason": ""}).status_code == 422
    assert client.post(f"{base}give-up/", {"reason": "Moved away."}).status_code == 302

    call.refresh_from_db()
    assert call.state == "given_up"


def test_a_task_is_given_moved_done_and_opened_again(sign_in, case):
    client, today = sign_in(case.lead), timezone.localdate()
    base = f"/cases/{case.code}/work/tasks/"
    owner = str(case.lead.pk)
    client.post(f"{base}new/", {"title": "Papers", "due_on": today.isoformat(), "owner": owner})
    task = Task.objects.get()

    later = (today + timedelta(days=2)).isoformat()
    client.post(f"{base}{task.pk}/", {"due_on": later, "owner": owner, "version": "1"})
    client.post(f"{base}{task.pk}/done/")
    task.refresh_from_db()
    assert (task.due_on.isoformat(), task.done_by) == (later, case.lead)

    client.post(f"{base}{task.pk}/done/", {"reopen": "1"})
    task.refresh_from_db()
    assert task.done_at is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "a" * 201),
        ("due_on", "2020-01-01"),
        ("owner", "0198f1de-0000-7000-8000-000000000000"),
    ],
)
def test_bad_input_about_a_task_is_named(sign_in, case, field, value):
    sent = {"title": "Papers", "due_on": timezone.localdate().isoformat(), "owner": ""}
    sent = {**sent, "owner": str(case.lead.pk), field: value}

    answer = sign_in(case.lead).post(f"/cases/{case.code}/work/tasks/new/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Task.objects.exists()


def test_an_appointment_says_what_it_clashes_with(sign_in, case):
    AppointmentFactory(owner=case.lead, starts_at=timezone.now() + timedelta(hours=5))
    sent = {"kind": "visit", "starts_at": moment(hours=5), "ends_at": moment(hours=6)}

    answer = sign_in(case.lead).post(
        f"/cases/{case.code}/work/appointments/new/", sent, follow=True
    )

    assert "At that time you have another one" in answer.content.decode()
    assert Appointment.objects.filter(case=case).exists()


def test_an_end_before_the_beginning_is_refused(sign_in, case):
    sent = {"kind": "visit", "starts_at": moment(hours=5), "ends_at": moment(hours=4)}

    answer = sign_in(case.lead).post(f"/cases/{case.code}/work/appointments/new/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors["ends_at"]


def test_an_appointment_is_moved_and_ended(sign_in, case):
    start = timezone.now() - timedelta(hours=2)
    meeting = AppointmentFactory(owner=case.lead, case=case, kind="visit", starts_at=start)
    base, client = f"/cases/{case.code}/work/appointments/{meeting.pk}/", sign_in(case.lead)

    moved = {"starts_at": moment(hours=-1), "ends_at": moment(minutes=-5), "version": "1"}
    assert client.post(base, moved).status_code == 302
    assert client.post(f"{base}end/", {"state": ""}).status_code == 422
    assert client.post(f"{base}end/", {"state": "done", "words": "All well."}).status_code == 302

    meeting.refresh_from_db()
    assert (meeting.state, meeting.outcome) == ("done", "All well.")


def test_things_of_another_case_or_of_others_are_not_found(sign_in, case):
    other = CaseFactory(worker=case.lead)
    task = TaskFactory(case=other, owner=case.lead)
    client = sign_in(case.lead)

    assert client.get(f"/cases/{case.code}/work/tasks/{task.pk}/").status_code == 404
    assert client.get(f"/day/tasks/{task.pk}/").status_code == 404
    assert client.get(f"/day/tasks/{TaskFactory().pk}/").status_code == 404
    assert client.get(f"/day/appointments/{AppointmentFactory().pk}/").status_code == 404


def test_own_tasks_and_hours_need_no_case(sign_in):
    client = sign_in()
    today = timezone.localdate().isoformat()
    owner = str(client.user.pk)

    client.post("/day/tasks/new/", {"title": "Claim", "due_on": today, "owner": owner})
    client.post(
        "/day/appointments/new/",
        {"kind": "other", "starts_at": moment(hours=1), "ends_at": moment(hours=2)},
    )

    assert client.get(f"/day/tasks/{Task.objects.get().pk}/").status_code == 200
    assert client.get(f"/day/appointments/{Appointment.objects.get().pk}/").status_code == 200
    assert "Time to breathe" in client.get("/day/appointments/new/?title=care").content.decode()


def test_a_lead_sets_duty_and_others_find_no_such_page(sign_in):
    lead = UserFactory(lead=True)
    client = sign_in(lead)
    sent = {
        "user": str(lead.pk),
        "starts_at": moment(),
        "ends_at": moment(hours=9),
        "is_lead": "on",
    }

    assert client.post("/settings/duty/", sent).status_code == 302
    assert client.post("/settings/duty/", {**sent, "sent_key": str(uuid4())}).status_code == 422
    assert client.get("/settings/duty/").context["shifts"][0][0].user == lead
    client.post(f"/settings/duty/{DutyShift.objects.get().pk}/remove/")
    assert sign_in().get("/settings/duty/").status_code == 404
