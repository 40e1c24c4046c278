"""The file that a backup is: a tar stream under Tink's streaming encryption, after one plain line.

The plain line names the format and the keyset (never a key). It is bound to the ciphertext, so it
cannot be changed; and the encryption notices a piece that is missing, altered or cut off.
"""

import errno
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from tink import TinkError

from kimbilio.vault import keys

MAGIC = b"KIMBILIO BACKUP 1 "
LONGEST_LABEL = 64 * 1024


class ArchiveTrouble(Exception):
    """The archive cannot be written or read. The message is for the person who runs the service."""


@dataclass(frozen=True)
class Label:
    """What the plain first line says."""

    made: str
    engine: str
    keyset: str
    key_ids: list[int]
    migrations: int

    def line(self) -> bytes:
        """The line as it stands in the file."""
        return MAGIC + json.dumps(asdict(self), sort_keys=True).encode() + b"\n"


class _Kept(io.RawIOBase):
    """Between Tink and the disk: keeps the file open for fsync, and the reason of a failure."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.trouble: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        try:
            return self.out.write(bytes(piece))
        except OSError as trouble:
            self.trouble = trouble
            raise


@contextmanager
def written(path: Path, label: Label) -> Iterator[tarfile.TarFile]:
    """A new archive at ``path``, whole and on the disk when the block ends well; else nothing."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            line = label.line()
            out.write(line)
            kept = _Kept(out)
            try:
                stream = keys.current().files.new_encrypting_stream(cast(BinaryIO, kept), line)
                with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                    yield tar
                stream.close()
            except (TinkError, OSError) as trouble:
                raise _cannot_write(path, kept.trouble or trouble) from None
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _cannot_write(path: Path, trouble: Exception) -> ArchiveTrouble:
    reason = trouble.strerror if isinstance(trouble, OSError) else ""
    if isinstance(trouble, OSError) and trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
        reason = _("the disk is full")
    return ArchiveTrouble(
        _("The backup %(path)s could not be written (%(reason)s). Nothing of it was kept.")
        % {"path": path, "reason": reason or type(trouble).__name__}
    )


def label_of(path: Path) -> Label:
    """The first line of the archive at ``path``."""
    try:
        with path.open("rb") as source:
            return _label(source.readline(LONGEST_LABEL))
    except FileNotFoundError:
        raise ArchiveTrouble(_("There is no file %(path)s.") % {"path": path}) from None
    except (ValueError, TypeError, KeyError):
        raise ArchiveTrouble(_("%(path)s is not a Kimbilio backup.") % {"path": path}) from None


def _label(line: bytes) -> Label:
    if not line.startswith(MAGIC):
        raise ValueError
    return Label(**json.loads(line.removeprefix(MAGIC)))


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, BinaryIO]]]:
    """The members of the archive in turn. What ends without an error was read whole and true."""
    label_of(path)
    with path.open("rb") as source:
        line = source.readline(LONGEST_LABEL)
        try:
            stream = keys.current().files.new_decrypting_stream(source, line)
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                yield _members(tar)
            while stream.read(64 * 1024):
                pass  # the encryption vouches for the end only when the end was read
        except (TinkError, tarfile.TarError, EOFError):
            raise ArchiveTrouble(
                _(
                    "%(path)s is damaged, cut short, or locked with keys that are not here. "
                    "Nothing was changed. Use another copy, or the keyset of that time."
                )
                % {"path": path}
            ) from None


def _members(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    for member in tar:
        content = tar.extractfile(member)
        if content is not None:
            yield member, cast(BinaryIO, content)


def check(path: Path) -> int:
    """Read the whole archive and give the number of its members; raise if anything is wrong."""
    count = 0
    with opened(path) as members:
        for _member, content in members:
            while content.read(1024 * 1024):
                pass
            count += 1
    return count
