"""Encrypted fields keep text from everyone who has the database and not the keys."""

import copy
import pickle

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.versions import amend
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField
from kimbilio.vault.sealed import Sealed
from tests.vault_samples.models import Letter, Parcel

pytestmark = pytest.mark.django_db

SECRET = "Nafula waits at the bridge in Busia"


def stored(row, column="text"):
    """The bytes in the database, read past the field."""
    table, key = row._meta.db_table, row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [key])
        found = cursor.fetchone()[0]
    return None if found is None else bytes(found)


def put(row, ciphertext, column="text"):
    """Write bytes into the database past the field."""
    table, key = row._meta.db_table, row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [ciphertext, key])


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def test_text_comes_back_and_the_database_holds_none_of_it():
    letter = Letter.objects.create(text=SECRET, marks={"a": [1, None, "é"]})

    assert again(letter).text == SECRET
    assert again(letter).marks == {"a": [1, None, "é"]}
    assert b"Nafula" not in stored(letter)
    assert stored(letter) != stored(Letter.objects.create(text=SECRET))


def test_nothing_is_stored_as_nothing():
    letter = Letter.objects.create()

    assert stored(letter) == b""
    assert stored(letter, "marks") == b""
    assert stored(letter, "sender") is None
    assert (again(letter).text, again(letter).sender, again(letter).marks) == ("", None, {})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text):
    letter = Letter.objects.create(text=text)

    assert again(letter).text == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(marks=JSON.filter(lambda value: value is not None))
def test_any_structure_comes_back(marks):
    letter = Letter.objects.create(marks=marks)

    assert again(letter).marks == marks


def test_a_value_moved_to_another_row_does_not_open():
    mine, theirs = Letter.objects.create(text=SECRET), Letter.objects.create(text="x")
    put(theirs, stored(mine))

    with pytest.raises(CannotDecrypt):
        _ = again(theirs).text


def test_a_value_moved_to_another_column_does_not_open():
    letter = Letter.objects.create(text=SECRET, sender="Amina")
    put(letter, stored(letter), "sender")

    with pytest.raises(CannotDecrypt):
        _ = again(letter).sender


def test_a_value_moved_to_another_table_does_not_open():
    letter = Letter.objects.create(text=SECRET)
    parcel = Parcel.objects.create(id=str(letter.pk)[:12], text="x")
    put(parcel, stored(letter))

    with pytest.raises(CannotDecrypt):
        _ = again(parcel).text


@pytest.mark.parametrize("where", [0, 3, 8, -1])
def test_an_altered_value_does_not_open(where):
    letter = Letter.objects.create(text=SECRET)
    altered = bytearray(stored(letter))
    altered[where] ^= 1
    put(letter, bytes(altered))

    with pytest.raises(CannotDecrypt) as refusal:
        _ = again(letter).text
    assert "Nafula" not in str(refusal.value)


def test_a_value_cut_short_does_not_open():
    letter = Letter.objects.create(text=SECRET)
    put(letter, stored(letter)[:3])

    with pytest.raises(CannotDecrypt):
        _ = again(letter).text


def test_an_untouched_value_is_written_back_as_it_is():
    letter = Letter.objects.create(text=SECRET, marks={"a": 1})
    before = stored(letter), stored(letter, "marks")

    unread, read = again(letter), again(letter)
    unread.save()
    assert (read.text, read.marks) == (SECRET, {"a": 1})
    read.save()

    assert (stored(letter), stored(letter, "marks")) == before


def test_a_structure_changed_in_place_is_saved():
    letter = again(Letter.objects.create(marks={"a": [1]}))
    letter.marks["a"].append(2)
    letter.save()

    assert again(letter).marks == {"a": [1, 2]}


def test_a_copied_row_is_locked_anew_if_it_was_read():
    letter = again(Letter.objects.create(text=SECRET, marks={"a": 1}))
    assert (letter.text, letter.marks, letter.sender) == (SECRET, {"a": 1}, None)
    letter.pk, letter._state.adding = new_id(), True
    letter.save()

    assert again(letter).text == SECRET


def test_a_copied_row_that_was_not_read_is_refused():
    letter = again(Letter.objects.create(text=SECRET))
    letter.pk, letter._state.adding = new_id(), True

    with pytest.raises(CannotDecrypt):
        letter.save()


def test_deferred_fields_load_when_read():
    letter = Letter.objects.create(text=SECRET)

    assert Letter.objects.only("town").get(pk=letter.pk).text == SECRET
    assert Letter.objects.defer("text").get(pk=letter.pk).text == SECRET
    assert Letter.objects.only("text").get(pk=letter.pk).text == SECRET


def test_a_deferred_field_is_left_alone_by_save():
    letter = Letter.objects.create(text=SECRET)
    before = stored(letter)

    Letter.objects.defer("text").get(pk=letter.pk).save()

    assert stored(letter) == before


def test_refresh_from_db_brings_the_new_text():
    letter = Letter.objects.create(text="old")
    other = again(letter)
    other.text = "new"
    other.save(update_fields=["text"])

    letter.refresh_from_db()

    assert letter.text == "new"


