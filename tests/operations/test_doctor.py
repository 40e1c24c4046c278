"""``kimbilio doctor`` finds what is wrong and says what to do."""

import json
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.helpline.models import Delivery
from kimbilio.kernel.models import Chore
from kimbilio.operations import backup, health, home, machine, schema
from kimbilio.operations.findings import State
from kimbilio.vault import keys
from kimbilio.vault.keyset import generate
from tests.factories.helpline import AccountFactory
from tests.operations.running import kimbilio, service, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_home(settings, tmp_path):
    """A home of this test's own, as a first start would make it."""
    settings.HOME = tmp_path / "home"
    settings.KEYSET_FILE = settings.HOME / "keys" / "keyset.json"
    settings.FILES_DIR = settings.HOME / "files"
    home.folder()
    keys.create()
    keys.forget()
    yield settings.HOME
    keys.forget()


def test_keys_that_open_the_database_are_good(at_home):
    assert health.look_at_keys().state is State.GOOD


def test_missing_and_foreign_keys_are_wrong(at_home, settings):
    keys.check_database()
    settings.KEYSET_FILE.write_text(json.dumps(generate()))
    assert "do not belong" in health.look_at_keys().says

    settings.KEYSET_FILE.unlink()
    missing = health.look_at_keys()
    assert missing.state is State.WRONG
    assert "no keys" in missing.says


def test_a_whole_database_is_good():
    assert health.look_at_database().state is State.GOOD


def test_a_damaged_database_is_named(monkeypatch):
    monkeypatch.setattr(health, "_broken_rows", lambda: "page 7")

    assert "page 7" in health.look_at_database().says


def test_missing_and_unknown_migrations_are_wrong(monkeypatch):
    assert health.look_at_migrations().state is State.GOOD

    monkeypatch.setattr(schema, "on_disk", lambda: {*schema.applied(), ("cases", "9999_new")})
    assert "kimbilio migrate" in health.look_at_migrations().advice

    monkeypatch.setattr(schema, "on_disk", set)
    assert "newer version" in health.look_at_migrations().says


@pytest.mark.parametrize(
    ("free", "state"), [(10_000, State.GOOD), (400, State.CARE), (50, State.WRONG)]
)
def test_little_room_on_the_disk_is_told(at_home, monkeypatch, free, state):
    usage = namedtuple("usage", "free")(free * machine.MEGABYTE)
    monkeypatch.setattr(machine, "disk_usage", lambda _path: usage)
    monkeypatch.setattr(backup, "size_of_database", lambda: 0)

    assert machine.look_at_disk().state is state


def test_a_clock_behind_the_newest_entry_is_wrong():
    assert machine.look_at_clock().state is State.GOOD

    later = timezone.now() + timedelta(days=1)
    trail.record(next(iter(Event)), by=None)
    newest = Entry(at=later, event="x", mac=b"x")
    newest.save()

    assert machine.look_at_clock().state is State.WRONG


def test_mail_that_is_not_sent_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert machine.look_at_mail().state is State.CARE


def test_a_mail_server_that_does_not_answer_is_wrong(settings):
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert machine.look_at_mail().state is State.WRONG


def test_a_file_that_others_may_read_is_wrong_with_the_command_that_mends_it(at_home, settings):
    assert machine.look_at_permissions().state is State.GOOD

    settings.KEYSET_FILE.chmod(0o644)

    assert f"chmod 600 {settings.KEYSET_FILE}" in machine.look_at_permissions().advice


def test_background_work_is_seen_by_its_lock(at_home):
    assert health.look_at_background().state is State.CARE

    with home.held("server"):
        assert health.look_at_background().state is State.WRONG
        with home.held("background"):
            assert health.look_at_background().state is State.GOOD


def test_a_chore_that_failed_is_named(at_home):
    Chore.objects.create(name="audit.seal", due_at=timezone.now(), failed_at=timezone.now())

    with home.held("server"), home.held("background"):
        assert "audit.seal" in health.look_at_background().says


def test_postings_that_nobody_reads_are_wrong_and_a_silent_account_wants_care(at_home):
    assert health.look_at_helpline().state is State.GOOD
    account = AccountFactory(name="Main line", trouble="no_line", trouble_since=timezone.now())
    assert "Main line" in health.look_at_helpline().says
    assert health.look_at_helpline().state is State.CARE

    Delivery.objects.create(
        account=account, body="x", mark="m", received_at=timezone.now() - timedelta(hours=1)
    )

    assert health.look_at_helpline().state is State.WRONG


def test_an_old_backup_is_told(at_home):
    assert health.look_at_backups().state is State.CARE

    backup._remember()
    assert health.look_at_backups().state is State.GOOD

    old = {"made": (timezone.now() - timedelta(days=9)).isoformat()}
    (at_home / "run" / "last-backup.json").write_text(json.dumps(old))
    assert health.look_at_backups().state is State.CARE


def test_a_front_end_that_is_not_built_is_wrong(settings, tmp_path):
    settings.FRONTEND_DIST = tmp_path
    assert machine.look_at_frontend().state is State.WRONG

    (tmp_path / "manifest.json").write_text("{}")
    assert machine.look_at_frontend().state is State.GOOD


def test_a_database_that_does_not_answer_does_not_stop_the_other_looks(monkeypatch):
    monkeypatch.setattr(connection, "cursor", broken_cursor)

    states = [finding.state for finding in health.examine()]

    assert len(states) == len(health.LOOKS)
    assert State.WRONG in states


def broken_cursor(*args, **options):
    from django.db import OperationalError

    raise OperationalError("gone")


def test_the_command_ends_with_one_only_if_something_is_wrong(tmp_path):
    path = Path(tmp_path / "home")
    set_up(path)
    with service(path):
        well = kimbilio(path, "doctor")
        (path / "keys" / "keyset.json").chmod(0o640)
        ill = kimbilio(path, "doctor")

    assert ("WRONG" in well.stdout) == (well.returncode == 1)
    assert ill.returncode == 1
    assert "chmod 600" in ill.stdout
