"""A database that is busy, full or gone in the middle of a save: said so, kept, nothing half-done."""

import contextlib
import sqlite3
from io import BytesIO
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from kimbilio.audit.models import Entry
from kimbilio.cases.models import Note, TimelineEntry
from kimbilio.drafts.models import Draft, SentForm
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.web.wire import send

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "She slept well & <ate>.\nThen she asked for her sister's number, twice."
NOTE = {"kind": "call", "happened_at": "2026-04-14T09:41", "compartment": "story", "text": WORDS}
ON_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def impatient():
    """Our connections wait a fifth of a second for a lock, and not the usual twenty."""

    def hurry(connection, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=200" if ON_SQLITE else "SET lock_timeout='200ms'")

    connection.close()
    connection_created.connect(hurry)
    yield
    connection_created.disconnect(hurry)
    connection.close()
    if not ON_SQLITE:
        connection.close_pool()  # whoever is given the line next is to be patient again


def another_line():
    """A connection of another program to the same PostgreSQL."""
    at = connection.settings_dict
    return psycopg.connect(
        host=at["HOST"], port=at["PORT"] or None, user=at["USER"], dbname=at["NAME"]
    )


@contextlib.contextmanager
def held_by_somebody_else():
    """Another program writes and does not end."""
    if ON_SQLITE:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = another_line()
        other.execute("LOCK TABLE cases_note IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextlib.contextmanager
def full_disk():
    """The database may not grow by a page; PostgreSQL says what it says when the disk is full."""
    if ON_SQLITE:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA max_page_count=1")  # never below what there is
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON cases_note EXECUTE FUNCTION no_room()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER no_room ON cases_note")
        cursor.execute("DROP FUNCTION no_room")


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


@pytest.fixture
def note(case):
    """The address of a new note and the form, with words enough to need room."""
    sent = {**NOTE, "text": WORDS + " More." * 5000, "sent_key": str(uuid4())}
    return f"/cases/{case.code}/notes/new/", sent


def count():
    return [model.objects.count() for model in (Note, TimelineEntry, SentForm, Entry)]


def is_kept(answer, sent):
    """Whether the form in the answer holds everything that was sent."""
    return dict(answer.fields) == {key: value.replace("\r", "") for key, value in sent.items()}


@pytest.mark.parametrize("trouble", [held_by_somebody_else, full_disk])
def test_what_cannot_be_saved_comes_back_and_can_be_sent_again(
    sign_in, case, note, impatient, trouble, caplog
):
    client = sign_in(case.lead)
    url, sent = note
    before = count()

    with trouble():
        refused = send(client, url, sent)

    assert refused.status == 503
    assert refused.headers["Retry-After"]
    assert "Not saved" in refused.text
    assert ("disk of the server is full" in refused.text) == (trouble is full_disk)
    assert count() == before
    assert is_kept(refused, sent)
    assert "sister" not in caplog.text

    assert send(client, url, refused.fields).status == 302
    assert send(client, url, refused.fields).status == 302
    assert Note.objects.get().text == sent["text"]


def test_a_page_that_cannot_be_read_says_so_calmly(sign_in, case, impatient):
    client = sign_in(case.lead)
    session = client.session
    session["last_active"] = session["noted"] = 0  # so that reading has something to write
    session.save()

    with held_by_somebody_else():
        answer = send(client, f"/cases/{case.code}/timeline/")

    assert answer.status in {200, 503}  # reading goes on while another writes, where it can
    assert "Something broke" not in answer.text


def test_a_script_gets_a_fragment_and_a_device_gets_words(sign_in, case, note, impatient):
    client = sign_in(case.lead)
    url, sent = note

    with held_by_somebody_else():
        fragment = send(client, url, sent, HTTP_HX_REQUEST="true")
        told = send(client, url, sent, HTTP_ACCEPT="application/json")

    assert (fragment.status, told.status) == (503, 503)
    assert "Not saved." in fragment.text
    assert "<html" not in fragment.text
    assert told.headers["Content-Type"] == "application/json"
    assert "Not saved." in told.text


def test_it_is_said_in_the_language_of_the_person(sign_in, case, note, impatient):
    client = sign_in(case.lead)
    client.cookies["django_language"] = "sw"

    with held_by_somebody_else():
        answer = send(client, *note)

    assert '<html lang="sw"' in answer.text


def test_a_password_is_never_drawn_into_a_page(sign_in, case, note, impatient):
    client = sign_in(case.lead)
    url, sent = note

    with held_by_somebody_else():
        answer = send(client, url, {**sent, "password": "three calm words"})

    assert answer.status == 503
    assert "three calm words" not in answer.text
    assert answer.fields == []


@pytest.mark.postgres
@pytest.mark.skipif(ON_SQLITE, reason="SQLite has no line that could break")
def test_a_line_cut_in_mid_save_leaves_nothing_and_the_next_one_works(sign_in, case, note):
    client = sign_in(case.lead)
    url, sent = note
    before = count()

    def cut(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "audit_entry"'):  # the note itself is written already
            pid = context["connection"].connection.info.backend_pid
            with another_line() as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut):
        refused = send(client, url, sent)

    assert refused.status == 503
    assert count() == before
    assert send(client, url, refused.fields).status == 302
    assert Note.objects.get().text == sent["text"]


class Broken(BytesIO):
    """A line that breaks after some bytes."""

    def read(self, *args):
        raise OSError("the line broke")


def test_a_form_that_arrives_in_part_changes_nothing(sign_in, case, note):
    client = sign_in(case.lead)
    before = count()

    answer = send(client, *note, stream=Broken())

    assert answer.status in {400, 403}
    assert count() == before
    assert not Draft.objects.exists()