def test_values_give_nothing_away_until_unsealed():
    letter = Letter.objects.create(text=SECRET)
    (row,) = Letter.objects.values("pk", "text", "sender")

    assert isinstance(row["text"], Sealed)
    assert bool(row["text"])
    assert row["sender"] is None
    assert "Nafula" not in f"{row} {row['text']!s} {row['text']!r} {row['text']:>5}"
    assert Letter._meta.get_field("text").unseal(row["text"], letter.pk) == SECRET


def test_update_takes_a_sealed_value():
    letter = Letter.objects.create(text="old")
    sealed = Letter._meta.get_field("text").seal(letter, SECRET)

    Letter.objects.filter(pk=letter.pk).update(text=sealed)

    assert again(letter).text == SECRET


def test_update_refuses_plain_text():
    letter = Letter.objects.create(text="old")

    with pytest.raises(TypeError) as refusal, transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(text=SECRET)

    assert "Nafula" not in str(refusal.value)
    assert again(letter).text == "old"


def test_amend_locks_the_new_text_and_reports_both():
    letter = again(Letter.objects.create(text="old"))

    changes = amend(letter, text=SECRET, town="Busia")

    assert changes == {"text": ("old", SECRET), "town": ("", "Busia")}
    assert (again(letter).text, letter.text) == (SECRET, SECRET)


def test_bulk_create_and_bulk_update_lock_each_row():
    letters = [Letter(text=f"{SECRET} {n}", marks={"n": n}) for n in range(20)]
    Letter.objects.bulk_create(letters)
    loaded = list(Letter.objects.all())
    for letter in loaded:
        letter.text += "!"
        letter.marks["n"] += 100
    Letter.objects.bulk_update(loaded, ["text", "marks", "sender"], batch_size=7)

    assert {again(one).text for one in letters} == {f"{SECRET} {n}!" for n in range(20)}
    assert {again(one).marks["n"] for one in letters} == set(range(100, 120))
    assert loaded[0].text.startswith(SECRET)


def test_bulk_update_without_our_queryset_is_refused():
    Parcel.objects.create(id="p", text="old")
    parcel = Parcel.objects.get()
    parcel.text = SECRET

    with pytest.raises(TypeError):
        Parcel.objects.bulk_update([parcel], ["text"])


def test_update_or_create_and_get_or_create_work():
    key = new_id()
    Letter.objects.get_or_create(pk=key, defaults={"text": "one"})
    Letter.objects.update_or_create(pk=key, defaults={"text": "two"})

    assert Letter.objects.get(pk=key).text == "two"


@pytest.mark.parametrize(
    "asked",
    [
        {"text": "x"},
        {"text__contains": "x"},
        {"text__in": ["x"]},
        {"marks__a": 1},
        {"sender": None},
    ],
)
def test_no_question_but_isnull_is_allowed(asked):
    with pytest.raises(FieldError):
        Letter.objects.filter(**asked).exists()


def test_isnull_may_be_asked():
    Letter.objects.create(sender="Amina")

    assert Letter.objects.filter(sender__isnull=False).count() == 1


def test_repr_pickle_and_copy_show_nothing():
    letter = again(Letter.objects.create(text=SECRET))
    assert letter.text == SECRET
    typed = Letter(text=SECRET)

    assert "Nafula" not in repr(letter.__dict__) + repr(typed.__dict__) + repr(letter)
    assert b"Nafula" not in pickle.dumps(letter)
    assert pickle.loads(pickle.dumps(letter)).text == SECRET
    assert copy.copy(letter).text == copy.deepcopy(letter).text == copy.deepcopy(typed).text
    with pytest.raises(TypeError):
        pickle.dumps(typed)


def test_a_deep_copy_does_not_share_what_it_holds():
    letter = Letter(marks={"a": [1]})
    other = copy.deepcopy(letter)
    other.marks["a"].append(2)

    assert letter.marks == {"a": [1]}


def test_text_over_the_limit_is_refused_with_the_field_named():
    with pytest.raises(BadInput) as refusal, transaction.atomic():
        Letter.objects.create(sender="x" * 21)

    assert refusal.value.field == "sender"
    assert not Letter.objects.exists()


def test_characters_that_cannot_be_stored_are_refused():
    with pytest.raises(BadInput):
        Letter.objects.create(text="\ud800")


def test_full_clean_checks_the_limit():
    Letter(text="fine", sender="fine", marks={"a": 1}).full_clean()
    with pytest.raises(ValidationError):
        Letter(sender="x" * 21).full_clean()


def test_a_field_survives_its_own_migration():
    for field in (EncryptedTextField(max_length=9, null=True), EncryptedJSONField(default=dict)):
        _, path, args, kwargs = field.deconstruct()
        assert path.startswith("kimbilio.vault.fields.Encrypted")
        assert type(field)(*args, **kwargs).deconstruct()[3] == kwargs


def test_a_column_can_be_added_to_a_table_with_rows():
    letter = Letter.objects.create()
    field = EncryptedJSONField(default=list)
    field.set_attributes_from_name("later")
    field.model = Letter

    editor = connection.SchemaEditorClass(connection)
    filling = editor.effective_default(field)
    assert bytes(getattr(filling, "obj", filling)) == b""
    assert field.unseal(Sealed(b""), letter.pk) == []
