"""Every entry ends up under exactly one seal, whoever writes and seals at the same time."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kimbilio.audit import anchor, mac, sealing, trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry, Seal


def write(count=1):
    return [trail.record(Event.CASE_OPENED, by=None, number=number) for number in range(count)]


def sealed_ids():
    return [
        member for seal in Seal.objects.order_by("number") for member in sealing.members_of(seal)
    ]


@pytest.mark.django_db
def test_young_entries_wait_for_slower_transactions():
    write(2)

    assert sealing.seal_due() == 0
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_nothing_new_means_no_new_seal(seal_now):
    write(2)

    assert seal_now() == 2
    assert seal_now() == 0
    assert Seal.objects.count() == 1


@pytest.mark.django_db
def test_large_batches_are_split(seal_now, monkeypatch, findings):
    monkeypatch.setattr(sealing, "MOST_MEMBERS", 4)
    write(10)

    assert seal_now() == 10
    assert [seal.count for seal in Seal.objects.order_by("number")] == [4, 4, 2]
    assert findings() == []


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [0, 30])
def test_an_entry_committed_late_gets_its_seal(seal_now, findings, monkeypatch, hours):
    then = sealing.first_id_at(timezone.now() - timedelta(hours=hours))
    first = Entry(id=sealing.first_id_at(timezone.now() - timedelta(hours=hours + 1)))
    write_as(first)
    write(2)
    seal_now()
    late = write_as(Entry(id=then))

    assert late.id not in sealed_ids()
    assert findings() == []
    assert findings.tally.unsealed == 1

    assert seal_now(everywhere=hours > 0) == 1
    assert sealed_ids().count(late.id) == 1
    assert Seal.objects.get(number=2).late == 1
    assert findings() == []
    assert (findings.tally.entries, findings.tally.unsealed) == (4, 0)


def write_as(entry):
    """A true entry with an id of another time, as a slow transaction leaves it behind."""
    entry.event = Event.CASE_OPENED
    entry.mac = mac.of_entry(entry)
    entry.save(force_insert=True)
    return entry


@pytest.mark.django_db
def test_many_late_entries_are_sealed_in_turn(seal_now, findings, monkeypatch):
    monkeypatch.setattr(sealing, "MOST_MEMBERS", 4)
    start = timezone.now() - timedelta(minutes=5)
    write_as(Entry(id=sealing.first_id_at(start - timedelta(minutes=1))))
    write(3)
    seal_now()
    for second in range(7):
        write_as(Entry(id=sealing.first_id_at(start + timedelta(seconds=second))))

    assert seal_now() == 7
    assert findings() == []
    assert findings.tally.unsealed == 0


@pytest.mark.django_db
def test_a_removed_late_entry_is_found(seal_now, findings, tamper):
    write_as(Entry(id=sealing.first_id_at(timezone.now() - timedelta(minutes=9))))
    write(2)
    seal_now()
    late = write_as(Entry(id=sealing.first_id_at(timezone.now() - timedelta(minutes=5))))
    seal_now()

    tamper("DELETE FROM audit_entry WHERE id = %s", late.id)

    [(_, what)] = findings()
    assert str(late.id) in what


@pytest.mark.django_db
def test_a_faster_server_wins(seal_now, monkeypatch, findings):
    write(2)
    seal_now()
    stale = Seal.objects.get()
    write(2)
    seal_now()
    fresh = write(1)

    was_put = sealing._put_seal(stale, late=[], fresh=[fresh[0].id], upto=fresh[0].id)

    assert not was_put
    assert findings() == []


@pytest.mark.django_db
def test_a_file_that_cannot_be_written_does_not_stop_sealing(
    seal_now, monkeypatch, tmp_path, caplog
):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(anchor, "path", lambda: tmp_path / "file" / "seals.log")
    write(1)

    assert seal_now() == 1
    assert "could not be noted" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_once_lose_nothing(findings, seal_now):
    """Real threads, each with its own connection; some transactions are slow to commit."""
    writers, each = 6, 25
    failures = []
    done = threading.Event()

    def work(job):
        try:
            job()
        except Exception as trouble:
            failures.append(trouble)
        finally:
            connection.close()

    def write_some():
        for number in range(each):
            with transaction.atomic():
                trail.record(Event.NOTE_CREATED, by=None, number=number)
                if number % 10 == 0:
                    done.wait(0.02)

    def seal_on():
        while not done.is_set():
            sealing.seal_due(grace=timedelta(0))
            done.wait(0.01)

    threads = [threading.Thread(target=work, args=[write_some]) for _ in range(writers)]
    sealers = [threading.Thread(target=work, args=[seal_on]) for _ in range(2)]
    for thread in [*threads, *sealers]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    seal_now()

    assert failures == []
    assert Entry.objects.count() == writers * each
    assert sorted(sealed_ids()) == sorted(Entry.objects.values_list("id", flat=True))
    assert findings() == []
    assert findings.tally.unsealed == 0
