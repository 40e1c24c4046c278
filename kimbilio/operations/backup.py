"""Backup and restore: the database and the files in one encrypted archive, never the keys."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.audit import anchor
from kimbilio.operations import archive, dumps, home, schema
from kimbilio.operations.archive import ArchiveTrouble, Label
from kimbilio.operations.start import has_no_accounts
from kimbilio.vault import keys

DATABASE = "database"
FILES = "files/"
END = "end"  # the last member: how many files there were


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    path: Path
    files: int
    bytes: int


def make(path: Path) -> Made:
    """Write the archive while the service goes on, then read it back whole."""
    if path.exists():
        raise ArchiveTrouble(_("%(path)s is there already; choose a new name.") % {"path": path})
    if not path.parent.is_dir():
        raise ArchiveTrouble(_("There is no folder %(path)s.") % {"path": path.parent})
    keys.check_database()
    with _workplace() as place:
        copy = place / DATABASE
        dumps.dump(copy)
        with archive.written(path, _label()) as tar:
            _add(tar, copy, DATABASE)
            copy.unlink()
            files = sum(_add(tar, file, name) for file, name in _files())
            _add_end(tar, place, files)
    archive.check(path)
    _remember()
    return Made(path, files, path.stat().st_size)


def restore(path: Path, *, force: bool) -> int:
    """Put the archive in the place of what is here; give the number of files.

    All of it is read and checked before anything is replaced. The database is replaced in one
    transaction, then the folder of files by a rename.
    """
    label = archive.label_of(path)
    _refuse_foreign(label)
    if not force and not is_blank():
        raise ArchiveTrouble(
            _(
                "There are records here already. To replace them by this backup for good, "
                "repeat the command with --force."
            )
        )
    with home.held("server"), _workplace() as place:
        files = _unpack(path, place)
        dumps.check(place / DATABASE)
        dumps.load(place / DATABASE)
        _replace_files(place / "files")
        keys.check_database()
        anchor.note_restore()
        _end_sessions()
    return files


def _end_sessions() -> None:
    """Whoever signed out, or was signed out, since the backup stays signed out."""
    UserSession.objects.all().delete()
    Session.objects.all().delete()


def is_blank() -> bool:
    """Whether nothing would be lost: no tables, or nobody who could have written in them."""
    return "accounts_user" not in schema.tables() or has_no_accounts()


def last_made() -> str | None:
    """When the last backup of this home succeeded, as an ISO date and time."""
    note = _note()
    return str(json.loads(note.read_text())["made"]) if note.exists() else None


def _note() -> Path:
    return home.folder() / "run" / "last-backup.json"


def _remember() -> None:
    _note().parent.mkdir(exist_ok=True, mode=0o700)
    _note().write_text(json.dumps({"made": timezone.now().isoformat()}))


def _label() -> Label:
    ours = keys.current()
    return Label(
        made=timezone.now().isoformat(timespec="seconds"),
        engine=dumps.engine(),
        keyset=ours.set_id,
        key_ids=sorted(ours.field_key_ids),
        migrations=len(schema.applied()),
    )


def _refuse_foreign(label: Label) -> None:
    """Say plainly what does not fit, before anything is read or replaced."""
    ours = keys.refresh()
    if label.engine != dumps.engine():
        raise ArchiveTrouble(
            _("This backup is of %(theirs)s, but this is %(ours)s. Nothing was changed.")
            % {"theirs": label.engine, "ours": dumps.engine()}
        )
    if label.keyset != ours.set_id or not ours.field_key_ids.issuperset(label.key_ids):
        raise ArchiveTrouble(
            _(
                "This backup needs the keyset %(theirs)s as it was on %(made)s, and the keyset "
                "here is %(ours)s. Put that keyset back first. Nothing was changed."
            )
            % {"theirs": label.keyset, "made": label.made, "ours": ours.set_id}
        )


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for this one piece of work, gone afterwards; what a crash left is swept first."""
    root = home.folder() / "run" / "backup"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with home.held("backup"):
        for left in root.iterdir():
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=root) as place:
            yield Path(place)


def _files() -> Iterator[tuple[Path, str]]:
    root = Path(settings.FILES_DIR)
    for file in sorted(root.rglob("*")) if root.is_dir() else ():
        if file.is_file() and not file.name.startswith("."):
            yield file, FILES + file.relative_to(root).as_posix()


def _add(tar: tarfile.TarFile, file: Path, name: str) -> int:
    """Add one file; one that was removed since the list was made is left out."""
    try:
        content = file.open("rb")
    except FileNotFoundError:
        return 0
    with content:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(content.fileno()).st_size
        member.mode = 0o600
        tar.addfile(member, content)
    return 1


def _add_end(tar: tarfile.TarFile, place: Path, files: int) -> None:
    (place / END).write_text(json.dumps({"files": files}))
    _add(tar, place / END, END)


def _unpack(path: Path, place: Path) -> int:
    """Write the archive's members under ``place``; raise unless every one of them came."""
    (place / "files").mkdir(mode=0o700)
    files, promised = 0, -1
    with archive.opened(path) as members:
        for member, content in members:
            if member.name == END:
                promised = json.load(content)["files"]
                continue
            target = _target(place, member.name)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(content, out, 1024 * 1024)
                out.flush()
                os.fsync(out.fileno())
            files += member.name.startswith(FILES)
    if files != promised or not (place / DATABASE).is_file():
        raise ArchiveTrouble(_("This backup is not whole. Nothing was changed."))
    return files


def _target(place: Path, name: str) -> Path:
    target = (place / name).resolve()
    if place.resolve() not in target.parents or (name != DATABASE and not name.startswith(FILES)):
        raise ArchiveTrouble(_("This backup holds something strange. Nothing was changed."))
    return target


def _replace_files(new: Path) -> None:
    root = Path(settings.FILES_DIR)
    old = new.with_name("files-before")
    if root.is_dir():
        root.rename(old)
    root.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new.rename(root)


def size_of_database() -> int:
    """Bytes on the disk, for telling whether a backup would fit."""
    if dumps.engine() == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return file.stat().st_size if file.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
