"""The folder of a mailbox, read by IMAP over TLS without marking anything unasked."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from imaplib import IMAP4, IMAP4_SSL, Internaldate2tuple
from ssl import create_default_context

from kimbilio.helpline.providers.base import LARGEST_MEDIA, TryLater

SILENCE = 20  # seconds without a byte
PATIENCE = 60  # seconds for one look, so that a slow line holds up nobody's answers
LARGEST = LARGEST_MEDIA * 4 // 3  # as an e-mail writes bytes

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Unread:
    """One e-mail as it lies in the folder; ``is_cut`` when it is larger than what we fetched."""

    id: str
    raw: bytes
    received_at: datetime | None
    is_cut: bool


class Folder:
    """A folder that is open."""

    def __init__(self, server: IMAP4) -> None:
        self._server = server
        _name, (era, *_rest) = server.response("UIDVALIDITY")
        self._era = (era or b"0").decode("ascii")  # in another era the same numbers mean others

    def unread(self, most: int) -> Iterator[Unread]:
        """The oldest e-mails that nobody read, one after another, until our patience ends."""
        until = time.monotonic() + PATIENCE
        _status, (found, *_rest) = self._server.uid("SEARCH", "UNSEEN")
        for uid in sorted(int(each) for each in (found or b"").split())[:most]:
            if time.monotonic() < until:
                yield from self._fetched(uid)

    def mark_read(self, ids: list[str]) -> None:
        """Mark the e-mails with these ids; those of another era are gone."""
        uids = [uid for era, uid in (each.split() for each in ids) if era == self._era]
        if uids and self._server.uid("STORE", ",".join(uids), "+FLAGS", r"(\Seen)")[0] != "OK":
            raise TryLater

    def _fetched(self, uid: int) -> Iterator[Unread]:
        wanted = f"(RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.{LARGEST}>)"
        _status, found = self._server.uid("FETCH", str(uid), wanted)
        pairs = [piece for piece in found if isinstance(piece, tuple)]
        if not pairs:  # gone meanwhile
            return
        raw = pairs[0][1]
        said = b" ".join([*(pair[0] for pair in pairs), *(p for p in found if type(p) is bytes)])
        size = _SIZE.search(said)
        is_cut = size is not None and int(size[1]) > LARGEST
        yield Unread(f"{self._era} {uid}", raw, _moment(said), is_cut)


@contextmanager
def opened(
    host: str, port: int, user: str, password: str, folder: str, *, is_plain: bool, is_written: bool
) -> Iterator[Folder]:
    """A folder for one piece of work. Raises ``TryLater`` for all that goes wrong."""
    try:
        if is_plain:
            server = IMAP4(host, port, timeout=SILENCE)
        else:
            context = create_default_context()
            server = IMAP4_SSL(host, port, timeout=SILENCE, ssl_context=context)
        try:
            server.login(user, password)
            name = folder.replace("\\", r"\\").replace('"', r"\"")
            status, _said = server.select(f'"{name}"', readonly=not is_written)
            if status != "OK":
                raise TryLater
            yield Folder(server)
        finally:
            _leave(server)
    except (IMAP4.error, OSError, ValueError):
        raise TryLater from None  # what they say may hold a name or a password


def _leave(server: IMAP4) -> None:
    """Say goodbye, and hang up all the same when nobody answers that."""
    gone = (IMAP4.error, OSError)
    try:
        server.logout()
    except gone:
        with suppress(*gone):
            server.shutdown()


def _moment(said: bytes) -> datetime | None:
    """When the e-mail arrived; what it says of itself nobody can rely on."""
    try:
        arrived = Internaldate2tuple(said)
        return datetime.fromtimestamp(time.mktime(arrived), UTC) if arrived else None
    except (ValueError, OverflowError):
        return None
