"""How the members of a package lie behind one another: a plain tar file, written and read as a stream.

Only what stands here is read: ordinary members with the names that belong, each within its size.
Nothing is ever unpacked to a folder, and nothing is compressed, so that a small file stays small.
"""

import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from kimbilio.cases.document_choices import DOCUMENT
from kimbilio.vault.errors import CannotDecrypt

BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
MEGABYTE = 1024 * 1024
ROOM = 2 * MEGABYTE  # for everything besides the documents
LARGEST = DOCUMENT.limit + ROOM
"""Bytes in a package: the largest document that a case can have goes along, and one form can bring it in."""
MOST_DOCUMENTS = 500
FIRST_PAGE, RECORD, FILE = "manifest.json", "htcds.json", "case.json"
LIMITS = {FIRST_PAGE: 256 * 1024, RECORD: MEGABYTE, FILE: 12 * MEGABYTE}


class Readable(Protocol):
    """Whatever gives the next so many bytes."""

    def read(self, size: int) -> bytes:
        """Fewer only at the end."""


class Spoilt(CannotDecrypt):
    """The package opens, and what is inside is not what we write."""


@dataclass(frozen=True)
class Member:
    """One file inside: ``size`` is the sum of its ``pieces``."""

    name: str
    size: int
    pieces: Iterable[bytes]


class Room:
    """What a package still takes: asked by who reads one, and by who writes one before it leaves."""

    def __init__(self) -> None:
        self.left = LARGEST

    def take(self, name: str, size: int) -> None:
        """Make room for one member; raises ``Spoilt`` if it is too large or the package is full."""
        self.left -= size
        if size > LIMITS.get(name, LARGEST) or self.left < 0:
            raise Spoilt


def document_name(number: int) -> str:
    """What the document with this number is called inside: nothing that says what it is."""
    return f"documents/{number:04}"


def written(member: Member) -> Iterator[bytes]:
    """One member as it lies in the container."""
    about = tarfile.TarInfo(member.name)
    about.size, about.mode = member.size, 0o600
    yield about.tobuf(tarfile.USTAR_FORMAT)
    count = 0
    for piece in member.pieces:
        count += len(piece)
        yield piece
    if count != member.size:
        raise ValueError("a member is not as long as it was said")
    yield bytes(-count % BLOCK)


def read_members(source: Readable) -> Iterator[tuple[str, bytes]]:
    """Each member by its name, in order, up to the true end; raises ``Spoilt`` for anything else."""
    expected = [FIRST_PAGE, RECORD, FILE]
    expected += [document_name(number) for number in range(1, MOST_DOCUMENTS + 1)]
    room = Room()
    for at, name in enumerate([*expected, ""]):
        header = source.read(BLOCK)
        if header == END[:BLOCK]:
            if at < len(LIMITS) or source.read(BLOCK) != END[BLOCK:] or source.read(1):
                raise Spoilt
            return
        size = _size(header, name)
        room.take(name, size)
        content = source.read(size)
        padding = source.read(-size % BLOCK)
        if len(content) != size or padding != bytes(-size % BLOCK):
            raise Spoilt
        yield name, content
    raise Spoilt


def _size(header: bytes, name: str) -> int:
    try:
        about = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise Spoilt from None
    if not name or about.name != name or about.type != tarfile.REGTYPE or about.size < 0:
        raise Spoilt
    return about.size
