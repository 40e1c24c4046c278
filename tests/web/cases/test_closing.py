"""Closing, reopening, printing and lessons through the browser's door."""

import pytest

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.closing import approve_closing, reopen_case
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.models import Case, Closure, Lesson
from kimbilio.drafts.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.closing import OUTCOMES, a_wish_to_close, lead_of
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db

SENT = {
    "reason": "goals_met",
    "own_view": "I am well now.",
    "leftovers": "The school goes on.",
    **{f"outcome_{area}": result for area, result in OUTCOMES.items()},
}


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    StepFactory(case=case, title="School fees")
    return case


def close_url(case):
    return f"/cases/{case.code}/close/"


def test_asking_and_answering_in_few_queries(sign_in, case, django_assert_max_num_queries):
    lead = lead_of(case)
    worker, leader = sign_in(case.lead), sign_in(lead)
    for client in (worker, leader):
        client.get("/account/")
    with django_assert_max_num_queries(12):
        assert "School fees" in worker.get(close_url(case)).content.decode()
    assert worker.post(close_url(case), SENT).status_code == 302

    assert case.code in leader.get("/cases/closings/").content.decode()
    with django_assert_max_num_queries(12):
        page = leader.get(close_url(case)).content.decode()
    assert "Your answer" in page
    answer = leader.post(f"{close_url(case)}answer/", {"words": "Yes", "approve": "1"})

    assert answer.status_code == 302
    assert not Case.objects.get().is_open
    page = worker.get(f"/cases/{case.code}/").content.decode()
    assert "Closed on" in page
    assert "Goals met" in page
    assert "Reopen" not in page
    assert "I am well now." in worker.get(close_url(case)).content.decode()


def test_history_with_reopenings_stays_in_few_queries(sign_in, case, django_assert_max_num_queries):
    lead = lead_of(case)
    for _ in range(3):
        approve_closing(closure=a_wish_to_close(case, leftovers="None"), by=lead)
        reopen_case(case=case, reason="She called.", by=lead)
    a_wish_to_close(case, leftovers="None")
    client = sign_in(lead)
    client.get("/account/")

    with django_assert_max_num_queries(12):
        page = client.get(close_url(case)).content.decode()

    assert page.count("She called.") == 3


def test_what_is_missing_stands_beside_its_question_and_the_words_stay(sign_in, case):
    answer = sign_in(case.lead).post(close_url(case), {**SENT, "leftovers": ""})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what happens to what is still open." in page
    assert "I am well now." in page
    assert not Closure.objects.exists()


def test_a_draft_of_the_closing_comes_back(sign_in, case):
    body = {"own_view": "I am w", "outcome_legal": "partly"}
    Draft.objects.create(user=case.lead, form="closing", about=str(case.pk), body=body)

    answer = sign_in(case.lead).get(close_url(case))

    assert "I am w" in answer.content.decode()
    assert answer.context["form"]["outcome_legal"].value() == "partly"


@pytest.mark.parametrize("role", Role)
def test_strangers_close_and_reopen_nothing(sign_in, case, role):
    a_wish_to_close(case, leftovers="None")
    client = sign_in(UserFactory(role=role))

    assert client.post(close_url(case), SENT).status_code == 404
    answered = client.post(f"{close_url(case)}answer/", {"approve": "1"})
    reopened = client.post(f"{close_url(case)}reopen/", {"reason": "x"})
    if role == Role.MANAGER:  # managers answer for every unit
        assert answered.status_code == reopened.status_code == 302
        assert "I am well now." not in client.get(close_url(case)).content.decode()
    else:
        assert answered.status_code == reopened.status_code == 404
        assert Case.objects.get().is_open


def test_who_asked_does_not_answer(sign_in, case):
    lead = lead_of(case)
    a_wish_to_close(case, leftovers="None", by=lead)
    client = sign_in(lead)

    assert "Your answer" not in client.get(close_url(case)).content.decode()
    assert client.post(f"{close_url(case)}answer/", {"approve": "1"}).status_code == 422
    assert Case.objects.get().is_open


