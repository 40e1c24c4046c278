"""Forms too long, sent in part, forged, replayed or altered: explained, kept, and without effect."""

import json
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, Document, Note, TimelineEntry
from kimbilio.people.models import Person
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.work import TaskFactory
from tests.web.wire import TOKEN, send

pytestmark = pytest.mark.django_db
WORDS = "She slept well, and asked for her sister's number."
NOTE = {"kind": "call", "happened_at": "2026-04-14T09:41", "compartment": "story", "text": WORDS}
MEGABYTE = 1024 * 1024


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


@pytest.fixture
def url(case):
    return f"/cases/{case.code}/notes/new/"


def test_ten_megabytes_are_refused_beside_their_field_and_kept_there(sign_in, case, url):
    story = "She slept. " * MEGABYTE

    answer = send(sign_in(case.lead), url, {**NOTE, "text": story[: 10 * MEGABYTE]})

    assert answer.status == 422
    assert "at most 50000 characters (it has 10485" in answer.text
    assert story[: 9 * MEGABYTE] in answer.text
    assert not Note.objects.exists()


def test_more_than_can_be_read_is_explained(sign_in, case, url):
    client = sign_in(case.lead)
    sent = {**NOTE, "text": "a" * 17 * MEGABYTE}

    page = send(client, url, sent)
    fragment = send(client, url, sent, HTTP_HX_REQUEST="true")
    told = send(client, url, sent, HTTP_ACCEPT="application/json")

    assert {page.status, fragment.status, told.status} == {413}
    assert "more text than can be sent at once" in page.text
    assert "<html" not in fragment.text
    assert '"code": "too_much"' in told.text
    assert not Note.objects.exists()


def test_more_answers_than_a_form_has_are_refused(sign_in, case, url):
    sent = [*NOTE.items(), *[(f"more_{n}", "x") for n in range(1100)]]

    answer = send(sign_in(case.lead), url, sent)

    assert answer.status == 413
    assert "more answers than can be sent at once" in answer.text
    assert not Note.objects.exists()


@pytest.mark.parametrize("token", ["", "b" * 32, "short", TOKEN + "\0"])
def test_a_form_without_our_token_does_nothing_and_shows_the_words(sign_in, case, url, token):
    before = Entry.objects.count()

    answer = send(sign_in(case.lead), url, {**NOTE, "password": "three calm words"}, token=token)

    assert answer.status == 403
    assert "load the page again" in answer.text
    assert "asked for her sister" in answer.text
    assert "three calm words" not in answer.text
    assert answer.fields == []
    assert not Note.objects.exists()
    assert Entry.objects.count() == before


def test_a_form_of_another_site_does_nothing_and_shows_none_of_its_words(sign_in, case, url):
    answer = send(sign_in(case.lead), url, NOTE, HTTP_ORIGIN="https://elsewhere.example")

    assert answer.status == 403
    assert "sister" not in answer.text
    assert not Note.objects.exists()


def test_a_key_seen_at_a_colleague_neither_shows_nor_stops_anything(sign_in, case, url):
    sent = {**NOTE, "sent_key": str(uuid4())}
    send(sign_in(case.lead), url, sent)
    other = CaseFactory(worker=UserFactory())
    thief = sign_in(other.lead)

    denied = send(thief, url, sent)
    own = send(thief, f"/cases/{other.code}/notes/new/", sent)

    assert denied.status == 404
    assert own.headers["Location"].startswith(f"/cases/{other.code}/")
    assert [note.case_id for note in Note.objects.order_by("pk")] == [case.pk, other.pk]


def test_a_key_sent_with_another_form_changes_nothing_twice(sign_in, case, url):
    client = sign_in(case.lead)
    sent = {**NOTE, "sent_key": str(uuid4())}
    send(client, url, sent)
    before = TimelineEntry.objects.count()

    answer = send(client, url, {**sent, "text": "Something else."})

    assert answer.status == 302
    assert Note.objects.get().text == WORDS
    assert TimelineEntry.objects.count() == before


