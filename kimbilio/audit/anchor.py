"""A note of each seal kept in a file beside the database, so that a cut-off end shows.

Whoever can rewrite the database may drop its newest seals together with their entries, and the
chain alone would still hold. Each line here is keyed; a copy on another machine is better still.
"""

import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kimbilio.audit.keyed import digest_of
from kimbilio.audit.models import Seal

logger = logging.getLogger(__name__)

SEALED = "sealed"
RESTORED = "restored"


@dataclass(frozen=True)
class Note:
    """One line of the file. ``is_true`` says whether Kimbilio wrote it."""

    line: int
    kind: str
    number: int
    digest: str
    is_true: bool


def path() -> Path:
    """Where the notes are kept."""
    home: Path = settings.HOME
    return home / "audit" / "seals.log"


def drop(seal: Seal) -> None:
    """Note a seal that was just put."""
    _write(SEALED, seal.number, bytes(seal.digest).hex())


def note_restore() -> None:
    """Say that a backup was restored: seals above the newest one of it are gone lawfully."""
    last = Seal.objects.order_by("-number").first()
    _write(RESTORED, last.number if last else 0, bytes(last.digest).hex() if last else "")


def _write(kind: str, number: int, digest: str) -> None:
    text = f"{kind} {number} {digest}"
    try:
        path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path().open("a", encoding="ascii") as file:
            file.write(f"{text} {_code(text)}\n")
    except OSError:
        logger.exception("The seal %s could not be noted in %s", number, path())


def notes() -> Iterator[Note]:
    """Every line, oldest first."""
    if not path().exists():
        return
    with path().open(encoding="ascii", errors="replace") as file:
        for line, text in enumerate(file, start=1):
            yield _read(line, text.rstrip("\n"))


def _read(line: int, text: str) -> Note:
    body, _, code = text.rpartition(" ")
    parts = body.split(" ")
    if (
        len(parts) != 3
        or not parts[1].isdigit()
        or not hmac.compare_digest(code.encode(), _code(body).encode())
    ):
        return Note(line, "", 0, "", is_true=False)
    return Note(line, parts[0], int(parts[1]), parts[2], is_true=True)


def _code(text: str) -> str:
    return digest_of("anchor", text.encode()).hex()[:32]
