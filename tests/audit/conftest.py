"""A quiet place for the notes beside the database, and a way to tamper."""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from kimbilio.audit import anchor, sealing, triggers, verifying


@pytest.fixture(autouse=True)
def notes_apart(tmp_path, monkeypatch):
    """Each test has its own file of notes."""
    monkeypatch.setattr(anchor, "path", lambda: tmp_path / "seals.log")


@pytest.fixture
def tamper(db):
    """Run SQL the way somebody who owns the database could: with the guards lifted."""

    def run(sql, *values):
        with unguarded(), connection.cursor() as cursor:
            cursor.execute(sql, [_plain(value) for value in values])
            assert cursor.rowcount > 0

    return run


@contextmanager
def unguarded():
    """The append-only triggers away for a moment."""
    triggers.lift(connection)
    try:
        yield
    finally:
        triggers.install(connection)


def _plain(value):
    return value.hex if hasattr(value, "hex") and hasattr(value, "int") else value


@pytest.fixture
def seal_now(db):
    """Seal all there is at this moment."""

    def seal(**options):
        time.sleep(0.002)  # into the next millisecond, the grain of ids
        return sealing.seal_due(grace=timedelta(0), **options)

    return seal


@pytest.fixture
def findings(db):
    """What checking the log says, as (kind, text)."""

    def look(since=None):
        tally = verifying.Tally()
        found = [(f.wrong, f.what) for f in verifying.verify(tally, since=since)]
        look.tally = tally
        return found

    return look
