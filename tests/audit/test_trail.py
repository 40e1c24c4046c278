"""One call writes one row that says who, what, when and where, and hides the words."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.audit import mac, trail
from kimbilio.audit.choices import Event
from kimbilio.audit.middleware import TrailMiddleware
from kimbilio.audit.models import Entry, Seal
from kimbilio.vault import keys, rotation

pytestmark = pytest.mark.django_db

SECRET = "Nafula waits at the bridge in Busia"


@pytest.fixture
def akinyi():
    return User.objects.create_user(
        email="akinyi@example.org", name="Akinyi Mutua", role=Role.CASE_WORKER
    )


@dataclass
class FileStandIn:
    trail_case_id: uuid.UUID


def test_record_writes_who_what_and_on_what(akinyi):
    trail.record(Event.STAFF_CHANGED, by=akinyi, on=akinyi, fields=["phone"], count=1)

    entry = Entry.objects.get()
    assert (entry.actor_id, entry.actor_role) == (akinyi.pk, Role.CASE_WORKER)
    assert (entry.subject_type, entry.subject_id) == ("accounts.user", str(akinyi.pk))
    assert entry.facts == {"fields": ["phone"], "count": 1}
    assert entry.sentence == "Changed a colleague's account"
    assert mac.is_true(entry)


def test_record_is_one_insert(akinyi, django_assert_num_queries):
    with django_assert_num_queries(1):
        trail.look(Event.CASE_OPENED, by=akinyi, case=uuid.uuid4(), tab="plan")


@pytest.mark.parametrize("as_object", [True, False])
def test_record_knows_the_case(as_object):
    case_id = uuid.uuid4()

    trail.record(Event.CASE_OPENED, by=None, case=FileStandIn(case_id) if as_object else case_id)

    assert Entry.objects.get().case_id == case_id


def test_record_is_undone_with_the_action():
    with transaction.atomic():
        trail.record(Event.CASE_CHANGED, by=None)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "fact",
    [
        "Nafula",
        "two words",
        "0712345678",
        "someone@example.org",
        "x" * 65,
        "a\nb",
        1.5,
        b"bytes",
        {"name": "Nafula Wanjiru"},
        ["ok", "Not ok"],
        object(),
    ],
)
def test_record_refuses_a_fact_that_could_be_a_text(fact):
    with pytest.raises(ValueError, match="id, code or count") as refusal:
        trail.record(Event.SEARCHED, by=None, words=fact)

    assert not Entry.objects.exists()
    if isinstance(fact, str):
        assert fact not in str(refusal.value)


@pytest.mark.parametrize(
    ("fact", "kept"),
    [
        (Role.TEAM_LEAD, "team_lead"),
        ("KB-4T7Q", "KB-4T7Q"),
        (12345678, 12345678),
        (date(2026, 4, 14), "2026-04-14"),
        (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        ({"b", "a"}, ["a", "b"]),
        ({"high": 3}, {"high": 3}),
        (True, True),
    ],
)
def test_record_keeps_codes_ids_and_counts(fact, kept):
    trail.record(Event.EXPORTED, by=None, fact=fact)

    entry = Entry.objects.get()
    assert entry.facts == {"fact": kept}
    assert mac.is_true(entry)


def test_changes_come_back_field_by_field():
    changes = {
        "narrative": ("", SECRET),
        "born_on": (None, date(2011, 4, 14)),
        "seen_at": (None, datetime(2026, 4, 14, 9, 41, tzinfo=UTC)),
        "role": (Role.MANAGER, Role.TEAM_LEAD),
        "languages": ({"sw", "en"}, ("so",)),
        "owner_id": (uuid.UUID(int=1), None),
        "fee": (Decimal("3.40"), 4),
    }

    trail.record(Event.CASE_CHANGED, by=None, changes=changes)

    entry = Entry.objects.get()
    assert entry.changes == {
        "narrative": ["", SECRET],
        "born_on": [None, "2011-04-14"],
        "seen_at": [None, "2026-04-14T09:41:00+00:00"],
        "role": ["manager", "team_lead"],
        "languages": [["en", "sw"], ["so"]],
        "owner_id": ["00000000-0000-0000-0000-000000000001", None],
        "fee": ["3.40", 4],
    }
    assert mac.is_true(entry)
    assert mac.has_true_changes(entry)


def test_changes_are_not_readable_in_the_database():
    trail.record(Event.CASE_CHANGED, by=None, changes={"narrative": ("", SECRET)})

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry")
        row = cursor.fetchone()
    raw = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
    assert b"Nafula" not in raw
    assert b"narrative" not in raw


def test_the_request_tells_from_where(settings):
    request = RequestFactory().get(
        "/",
        REMOTE_ADDR="::ffff:192.0.2.7",
        HTTP_X_FORWARDED_FOR="198.51.100.9",
        HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36",
    )

    def view(request):
        trail.look(Event.CASE_OPENED, by=None)
        return HttpResponse()

    TrailMiddleware(view)(request)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    TrailMiddleware(view)(request)
    trail.look(Event.CASE_OPENED, by=None)

    direct, proxied, alone = Entry.objects.order_by("id")
    assert (direct.ip, direct.device) == ("192.0.2.7", "Chrome on Android")
    assert proxied.ip == "198.51.100.9"
    assert (alone.ip, alone.device) == (None, "")
    assert mac.is_true(direct)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Entry.objects.update(device="another"),
        lambda: Entry.objects.update(event="printed"),
        lambda: Entry.objects.update(mac=b""),
        lambda: Entry.objects.all().delete(),
        lambda: Seal.objects.update(count=0),
        lambda: Seal.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_or_remove(attempt, seal_now):
    trail.record(Event.CASE_CHANGED, by=None)
    seal_now()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt()

    assert Entry.objects.count() == Seal.objects.count() == 1


def test_changes_may_be_encrypted_anew(seal_now, findings):
    trail.record(Event.CASE_CHANGED, by=None, changes={"narrative": ("", SECRET)})
    seal_now()
    entry = Entry.objects.get()
    field = Entry._meta.get_field("changes")

    Entry.objects.filter(pk=entry.pk).update(changes=field.seal(entry, entry.changes))

    assert findings() == []


def test_a_change_of_keys_leaves_the_log_true(seal_now, findings, settings, tmp_path, monkeypatch):
    settings.KEYSET_FILE = tmp_path / "keys" / "keyset.json"
    settings.FILES_DIR = tmp_path / "files"  # other tests leave files that arrive behind
    keys.create(settings.KEYSET_FILE)
    keys.forget()
    monkeypatch.setattr(rotation, "SETTLING", 0)
    trail.record(Event.CASE_CHANGED, by=None, changes={"narrative": ("", SECRET)})
    seal_now()
    before = Entry.objects.values_list("changes", flat=True).get().ciphertext

    rotation.begin()
    assert rotation.carry_on() == []
    keys.replace(rotation.drop_old())

    after = Entry.objects.values_list("changes", flat=True).get().ciphertext
    assert before != after
    assert findings() == []
    assert Entry.objects.get().changes["narrative"][1] == SECRET
    settings.KEYSET_FILE = settings.HOME / "keys" / "keyset.json"
    keys.forget()