def test_the_lead_reopens_with_a_reason(sign_in, case):
    lead = lead_of(case)
    approve_closing(closure=a_wish_to_close(case, leftovers="None"), by=lead)
    client = sign_in(lead)
    assert "Reopen" in client.get(f"/cases/{case.code}/").content.decode()

    assert client.post(f"{close_url(case)}reopen/", {"reason": ""}).status_code == 422
    assert client.post(f"{close_url(case)}reopen/", {"reason": "Called"}).status_code == 302

    assert Case.objects.get().is_open


def test_a_summary_on_paper_names_nobody_and_is_recorded(sign_in, case):
    page = sign_in(case.lead).get(f"/cases/{case.code}/print/").content.decode()

    main = page.split('class="kb-cols"')[1]
    assert "Pendo" not in main
    assert "School fees" not in main
    assert Entry.objects.get(event="printed").facts["kind"] == "summary"


def test_a_full_print_needs_a_reason_and_leaves_out_what_may_not_leave(
    sign_in, case, django_assert_max_num_queries
):
    ContactPointFactory(person=case.survivor)
    add_note(case=case, kind="call", text="She said it.", by=case.lead)
    add_note(case=case, kind="meeting", text="In court.", by=case.lead, compartment="legal")
    client, url = sign_in(case.lead), f"/cases/{case.code}/print/"
    client.get("/account/")
    assert client.post(url, {"why": ""}).status_code == 422
    assert not Entry.objects.filter(event="printed", facts__kind="full").exists()

    with django_assert_max_num_queries(12):
        page = client.post(url, {"why": "For the court."}).content.decode()

    assert "Pendo Kwekwe Mfano" in page
    assert "She said it." in page
    assert "In court." not in page
    assert "Legal" in page
    entry = Entry.objects.get(event="printed")
    assert entry.facts["parts"] == ["outline", "identity", "story"]
    assert entry.changes["reason"] == [None, "For the court."]


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SHELTER_WORKER, Role.LEGAL_OFFICER])
def test_roles_that_print_nothing_find_no_print(sign_in, case, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=case, user=user)

    assert sign_in(user).get(f"/cases/{case.code}/print/").status_code == 404


def test_a_lesson_is_written_from_the_case_checked_and_found(
    sign_in, case, django_assert_max_num_queries
):
    lead = lead_of(case)
    a_wish_to_close(case, leftovers="None", learned="Ask the school early.")
    writer, leader = sign_in(case.lead), sign_in(lead)
    form = writer.get(f"/lessons/new/?case={case.code}").content.decode()
    assert "Ask the school early." in form
    sent = {"title": "Schools", "text": "Ask Pendo early.", "topics": ["school"], "case": case.code}

    assert writer.post("/lessons/new/", sent).status_code == 422
    sent["names_nobody"] = "on"
    refused = writer.post("/lessons/new/", sent)
    assert refused.status_code == 422
    assert "Take it out" in refused.content.decode()
    sent["text"] = "Ask the school early."
    assert writer.post("/lessons/new/", sent).status_code == 302
    lesson = Lesson.objects.get()
    reader = sign_in(UserFactory())
    assert reader.get(f"/lessons/{lesson.pk}/").status_code == 404
    assert leader.post(f"/lessons/{lesson.pk}/answer/", {"publish": "1"}).status_code == 302

    reader.get("/account/")
    with django_assert_max_num_queries(12):
        assert "Schools" in reader.get("/lessons/?words=early&about=school").content.decode()
    page = reader.get(f"/lessons/{lesson.pk}/").content.decode()
    assert case.code not in page
    assert case.code in leader.get(f"/lessons/{lesson.pk}/").content.decode()
    edit = {**sent, "version": 2, "text": "Ask twice."}
    assert writer.post(f"/lessons/{lesson.pk}/edit/", {**edit, "version": 1}).status_code == 409
    assert writer.post(f"/lessons/{lesson.pk}/edit/", edit).status_code == 302
    assert reader.get(f"/lessons/{lesson.pk}/edit/").status_code == 404
