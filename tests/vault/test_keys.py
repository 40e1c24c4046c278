"""Keys are made once, kept to ourselves, and refused with a clear word when something is wrong."""

import json
import os
import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kimbilio.settings.secrets import django_secrets
from kimbilio.vault import checks, keys, keyset
from kimbilio.vault.errors import (
    KeysExist,
    KeysFixed,
    KeysMissing,
    KeysTooOpen,
    KeysUnreadable,
    WrongKeys,
)
from kimbilio.vault.models import Canary
from tests.vault_samples.models import Letter


def test_create_makes_a_file_that_only_its_owner_can_open(own_keys):
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_keys.parent.stat().st_mode) == 0o700
    assert [path.name for path in own_keys.parent.iterdir()] == ["keyset.json"]


def test_create_never_replaces_keys(own_keys, monkeypatch):
    before = own_keys.read_bytes()

    for path in (None, own_keys):
        with pytest.raises(KeysExist):
            keys.create(path)
    with pytest.raises(KeysExist):  # somebody was faster
        keys.write(keyset.generate(), own_keys, replace=False)
    own_keys.unlink()
    monkeypatch.setenv("KIMBILIO_KEYSET", before.decode())
    with pytest.raises(KeysExist):
        keys.create()

    assert not own_keys.exists()
    assert list(own_keys.parent.iterdir()) == []


def test_missing_keys_say_how_to_make_or_restore_them(own_keys):
    own_keys.unlink()
    keys.forget()

    with pytest.raises(KeysMissing, match="kimbilio keys create"):
        keys.current()
    with pytest.raises(CommandError, match="safe copy"):
        call_command("keys", "list")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\xff\xfe", b"[]", b'{"format": 9}', b"null"],
)
def test_a_damaged_keyset_is_named_as_such(own_keys, content):
    own_keys.write_bytes(content)

    with pytest.raises(KeysUnreadable, match="safe copy"):
        keys.refresh()


def test_a_keyset_with_a_damaged_key_is_named_as_such(own_keys):
    document = keys.read()
    document["fields"]["key"][0]["keyData"]["value"] = "AAAA"
    own_keys.write_text(json.dumps(document))

    with pytest.raises(KeysUnreadable):
        keys.refresh()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_keyset_that_others_may_read_is_refused(own_keys, mode):
    own_keys.chmod(mode)

    with pytest.raises(KeysTooOpen, match="chmod 600"):
        keys.refresh()


def test_a_keyset_in_a_folder_that_others_may_enter_is_refused(own_keys):
    own_keys.parent.chmod(0o755)
    keys.forget()

    with pytest.raises(KeysTooOpen, match="chmod 700"):
        keys.refresh()


def test_a_keyset_that_cannot_be_read_is_named_as_such(own_keys, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    keys.forget()
    monkeypatch.setattr(type(own_keys), "read_text", refuse)
    with pytest.raises(KeysUnreadable, match="Permission denied"):
        keys.refresh()
    monkeypatch.setattr(type(own_keys), "stat", refuse)
    with pytest.raises(KeysUnreadable):
        keys.refresh()


def test_keys_may_come_from_the_environment(own_keys, monkeypatch):
    text = own_keys.read_text()
    own_keys.unlink()
    monkeypatch.setenv("KIMBILIO_KEYSET", text)
    keys.forget()

    assert keys.current().set_id == json.loads(text)["id"]
    with pytest.raises(KeysFixed, match="--write-to"):
        keys.replace(keyset.generate())
    monkeypatch.setenv("KIMBILIO_KEYSET", "nonsense")
    with pytest.raises(KeysUnreadable, match="KIMBILIO_KEYSET"):
        keys.refresh()


def test_a_changed_keyset_is_noticed_while_running(own_keys, monkeypatch):
    before = keys.current()
    keys.write(keyset.with_new_keys(keys.read()), own_keys, replace=True)

    assert keys.current() is before
    monkeypatch.setattr(keys, "_look_again_at", 0.0)
    assert keys.current().field_prefix != before.field_prefix
    assert keys.current().trail == before.trail


def test_nothing_secret_is_in_the_repr_or_on_the_screen(own_keys, capsys):
    call_command("keys", "list")
    document = keys.read()
    shown = repr(keys.current()) + capsys.readouterr().out

    for purpose in keyset.PURPOSES:
        assert document[purpose]["key"][0]["keyData"]["value"] not in shown
    assert document["trail"] not in shown
    assert document["id"] in shown


def test_django_takes_its_secret_from_the_keyset(own_keys, monkeypatch):
    monkeypatch.delenv("KIMBILIO_SECRET_KEY", raising=False)
    assert django_secrets(own_keys) == keys.read()["django"]
    assert django_secrets(own_keys.parent / "none") == []
    monkeypatch.setenv("KIMBILIO_SECRET_KEY", "given")
    assert django_secrets(own_keys) == ["given"]


def test_trail_key_stays_the_same_through_a_rotation(own_keys):
    before = keys.trail_key()
    keys.replace(keyset.with_new_keys(keys.read()))

    assert keys.trail_key() == before
    assert len(before) >= 32


@pytest.mark.django_db
def test_keys_of_another_database_stop_the_start_and_change_nothing(own_keys):
    keys.check_database()
    letter = Letter.objects.create(text="hello")
    sealed = Letter.objects.values_list("text", flat=True).get()
    own_keys.unlink()
    keys.forget()
    keys.create()

    with pytest.raises(WrongKeys, match="Nothing was touched"):
        keys.check_database()
    (error,) = checks.keys_belong_to_database(databases=["default"])
    assert "do not belong to this database" in error.msg
    assert checks.keys_belong_to_database(databases=None) == []
    assert Letter.objects.values_list("text", flat=True).get(pk=letter.pk) == sealed


@pytest.mark.django_db
def test_records_without_a_canary_are_tried_before_a_new_one_is_left(own_keys):
    Letter.objects.create()
    Letter.objects.create(text="hello")
    own_keys.unlink()
    keys.forget()
    keys.create()

    with pytest.raises(WrongKeys):
        keys.check_database()

    assert not Canary.objects.exists()


@pytest.mark.django_db
def test_the_right_keys_pass_again_and_again(own_keys):
    keys.check_database()
    keys.check_database()

    assert Canary.objects.get().song == keys.CANARY_SONG


@pytest.mark.django_db
def test_a_canary_with_another_song_is_not_ours(own_keys):
    Canary.objects.create(pk=keys.CANARY, song="something else")

    with pytest.raises(WrongKeys):
        keys.check_database()


@pytest.mark.django_db
def test_a_database_without_tables_passes(own_keys, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)

    keys.check_database()

    assert not Canary.objects.exists()


def test_keys_create_on_the_command_line(settings, tmp_path, capsys):
    settings.KEYSET_FILE = tmp_path / "new" / "keyset.json"
    keys.forget()

    call_command("keys", "create")
    assert "Keep a copy" in capsys.readouterr().out
    with pytest.raises(CommandError, match="left as they were"):
        call_command("keys", "create")
    keys.forget()


def test_root_leaves_the_keyset_to_the_service(own_keys, monkeypatch):
    given = []
    monkeypatch.setattr(os, "geteuid", lambda: own_keys.stat().st_uid + 1)
    monkeypatch.setattr(os, "chown", lambda *owner: given.append(owner[1:]))

    keys.write(keys.read(), own_keys, replace=True)

    assert given == [(own_keys.stat().st_uid, own_keys.stat().st_gid)]
