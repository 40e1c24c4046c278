"""Encrypted bytes on the disk: written whole or not at all, readable by the service alone."""

import errno
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from tink import TinkError

from kimbilio.kernel.errors import DomainError
from kimbilio.vault import keys
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.keyset import Keys

PIECE = 64 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DiskFull(DomainError):
    """There is no room left for the file."""

    code = "disk_full"
    message = _("The server has no room left. The file was not kept. Tell your administrator.")


def path_of(file_id: UUID, key_id: int) -> Path:
    """Where the file ``file_id``, locked with the key ``key_id``, lies."""
    return folder() / file_id.hex[-2:] / f"{file_id.hex}.{key_id:08x}"


def parts_of(file_id: UUID) -> Path:
    """Where the pieces of a file lie while it is still arriving."""
    return folder() / "arriving" / file_id.hex


def folder() -> Path:
    """Where all of them are."""
    return Path(settings.FILES_DIR)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes its place, safe on the disk, when the block ends well; else nothing."""
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        keep_folder(path.parent)
    except OSError as trouble:
        if trouble.errno in NO_ROOM:
            raise DiskFull from None
        raise
    finally:
        draft.unlink(missing_ok=True)


def keep_folder(path: Path) -> None:
    """Have the disk remember the names in a folder, too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Counting(io.RawIOBase):
    """Stands between Tink and the disk: sums up what passes, and leaves the file open."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.sum = out, hashlib.sha256()
        self.trouble: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        written = bytes(piece)
        try:
            self.out.write(written)
        except OSError as trouble:
            self.trouble = trouble  # Tink would hide that the disk is full
            raise
        self.sum.update(written)
        return len(written)


def lock_to(path: Path, pieces: Iterable[bytes], bound_to: bytes, ours: Keys) -> str:
    """Write ``pieces`` encrypted to ``path`` and return the checksum of what lies there."""
    with whole(path) as out:
        counting = _Counting(out)
        try:
            stream = ours.files.new_encrypting_stream(cast(IO[bytes], counting), bound_to)
            for piece in pieces:
                stream.write(piece)
            stream.close()
        except TinkError:
            raise counting.trouble or OSError(errno.EIO, "The file could not be locked") from None
        return counting.sum.hexdigest()


def unlock_from(path: Path, bound_to: bytes, key_id: int) -> Iterator[bytes]:
    """The content of ``path``, piece by piece. Raises ``FileNotFoundError`` at once."""
    ours = keys.current()
    if key_id not in ours.file_key_ids:
        ours = keys.refresh()
    return _pieces(path.open("rb"), ours, bound_to)


def _pieces(source: BinaryIO, ours: Keys, bound_to: bytes) -> Iterator[bytes]:
    with source:
        try:
            stream = ours.files.new_decrypting_stream(source, bound_to)
            while piece := stream.read(PIECE):
                yield piece
        except TinkError:
            raise CannotDecrypt(
                f"{bound_to.decode()}: the file was altered, cut short or moved, "
                "or locked with a key that is not in the keyset."
            ) from None
