"""Encrypted files: kept at once with ``store``, or piece by piece over a line that breaks.

Nothing of a file ever lies on the disk in plain. A file is locked to its own id, so that no file
can take the place of another. What it is called and whose it is, its owner keeps.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from tink import TinkError

from kimbilio.kernel.errors import BadInput
from kimbilio.vault import disk, keys
from kimbilio.vault.errors import CannotDecrypt, FileLost
from kimbilio.vault.file_types import HEIC, is_heic, tell
from kimbilio.vault.models import StoredFile

MEGABYTE = 1024 * 1024
UNFINISHED_FOR = timedelta(days=2)
TELLING = 512  # bytes that are enough to tell a type early


@dataclass(frozen=True)
class Kind:
    """What an owner takes: ``label`` is its model, ``allowed`` its types, ``limit`` in bytes."""

    label: str
    allowed: Collection[str]
    limit: int = 25 * MEGABYTE


class FileTooLarge(BadInput):
    """The file is larger than its owner takes."""

    code = "file_too_large"

    def __init__(self, limit: int) -> None:
        message = _("This file is too large. At most %(limit)d MB can be kept.")
        super().__init__(message % {"limit": limit // MEGABYTE})


class FileEmpty(BadInput):
    """There is nothing in the file."""

    code = "file_empty"
    message = _("This file is empty. Choose it again.")


class UploadBroken(BadInput):
    """What arrived does not continue what is there. ``size`` is where to go on."""

    code = "upload_broken"
    message = _("A part of the file was lost on the way. It continues from where it stopped.")

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size


def store(stream: BinaryIO, *, owner_id: UUID, kind: Kind) -> StoredFile:
    """Keep a whole file. If the transaction fails later, ``sweep`` removes what was written."""
    content = stream.read(kind.limit + 1)
    if len(content) > kind.limit or (getattr(stream, "size", None) or 0) > kind.limit:
        raise FileTooLarge(kind.limit)
    stored = StoredFile(owner_label=kind.label, owner_id=owner_id)
    _complete(stored, content, kind)
    try:
        stored.save(force_insert=True)
    except BaseException:
        _path(stored).unlink(missing_ok=True)
        raise
    return stored


def store_pieces(pieces: Iterable[bytes], *, owner_id: UUID, kind: Kind) -> StoredFile:
    """Keep a file that the program makes piece by piece, without ever holding the whole of it.

    Its type is told from the first piece alone, so the kind allows types that show it there.
    """
    stored = StoredFile(owner_label=kind.label, owner_id=owner_id)
    ours = keys.refresh()
    stored.key_id = ours.file_key_id

    def counted() -> Iterator[bytes]:
        for piece in pieces:
            if not stored.size:
                stored.content_type = tell(piece, kind.allowed, whole=False)
            stored.size += len(piece)
            if stored.size > kind.limit:
                raise FileTooLarge(kind.limit)
            yield piece

    stored.sha256 = disk.lock_to(_path(stored), counted(), _bound_to(stored), ours)
    stored.state = StoredFile.State.COMPLETE
    try:
        stored.save(force_insert=True)
    except BaseException:
        _path(stored).unlink(missing_ok=True)
        raise
    return stored


def begin(*, owner_id: UUID, kind: Kind) -> StoredFile:
    """A file whose bytes are still to come."""
    return StoredFile.objects.create(owner_label=kind.label, owner_id=owner_id)


@transaction.atomic
def append(stored: StoredFile, piece: bytes, *, offset: int, kind: Kind) -> int:
    """Keep one more piece, encrypted, and return where the next one begins.

    A piece that is already there (its answer was lost) is not written twice. A piece that leaves a
    gap raises ``UploadBroken``, which says where to go on.
    """
    _take(stored)
    end = offset + len(piece)
    if stored.state == StoredFile.State.COMPLETE or end <= stored.size:
        return stored.size
    if offset != stored.size:
        raise UploadBroken(stored.size)
    if end > kind.limit:
        raise FileTooLarge(kind.limit)
    if offset == 0 and len(piece) >= TELLING:
        tell(piece, kind.allowed, whole=False)
    sealed = keys.current().fields.encrypt(piece, _part_bound_to(stored, offset))
    with disk.whole(disk.parts_of(stored.id) / f"{offset:012d}") as out:
        out.write(sealed)
    StoredFile.objects.filter(pk=stored.pk).update(size=end)
    stored.size = end
    return end


@transaction.atomic
def finish(stored: StoredFile, *, kind: Kind) -> StoredFile:
    """All pieces are there: check the type and make one file of them. Twice is once."""
    _take(stored)
    if stored.state == StoredFile.State.COMPLETE:
        return stored
    _complete(stored, b"".join(_parts(stored)), kind)
    stored.save(force_update=True)
    transaction.on_commit(lambda: rmtree(disk.parts_of(stored.id), ignore_errors=True))
    return stored


def _take(stored: StoredFile) -> None:
    """Have nobody else write to this file until the transaction ends."""
    row = StoredFile.objects.select_for_update().get(pk=stored.pk)
    for field in StoredFile._meta.concrete_fields:
        setattr(stored, field.attname, getattr(row, field.attname))


def hand_over(stored: StoredFile, *, owner_id: UUID) -> None:
    """Let a file that has arrived belong to the record that was made for it."""
    StoredFile.objects.filter(pk=stored.pk).update(owner_id=owner_id)
    stored.owner_id = owner_id


def open_file(stored: StoredFile) -> Iterator[bytes]:
    """The content in pieces, for a streamed answer. The first is checked before this returns."""
    if stored.state != StoredFile.State.COMPLETE:
        raise FileLost(f"The file {stored.pk} has not arrived in full.")
    try:
        pieces = disk.unlock_from(_path(stored), _bound_to(stored), stored.key_id)
    except FileNotFoundError:
        stored.refresh_from_db()  # it may have been locked with a new key a moment ago
        try:
            pieces = disk.unlock_from(_path(stored), _bound_to(stored), stored.key_id)
        except FileNotFoundError:
            lost = f"The file {stored.pk} is not on the disk. Restore it from a backup."
            raise FileLost(lost) from None
    first = next(pieces, b"")
    return chain([first], pieces)


def read(stored: StoredFile) -> bytes:
    """The whole content, for thumbnails and the like."""
    return b"".join(open_file(stored))


def retype_photo(stored: StoredFile) -> bool:
    """Give a photo of an iPhone its type, if it was taken for something else; say whether it was.

    Only the beginning of the file is opened.
    """
    if stored.content_type == HEIC or not is_heic(next(open_file(stored))):
        return False
    stored.content_type = HEIC
    return bool(StoredFile.objects.filter(pk=stored.pk).update(content_type=HEIC))


def is_intact(stored: StoredFile) -> bool:
    """Whether the encrypted bytes on the disk are those that were written; needs no keys."""
    try:
        with _path(stored).open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == stored.sha256
    except FileNotFoundError:
        return False


def discard(stored: StoredFile) -> None:
    """Remove a file for good, once the transaction has succeeded."""
    path, parts = _path(stored), disk.parts_of(stored.id)

    def forget() -> None:
        path.unlink(missing_ok=True)
        rmtree(parts, ignore_errors=True)

    stored.delete()
    transaction.on_commit(forget)


def sweep(now: datetime | None = None) -> int:
    """Remove uploads nobody went on with, and files whose row was never saved; say how many."""
    limit = (now or timezone.now()) - UNFINISHED_FOR
    old = StoredFile.objects.filter(state=StoredFile.State.UPLOADING, created_at__lt=limit)
    removed = 0
    for stored in old.iterator():
        with transaction.atomic():
            discard(stored)
        removed += 1
    known = {row.hex for row in StoredFile.objects.values_list("pk", flat=True).iterator()}
    for path in disk.folder().glob("*/*"):
        if path.stat().st_mtime >= limit.timestamp():
            continue
        if path.name.lstrip(".")[:32] not in known or path.name.startswith("."):
            rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            removed += 1
    return removed


def relock(stored: StoredFile) -> bool:
    """Lock a file with the newest key, unless it is or somebody removed it meanwhile."""
    ours = keys.current()
    if stored.key_id == ours.file_key_id or stored.state != StoredFile.State.COMPLETE:
        return False
    before, after = _path(stored), disk.path_of(stored.id, ours.file_key_id)
    checksum = disk.lock_to(after, open_file(stored), _bound_to(stored), ours)
    unchanged = StoredFile.objects.filter(pk=stored.pk, key_id=stored.key_id)
    if unchanged.update(key_id=ours.file_key_id, sha256=checksum):
        transaction.on_commit(lambda: before.unlink(missing_ok=True))
        return True
    after.unlink(missing_ok=True)
    return False


def locked_parts() -> Iterator[Path]:
    """Every piece of every upload that is under way."""
    return disk.folder().glob("arriving/*/*")


def _complete(stored: StoredFile, content: bytes, kind: Kind) -> None:
    """Check and write the content, and note in the row (not yet saved) what was written."""
    if not content:
        raise FileEmpty
    if len(content) > kind.limit:
        raise FileTooLarge(kind.limit)
    stored.content_type = tell(content, kind.allowed)
    ours = keys.refresh()
    stored.key_id = ours.file_key_id
    pieces = (content[at : at + MEGABYTE] for at in range(0, len(content), MEGABYTE))
    stored.sha256 = disk.lock_to(_path(stored), pieces, _bound_to(stored), ours)
    stored.size, stored.state = len(content), StoredFile.State.COMPLETE


def _parts(stored: StoredFile) -> Iterator[bytes]:
    """The pieces in order, each opened."""
    offset = 0
    while offset < stored.size:
        path = disk.parts_of(stored.id) / f"{offset:012d}"
        try:
            piece = keys.current().fields.decrypt(path.read_bytes(), _part_bound_to(stored, offset))
        except TinkError:
            raise CannotDecrypt(f"{path.name} of {stored.id} was altered or moved.") from None
        except FileNotFoundError:
            raise FileLost(f"{path.name} of {stored.id} is not on the disk.") from None
        yield piece
        offset += len(piece)


def _path(stored: StoredFile) -> Path:
    return disk.path_of(stored.id, stored.key_id)


def _bound_to(stored: StoredFile) -> bytes:
    return f"vault_storedfile|content|{stored.id}".encode()


def _part_bound_to(stored: StoredFile, offset: int) -> bytes:
    return f"vault_storedfile|part {offset}|{stored.id}".encode()
