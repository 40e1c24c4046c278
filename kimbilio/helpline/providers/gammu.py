"""The tables through which gammu's daemon SMSD gives and takes short messages."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote

import psycopg

from kimbilio.helpline.providers.base import TryLater

CREATOR = "kimbilio"
SILENCE = 10  # seconds
_SQLITE = "sqlite:///"
_POSTGRES = ("postgres://", "postgresql://")

_UNPROCESSED = """
    SELECT "ID", "SenderNumber", "TextDecoded", "UDH", "Coding", "Class",
        CAST("ReceivingDateTime" AS text)
    FROM inbox WHERE "Processed" = ? AND ("RecipientID" = ? OR ? = '') ORDER BY "ID" LIMIT ?
"""
_LAY_OUT = """
    INSERT INTO outbox ("CreatorID", "SenderID", "DestinationNumber", "Coding", "UDH",
        "TextDecoded", "MultiPart", "DeliveryReport")
    VALUES (?, ?, ?, ?, ?, ?, ?, 'yes') RETURNING "ID"
"""
_LAY_OUT_PART = """
    INSERT INTO outbox_multipart ("ID", "SequencePosition", "Coding", "UDH", "TextDecoded")
    VALUES (?, ?, ?, ?, ?)
"""
_MOVED_ON = """
    SELECT "ID", "Status", "StatusError", "CreatorID" FROM sentitems WHERE "ID" IN (
        SELECT "ID" FROM sentitems WHERE "ID" NOT IN (SELECT "ID" FROM outbox) AND (
            "CreatorID" = ? OR ("CreatorID" = ? AND "Status" NOT IN (
                'SendingOK', 'SendingOKNoReport', 'DeliveryPending', 'DeliveryUnknown')))
        ORDER BY "ID" DESC LIMIT ?)
    ORDER BY "ID", "SequencePosition"
"""


class Come(NamedTuple):
    """One short message as it lies in the inbox."""

    id: int
    sender: str
    text: str
    udh: str
    coding: str
    message_class: int
    received_at: str


class Gone(NamedTuple):
    """One part of a message of ours that left the outbox."""

    id: int
    status: str
    code: int
    creator: str


class Tables:
    """gammu's tables in SQLite or PostgreSQL; every statement is written once for both."""

    def __init__(self, connection: Any, *, is_postgres: bool) -> None:  # two drivers, one manner
        self._connection = connection
        self.is_postgres = is_postgres

    def unprocessed(self, phone: str, most: int) -> list[Come]:
        """The oldest short messages that nobody marked; those of one modem if ``phone`` names it."""
        rows = self._run(_UNPROCESSED, (self._truth(False), phone, phone, most))
        return [Come(*row) for row in rows.fetchall()]

    def process(self, identity: int) -> None:
        """Mark a short message in the inbox."""
        self._run('UPDATE inbox SET "Processed" = ? WHERE "ID" = ?', (self._truth(True), identity))

    def lay_out(
        self, parts: Sequence[tuple[str, str]], *, number: str, coding: str, phone: str
    ) -> int:
        """Put one message into the outbox, as pairs of header and text; its id."""
        udh, text = parts[0]
        is_long = self._truth(len(parts) > 1)
        first = (CREATOR, phone, number, coding, udh, text, is_long)
        (identity,) = self._run(_LAY_OUT, first).fetchone()
        for position, (udh, text) in enumerate(parts[1:], start=2):
            self._run(_LAY_OUT_PART, (identity, position, coding, udh, text))
        return int(identity)

    def moved_on(self, waiting: str, most: int) -> list[Gone]:
        """All parts of our messages of which nothing was told, or only ``waiting`` and now there is more."""
        rows = self._run(_MOVED_ON, (CREATOR, f"{CREATOR} {waiting}", most))
        return [Gone(*row) for row in rows.fetchall()]

    def tell(self, identity: int, state: str) -> None:
        """Note which state of a message was told. SMSD looks at the creator no more once it is sent."""
        told = (f"{CREATOR} {state}", identity)
        self._run('UPDATE sentitems SET "CreatorID" = ? WHERE "ID" = ?', told)

    def _truth(self, value: bool) -> object:
        return value if self.is_postgres else str(value).lower()

    def _run(self, statement: str, given: Sequence[object]) -> Any:  # a cursor of either driver
        if self.is_postgres:
            statement = statement.replace("?", "%s")
        return self._connection.execute(statement, given)


@contextmanager
def opened(dsn: str) -> Iterator[Tables]:
    """gammu's tables for one piece of work, all of it or nothing. Raises ``TryLater``."""
    is_postgres = dsn.startswith(_POSTGRES)
    if not is_postgres and not dsn.startswith(_SQLITE):
        raise TryLater
    try:
        with closing(_connected(dsn, is_postgres)) as connection, connection:
            yield Tables(connection, is_postgres=is_postgres)
    except (sqlite3.Error, psycopg.Error, OSError):
        raise TryLater from None  # what they say may hold a number, a text or a password


def _connected(dsn: str, is_postgres: bool) -> Any:  # a connection of either driver
    if is_postgres:
        limit = f"-c statement_timeout={SILENCE * 1000} -c lock_timeout={SILENCE * 1000}"
        return psycopg.connect(dsn, connect_timeout=SILENCE, options=limit)
    where = quote(dsn.removeprefix(_SQLITE))
    connection = sqlite3.connect(f"file:{where}?mode=rw", uri=True, timeout=SILENCE)
    connection.text_factory = _legible
    return connection


def _legible(raw: bytes) -> str:
    """Text that SQLite hands over unchecked: one that is broken must not keep the others back."""
    try:  # signs beyond the first plane that were written as their two halves
        halves = raw.decode("utf-8", "surrogatepass")
        return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")
