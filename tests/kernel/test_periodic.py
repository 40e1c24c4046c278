"""Chores run when they are due, once, however many servers tick."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kimbilio.kernel import periodic
from kimbilio.kernel.models import Chore


@pytest.fixture
def ran(monkeypatch):
    """A registry with one chore, which notes its runs here."""
    monkeypatch.setattr(periodic, "_routines", {})
    monkeypatch.setattr(periodic, "autodiscover_modules", lambda *names: None)
    runs = []

    @periodic.periodic(every=timedelta(minutes=1))
    def water_the_plants():
        runs.append(timezone.now())

    return runs


@pytest.mark.django_db
def test_a_chore_waits_for_its_next_time(ran):
    periodic.run_due()
    periodic.run_due()
    assert len(ran) == 1

    Chore.objects.update(due_at=timezone.now())
    periodic.run_due()
    assert len(ran) == 2


@pytest.mark.django_db
def test_a_clock_that_was_wrong_does_not_silence_a_chore(ran):
    periodic.run_due()
    Chore.objects.update(due_at=timezone.now() + timedelta(days=900))

    periodic.run_due()

    assert len(ran) == 2


@pytest.mark.django_db
def test_a_chore_that_fails_leaves_the_others_alone(ran, caplog):
    @periodic.periodic(every=timedelta(minutes=1))
    def break_a_cup():
        raise RuntimeError

    periodic.run_due()

    failed = Chore.objects.get(name__endswith="break_a_cup")
    assert len(ran) == 1
    assert (failed.failure, failed.finished_at) == ("RuntimeError", None)
    assert "failed" in caplog.text


@pytest.mark.django_db
def test_the_command_runs_what_is_due(ran):
    call_command("tick", "--once")

    assert len(ran) == 1


@pytest.mark.django_db(transaction=True)
def test_two_servers_do_not_run_a_chore_twice(ran):
    periodic.run_due()
    Chore.objects.update(due_at=timezone.now())
    start = threading.Barrier(4)

    def tick():
        start.wait()
        try:
            periodic.run_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(ran) == 2
