"""A change of keys loses nothing, can stop anywhere, and overwrites nobody's work."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from kimbilio.kernel.ids import new_id
from kimbilio.vault import blind, chores, disk, files, keys, keyset, rotation
from kimbilio.vault.errors import CannotDecrypt, KeysInUse
from kimbilio.vault.fields import EncryptedField
from kimbilio.vault.models import RotationStep
from kimbilio.vault.tasks import lock_anew
from tests.vault_samples.models import Letter, Parcel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_keys", "files_dir")]

KIND = files.Kind("samples.letter", frozenset({"text/plain"}))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(rotation, "SETTLING", 0)
    monkeypatch.setattr(blind, "_indexes", {})
    monkeypatch.setattr(blind, "autodiscover_modules", lambda name: None)


def ciphertexts():
    return {pk: text.ciphertext for pk, text in Letter.objects.values_list("pk", "text")}


def letters(count=10):
    made = [Letter(text=f"letter {n}", marks={"n": n}) for n in range(count)]
    return Letter.objects.bulk_create(made)


def keep(words=b"Nafula waits at the bridge"):
    return files.store(io.BytesIO(words), owner_id=new_id(), kind=KIND)


def test_everything_is_locked_anew_and_the_old_keys_go():
    letters()
    Letter.objects.create(sender=None)
    Parcel.objects.create(id="parcel", text="a parcel")
    stored = keep()
    before, old = ciphertexts(), keys.read()
    keys.check_database()

    rotation.begin()
    said = []
    assert rotation.carry_on(said.append) == []
    keys.replace(rotation.drop_old())

    document = keys.read()
    mark = keys.current().field_prefix
    for purpose in keyset.PURPOSES:
        assert len(document[purpose]["key"]) == 1
        assert document[purpose]["primaryKeyId"] != old[purpose]["primaryKeyId"]
    texts = ciphertexts()
    assert all(text.startswith(mark) for text in texts.values() if text)
    assert texts != before
    assert sorted(one.text for one in Letter.objects.all() if one.text) == [
        f"letter {n}" for n in range(10)
    ]
    assert Parcel.objects.get().text == "a parcel"
    stored.refresh_from_db()
    assert files.read(stored) == b"Nafula waits at the bridge"
    assert files.is_intact(stored)
    keys.check_database()
    assert said[-1] == "Everything is locked with the newest keys."


def test_readers_open_old_and_new_while_it_runs():
    before = letters(1)[0]
    stored = keep()

    rotation.begin()
    after = Letter.objects.create(text="new")

    assert Letter.objects.get(pk=before.pk).text == "letter 0"
    assert Letter.objects.get(pk=after.pk).text == "new"
    assert files.read(stored) == b"Nafula waits at the bridge"


def test_a_reader_that_has_not_seen_the_new_key_looks_again(monkeypatch):
    stale = keys.current(), keys._seen
    rotation.begin()
    letter, stored = Letter.objects.create(text="new"), keep()

    def become_stale():
        monkeypatch.setattr(keys, "_keys", stale[0])
        monkeypatch.setattr(keys, "_seen", stale[1])
        monkeypatch.setattr(keys, "_look_again_at", float("inf"))

    become_stale()
    assert Letter.objects.get(pk=letter.pk).text == "new"
    become_stale()
    assert files.read(stored) == b"Nafula waits at the bridge"


def test_an_interrupted_rotation_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(rotation, "ROWS", 3)
    letters(10)
    rotation.begin()

    def break_off(line):
        if line.startswith(Letter._meta.db_table):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.carry_on(break_off)
    half, mark = ciphertexts(), keys.current().field_prefix
    done = {pk: text for pk, text in half.items() if text.startswith(mark)}
    assert len(done) == 3
    assert rotation.is_under_way()
    with pytest.raises(KeysInUse, match=Letter._meta.db_table):
        rotation.drop_old()

    assert rotation.carry_on() == []

    now = ciphertexts()
    assert done.items() <= now.items()
    assert all(text.startswith(mark) for text in now.values())
    assert not rotation.is_under_way()
    assert RotationStep.objects.get(name=Letter._meta.db_table).done == 20


def test_an_edit_made_meanwhile_is_not_overwritten(monkeypatch):
    (letter,) = letters(1)
    rotation.begin()
    real = EncryptedField.reseal

    def edited_meanwhile(field, sealed, pk):
        if field.model is Letter and field.name == "text":
            other = Letter.objects.get(pk=pk)
            other.text = "edited"
            other.save(update_fields=["text"])
        return real(field, sealed, pk)

    monkeypatch.setattr(EncryptedField, "reseal", edited_meanwhile)

    assert rotation.carry_on() == []

    found = Letter.objects.get(pk=letter.pk)
    assert (found.text, found.marks) == ("edited", {"n": 0})


def test_a_value_written_with_the_old_key_behind_our_back_is_found(monkeypatch):
    letters(1)
    stale = keys.current()
    rotation.begin()
    late = Letter(text="late")
    field = Letter._meta.get_field("text")
    bound_to = field._bound_to(late.pk)
    sealed = type(field.seal(late, ""))(stale.fields.encrypt(b"late", bound_to))

    def write_late(line):
        if line.startswith("files") and not Letter.objects.filter(pk=late.pk).exists():
            late.text = ""
            late.save(force_insert=True)
            Letter.objects.filter(pk=late.pk).update(text=sealed)

    assert rotation.carry_on(write_late) == []

    assert Letter.objects.get(pk=late.pk).text == "late"
    rotation.drop_old()


def test_a_damaged_value_is_reported_and_keeps_the_old_keys():
    good, bad = letters(2)
    with connection.cursor() as cursor:
        column = Letter._meta.pk.get_db_prep_value(bad.pk, connection)
        cursor.execute(
            f"UPDATE {Letter._meta.db_table} SET text = %s WHERE id = %s",
            [ciphertexts()[bad.pk][:-1] + b"x", column],
        )
    stored = keep()
    path = disk.path_of(stored.id, stored.key_id)
    path.write_bytes(path.read_bytes()[:-1])
    rotation.begin()

    left = {one.name: one.count for one in rotation.carry_on()}

    assert left == {Letter._meta.db_table: 1, "files": 1}
    assert Letter.objects.get(pk=good.pk).text == "letter 0"
    with pytest.raises(CannotDecrypt):
        _ = Letter.objects.get(pk=bad.pk).text
    with pytest.raises(KeysInUse):
        rotation.drop_old()


def test_a_blind_index_is_written_anew_in_batches():
    calls = []

    def reindex(after, size):
        calls.append(after)
        return (2, "") if after == "b" else (2, "b" if after else "a")

    blind.register("names", reindex)
    rotation.begin()
    with pytest.raises(KeysInUse, match="index names"):
        rotation.drop_old()

    rotation.carry_on()

    assert calls == ["", "a", "b"]
    assert RotationStep.objects.get(name="index names").done == 6
    rotation.drop_old()


def test_files_that_are_arriving_keep_the_old_keys():
    stored = files.begin(owner_id=new_id(), kind=KIND)
    files.append(stored, b"words", offset=0, kind=KIND)
    rotation.begin()
    rotation.carry_on()

    with pytest.raises(KeysInUse, match="arriving"):
        rotation.drop_old()
    assert files.read(files.finish(stored, kind=KIND)) == b"words"


def test_relock_leaves_a_file_alone_that_was_removed_meanwhile():
    stored = keep()
    rotation.begin()
    type(stored).objects.filter(pk=stored.pk).delete()

    assert not files.relock(stored)
    assert [path.name for path in disk.folder().glob("*/*")] == [
        disk.path_of(stored.id, stored.key_id).name
    ]


def test_many_files_go_in_batches(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(rotation, "FILES", 2)
    for number in range(5):
        keep(f"words {number}".encode())
    rotation.begin()

    with django_capture_on_commit_callbacks(execute=True):
        assert rotation.carry_on() == []

    mark = f".{keys.current().file_key_id:08x}"
    assert {path.suffix for path in disk.folder().glob("*/*")} == {mark}


def test_only_one_rotation_at_a_time():
    rotation.begin()

    with pytest.raises(KeysInUse, match="--continue"):
        rotation.begin()


def test_the_command_rotates_and_drops(capsys):
    letters(3)

    call_command("keys", "rotate", "--now")
    call_command("keys", "list")
    call_command("keys", "drop-old")

    shown = capsys.readouterr().out
    assert f"{Letter._meta.db_table}: 6 done" in shown
    assert f"{Letter._meta.db_table}: 6, done" in shown
    assert "letter 1" not in shown
    assert len(keys.read()["fields"]["key"]) == 1
    assert {one.text for one in Letter.objects.all()} == {f"letter {n}" for n in range(3)}


def test_the_command_leaves_it_to_the_background():
    letters(3)

    call_command("keys", "rotate")

    assert DBTaskResult.objects.count() == 1
    assert rotation.is_under_way()
    assert lock_anew.call() == 0
    assert not rotation.is_under_way()


def test_an_interrupted_rotation_is_taken_up_by_the_chore():
    chores.carry_on_rotation()
    assert not DBTaskResult.objects.exists()
    rotation.begin()

    chores.carry_on_rotation()
    assert DBTaskResult.objects.count() == 1
    RotationStep.objects.create(key_id=rotation._newest(), name="just now")
    chores.carry_on_rotation()

    assert DBTaskResult.objects.count() == 1


def test_keys_from_the_environment_are_changed_by_hand(own_keys, monkeypatch, tmp_path):
    letters(3)
    text = own_keys.read_text()
    own_keys.unlink()
    monkeypatch.setenv("KIMBILIO_KEYSET", text)
    with pytest.raises(CommandError, match="--write-to"):
        call_command("keys", "rotate")
    new, last = tmp_path / "new.json", tmp_path / "last.json"

    call_command("keys", "rotate", "--write-to", str(new))
    monkeypatch.setenv("KIMBILIO_KEYSET", new.read_text())
    call_command("keys", "rotate", "--continue", "--now")
    call_command("keys", "drop-old", "--write-to", str(last))

    monkeypatch.setenv("KIMBILIO_KEYSET", last.read_text())
    keys.forget()
    assert {one.text for one in Letter.objects.all()} == {f"letter {n}" for n in range(3)}
    assert len(json.loads(last.read_text())["django"]) == 1


def test_a_rotation_with_damage_ends_in_an_error():
    keys.check_database()
    letters(1)
    stranger = Letter._meta.get_field("text")._lock(b"x", new_id())
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Letter._meta.db_table} SET text = %s", [stranger.ciphertext])

    with pytest.raises(CommandError, match="backup"):
        call_command("keys", "rotate", "--now")