def test_a_key_that_is_no_key_is_as_good_as_a_new_one(sign_in, case, url):
    answer = send(sign_in(case.lead), url, {**NOTE, "sent_key": "'; --"})

    assert answer.status == 302
    assert Note.objects.get().text == WORDS


@pytest.mark.parametrize("version", ["0", "-1", "99", "1e9", "9" * 30, "x", ""])
def test_an_altered_version_saves_nothing_and_keeps_the_words(sign_in, case, version):
    sent = {
        "version": version, "goes_by": "Neema", "full_name": "Neema Achieng", "sex": "Feminine",
        "birth_precision": "estimate", "age": "15", "disability": "none",
    }  # fmt: skip

    answer = send(sign_in(case.lead), f"/cases/{case.code}/people/edit/", sent)

    assert answer.status in {409, 422}
    assert "Neema Achieng" in answer.text
    assert Person.objects.get(pk=case.survivor_id).goes_by == "Pendo"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "gossip"),
        ("kind", "call\0"),
        ("compartment", "identity"),
        ("compartment", "../story"),
        ("happened_at", "2026-02-30T10:00"),
        ("happened_at", "0000-00-00T00:00"),
        ("happened_at", "99999-01-01T00:00"),
    ],
)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_unknown_codes_and_impossible_dates(sign_in, case, url, field, value, language):
    client = sign_in(case.lead)
    client.cookies["django_language"] = language

    answer = send(client, url, {**NOTE, field: value})

    assert answer.status == 422
    assert f'id="id_{field}_error"' in answer.text
    assert "asked for her sister" in answer.text
    assert not Note.objects.exists()


def test_cases_are_given_away_all_or_none(sign_in):
    boss = UserFactory(role="manager")
    first, second = CaseFactory(worker=UserFactory()), CaseFactory(worker=UserFactory())
    new_lead = UserFactory(worker=True)
    seen = []

    def fail_at_the_second(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "audit_entry"'):
            seen.append(sql)
            if len(seen) == 2:
                raise OperationalError("the line broke")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_second):
        answer = send(
            sign_in(boss),
            "/cases/assign/",
            [("case", first.code), ("case", second.code), ("lead", str(new_lead.pk))],
        )

    assert len(seen) == 2
    assert answer.status == 503
    assert ("lead", str(new_lead.pk)) in answer.fields
    assert [name for name, _value in answer.fields].count("case") == 2
    assert not Case.objects.filter(lead=new_lead).exists()


@pytest.mark.parametrize("path", ["/cases/KB-\0/", "/log/"])
def test_a_nul_in_an_address_is_refused_calmly(sign_in, path):
    answer = send(sign_in(), path, QUERY_STRING="" if "\0" in path else "case=%00")

    assert answer.status == 400
    assert "Nothing was changed." in answer.text


def test_ids_of_others_in_the_fields_of_a_form_reach_nothing(sign_in, case):
    theirs = CaseFactory(worker=UserFactory())
    task = TaskFactory(case=theirs, owner=theirs.lead)
    client = sign_in(case.lead)

    ticked = send(client, "/day/tasks/done/", {"task": str(task.pk)})
    given = send(client, "/cases/assign/", {"case": theirs.code, "lead": str(case.lead.pk)})

    assert ticked.status == 302
    assert given.status in {302, 403, 404}
    task.refresh_from_db()
    assert task.done_at is None
    assert Case.objects.get(pk=theirs.pk).lead == theirs.lead


def test_an_upload_of_a_colleague_cannot_be_made_ones_own(sign_in, case):
    theirs = CaseFactory(worker=UserFactory())
    begun = send(
        sign_in(theirs.lead),
        f"/cases/{theirs.code}/documents/arriving/",
        {"size": "100", "name": "letter.pdf"},
        HTTP_ACCEPT="application/json",
    )
    upload = json.loads(begun.text)["upload"]
    client = sign_in(case.lead)

    asked = send(client, f"/cases/{case.code}/documents/arriving/{upload}/")
    taken = send(
        client,
        f"/cases/{case.code}/documents/new/",
        {"kind": "letter", "title": "Mine", "compartment": "story", "upload": upload},
    )

    assert asked.status == 404
    assert taken.status in {404, 422}
    assert not Document.objects.exists()
