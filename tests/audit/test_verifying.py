"""Whatever somebody with the whole database in hand does to the log, checking finds it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from kimbilio.audit import anchor, sealing, trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry, Seal
from kimbilio.audit.verifying import Wrong

pytestmark = pytest.mark.django_db


def written(count, **facts):
    return [
        trail.record(Event.CASE_OPENED, by=None, number=number, **facts) for number in range(count)
    ]


@pytest.fixture
def three_seals(seal_now):
    """Nine entries under three seals, and one that waits."""
    entries = []
    for _ in range(3):
        entries += written(3)
        seal_now()
    return [*entries, *written(1)]


def test_an_untouched_log_is_true(three_seals, findings):
    assert findings() == []
    assert (findings.tally.entries, findings.tally.seals, findings.tally.unsealed) == (10, 3, 1)


def test_an_empty_log_is_true(findings):
    assert findings() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "printed"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("actor_role", "manager"),
        ("subject_type", "cases.case"),
        ("facts", '{"number": 99}'),
        ("device", "Chrome on Android"),
        ("ip", "192.0.2.1"),
        ("changes_mac", b"1"),
        ("mac", b"2"),
    ],
)
@pytest.mark.parametrize("place", [0, 4, 9])
def test_an_altered_entry_is_named(three_seals, tamper, findings, column, value, place):
    entry = three_seals[place]

    tamper(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, entry.id)

    found = findings()
    assert str(entry.id) in found[0][1]
    assert found[0][0] == (Wrong.ADDED if place == 9 else Wrong.ALTERED)


def test_altered_words_are_found(seal_now, tamper, findings):
    one, other = (
        trail.record(Event.CASE_CHANGED, by=None, changes={"risk": ("low", level)})
        for level in ("medium", "high")
    )
    seal_now()
    field = Entry._meta.get_field("changes")
    replaced = field.seal(one, {"risk": ["low", "high"]})

    tamper("UPDATE audit_entry SET changes = %s WHERE id = %s", replaced.ciphertext, one.id)
    tamper("UPDATE audit_entry SET changes = NULL WHERE id = %s", other.id)

    assert [wrong for wrong, _ in findings()] == [Wrong.CHANGES_ALTERED] * 2


@pytest.mark.parametrize("place", [0, 3, 5, 8])
def test_a_removed_entry_is_named(three_seals, tamper, findings, place):
    entry = three_seals[place]

    tamper("DELETE FROM audit_entry WHERE id = %s", entry.id)

    [(wrong, what)] = findings()
    assert wrong == Wrong.REMOVED
    assert str(entry.id) in what


def test_a_removed_batch_is_found_entry_by_entry(three_seals, tamper, findings):
    tamper("DELETE FROM audit_entry WHERE id <= %s", three_seals[5].id)

    assert [wrong for wrong, _ in findings()] == [Wrong.REMOVED] * 6


def test_an_added_entry_is_named(three_seals, tamper, findings):
    forged = Entry(event=Event.CASE_OPENED, mac=b"0" * 32)
    forged.id = sealing.first_id_at(timezone.now() - timedelta(days=1))
    forged.save(force_insert=True)

    [(wrong, what)] = findings()
    assert wrong == Wrong.ADDED
    assert str(forged.id) in what


def test_entries_that_changed_places_are_found(three_seals, tamper, findings):
    one, other = three_seals[1], three_seals[2]
    between = sealing.first_id_at(timezone.now())

    tamper("UPDATE audit_entry SET id = %s WHERE id = %s", between, one.id)
    tamper("UPDATE audit_entry SET id = %s WHERE id = %s", one.id, other.id)
    tamper("UPDATE audit_entry SET id = %s WHERE id = %s", other.id, between)

    assert [wrong for wrong, _ in findings()] == [*[Wrong.ALTERED] * 2, Wrong.SEAL_ALTERED]


def test_a_seal_rewritten_to_hide_a_removal_is_found(three_seals, tamper, findings):
    seal = Seal.objects.get(number=2)
    members = sealing.members_of(seal)
    rest = b"".join(member.bytes for member in members[1:])

    tamper("DELETE FROM audit_entry WHERE id = %s", members[0])
    tamper("UPDATE audit_seal SET members = %s, count = 2 WHERE number = 2", rest)

    [(wrong, what)] = findings()
    assert wrong == Wrong.SEAL_ALTERED
    assert "seal 2" in what


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_seal_is_found(three_seals, tamper, findings, number):
    anchor.path().unlink()

    tamper("DELETE FROM audit_seal WHERE number = %s", number)

    [(wrong, what)] = findings()
    assert wrong == Wrong.SEAL_REMOVED
    assert f"seal {number}" in what


def test_seals_in_another_order_are_found(three_seals, tamper, findings):
    anchor.path().unlink()

    tamper("UPDATE audit_seal SET number = 99 WHERE number = 1")
    tamper("UPDATE audit_seal SET number = 1 WHERE number = 2")
    tamper("UPDATE audit_seal SET number = 2 WHERE number = 99")

    assert Wrong.SEAL_ALTERED in [wrong for wrong, _ in findings()]


def test_a_cut_off_end_is_found_by_the_notes(three_seals, tamper, findings):
    tamper("DELETE FROM audit_seal WHERE number = 3")
    tamper("DELETE FROM audit_entry WHERE id > %s", three_seals[5].id)

    [(wrong, what)] = findings()
    assert wrong == Wrong.SEAL_REMOVED
    assert "seal 3" in what


def test_a_restored_backup_explains_the_missing_end(three_seals, tamper, findings, seal_now):
    tamper("DELETE FROM audit_seal WHERE number = 3")
    tamper("DELETE FROM audit_entry WHERE id > %s", three_seals[5].id)
    anchor.note_restore()
    written(2)
    seal_now()

    assert findings() == []


def test_a_forged_note_is_found(three_seals, findings):
    with anchor.path().open("a") as file:
        file.write("restored 0  00000000000000000000000000000000\n")

    assert [wrong for wrong, _ in findings()] == [Wrong.NOTE_ALTERED]


def test_since_looks_at_the_later_part_alone(three_seals, tamper, findings):
    tamper("DELETE FROM audit_entry WHERE id = %s", three_seals[0].id)

    assert findings(since=timezone.now() + timedelta(days=1)) == []
    assert findings(since=timezone.now() - timedelta(days=1)) != []


def test_since_begins_with_the_seal_of_that_moment(three_seals, findings):
    assert findings(since=sealing.moment_of(three_seals[8].id)) == []
    assert findings.tally.entries == 4


def test_the_command_ends_with_one_when_something_is_wrong(three_seals, tamper, capsys):
    call_command("audit", "verify")
    assert "Nothing was altered" in capsys.readouterr().out
    tamper("DELETE FROM audit_entry WHERE id = %s", three_seals[4].id)

    with pytest.raises(SystemExit) as end:
        call_command("audit", "verify")

    assert end.value.code == 1
    assert str(three_seals[4].id) in capsys.readouterr().out


def test_checking_asks_few_questions(three_seals, findings, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        findings()
