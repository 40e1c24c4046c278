"""Writing notes and showing names through the browser's door."""

from uuid import uuid4

import pytest

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Note
from kimbilio.drafts.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory

pytestmark = pytest.mark.django_db

WORDS = {"kind": "call", "happened_at": "2026-04-14T09:41", "compartment": "story"}


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_a_note_sent_twice_is_one_note(sign_in, case):
    client = sign_in(case.lead)
    sent = {**WORDS, "text": "She slept well.", "sent_key": str(uuid4())}
    Draft.objects.create(user=case.lead, form="note", about=str(case.pk), body={"text": "She"})

    for _ in range(2):
        answer = client.post(f"/cases/{case.code}/notes/new/", sent)
        assert answer.status_code == 302

    assert Note.objects.get().text == "She slept well."
    assert not Draft.objects.exists()


def test_a_draft_comes_back(sign_in, case):
    Draft.objects.create(user=case.lead, form="note", about=str(case.pk), body={"text": "She sl"})

    page = sign_in(case.lead).get(f"/cases/{case.code}/notes/new/").content.decode()

    assert "She sl" in page
    assert "Your words from before are back." in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "hidden \u202e turn"),
        ("text", "bell \x07"),
        ("text", "a" * 60_000),
        ("happened_at", "2026-02-31T10:00"),
        ("happened_at", "2999-01-01T10:00"),
        ("kind", "gossip"),
        ("compartment", "identity"),
    ],
)
def test_bad_input_keeps_the_words_and_saves_nothing(sign_in, case, field, value):
    sent = {**WORDS, "text": "She slept well.", field: value}

    answer = sign_in(case.lead).post(f"/cases/{case.code}/notes/new/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Note.objects.exists()
    if field != "text":
        assert "She slept well." in answer.content.decode()


@pytest.mark.parametrize("role", Role)
def test_a_stranger_writes_no_note_and_sees_no_name(sign_in, case, role):
    client = sign_in(UserFactory(role=role))

    assert client.post(f"/cases/{case.code}/notes/new/", {**WORDS, "text": "x"}).status_code == 404
    assert client.post(f"/cases/{case.code}/show/name/").status_code == 404
    assert not Note.objects.exists()


def test_showing_the_name_is_recorded(sign_in, case):
    page = sign_in(case.lead).post(f"/cases/{case.code}/show/name/").content.decode()

    assert "Pendo Kwekwe Mfano" in page
    assert Entry.objects.filter(event="name_revealed", case_id=case.pk).count() == 1


def test_a_number_of_another_file_is_not_found(sign_in, case):
    other = ContactPointFactory()

    answer = sign_in(case.lead).post(f"/cases/{case.code}/show/contact/{other.pk}/")

    assert answer.status_code == 404


def test_a_therapist_writes_for_health_but_not_for_legal(sign_in, case):
    therapist = UserFactory(role=Role.THERAPIST)
    Tie.objects.create(case=case, user=therapist)
    client = sign_in(therapist)

    refused = client.post(
        f"/cases/{case.code}/notes/new/", {**WORDS, "text": "x", "compartment": "legal"}
    )
    kept = client.post(
        f"/cases/{case.code}/notes/new/", {**WORDS, "text": "x", "compartment": "health"}
    )

    assert (refused.status_code, kept.status_code) == (422, 302)
