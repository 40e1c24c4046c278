"""Where the keys are, and the keys themselves as the running program uses them.

The keyset lies in ``settings.KEYSET_FILE`` or in the environment as ``KIMBILIO_KEYSET``, never in
the database. The file is looked at every few seconds, so that new keys reach a running service.
"""

import json
import os
import stat
import threading
import time
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection

from kimbilio.vault.errors import (
    CannotDecrypt,
    KeysExist,
    KeysFixed,
    KeysMissing,
    KeysTooOpen,
    KeysUnreadable,
    WrongKeys,
)
from kimbilio.vault.keyset import Document, Keys, generate, open_keys, parse

VARIABLE = "KIMBILIO_KEYSET"
LOOK_EVERY = 2.0  # seconds between two looks at the file
CANARY = UUID("6b696d62-696c-696f-8000-000000000001")
CANARY_SONG = "Kimbilio: this text opens only with the keys of this database."

_lock = threading.Lock()
_keys: Keys | None = None
_seen: tuple[object, ...] = ()
_look_again_at = 0.0


def from_environment() -> bool:
    """Whether the keys come from the environment instead of the file."""
    return bool(os.environ.get(VARIABLE))


def place() -> Path:
    """Where the keyset file is, or would be."""
    return Path(settings.KEYSET_FILE)


def current() -> Keys:
    """The keys to use now. Quick enough to be called for each value."""
    if _keys is not None and time.monotonic() < _look_again_at:
        return _keys
    return refresh()


def refresh() -> Keys:
    """Look at once whether the keyset changed, and return the keys to use now."""
    global _keys, _seen, _look_again_at
    with _lock:
        mark = _mark()
        if _keys is None or mark != _seen:
            source = f"the variable {VARIABLE}" if from_environment() else str(place())
            _keys = open_keys(read(), source=source)
            _seen = mark
        _look_again_at = time.monotonic() + LOOK_EVERY
        return _keys


def forget() -> None:
    """Drop the keys from memory; the next use reads them anew."""
    global _keys, _look_again_at
    with _lock:
        _keys, _look_again_at = None, 0.0


def _mark() -> tuple[object, ...]:
    """Something that differs when the keyset was replaced."""
    if from_environment():
        return (os.environ[VARIABLE],)
    path = place()
    try:
        found = path.stat()
    except FileNotFoundError:
        return (path, None)
    except OSError as trouble:
        raise _unreadable(path, trouble) from None
    return (path, found.st_mtime_ns, found.st_ino, found.st_size, found.st_mode)


def _unreadable(path: Path, trouble: OSError) -> KeysUnreadable:
    return KeysUnreadable(
        f"The keyset {path} cannot be read ({trouble.strerror}). "
        "Start Kimbilio as the user who owns it, or correct its owner."
    )


def read() -> Document:
    """The keyset document, after checking that nobody else can read its file."""
    if from_environment():
        return parse(os.environ[VARIABLE], source=f"The variable {VARIABLE}")
    path = place()
    try:
        _refuse_open(path)
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise KeysMissing(
            f"There are no keys at {path}. If this is a new installation, run: kimbilio keys "
            "create. If you have records already, put the keyset back from your safe copy."
        ) from None
    except OSError as trouble:
        raise _unreadable(path, trouble) from None
    except UnicodeDecodeError:
        text = ""
    return parse(text, source=str(path))


def _refuse_open(path: Path) -> None:
    """Refuse a keyset that other users of this machine could read or replace."""
    if os.name != "posix":
        return
    for thing, mode in ((path, "600"), (path.parent, "700")):
        if stat.S_IMODE(thing.stat().st_mode) & 0o077:
            raise KeysTooOpen(f"Others on this machine may open {thing}. Run: chmod {mode} {thing}")


def create(path: Path | None = None) -> Path:
    """Make a new keyset at ``path`` (or where the settings say) and never replace one."""
    target = path or place()
    if target.exists() or (path is None and from_environment()):
        where = str(target) if target.exists() else f"the variable {VARIABLE}"
        raise KeysExist(
            f"There are keys in {where} already; they are left as they were. "
            "To change keys, run: kimbilio keys rotate"
        )
    write(generate(), target, replace=False)
    return target


def write(document: Document, path: Path, *, replace: bool) -> None:
    """Write a keyset so that after a power cut there is the old one or the new one, whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(document, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        if replace:
            _keep_owner(path, draft)
            draft.replace(path)
        else:
            os.link(draft, path)  # unlike a rename, this fails if somebody was faster
    except FileExistsError:
        raise KeysExist(f"There are keys at {path} already; they are left as they were.") from None
    finally:
        draft.unlink(missing_ok=True)
    _keep_folder(path.parent)


def _keep_owner(path: Path, draft: Path) -> None:
    """Let the service read on when root replaces its keyset."""
    owner = path.stat()
    if os.name == "posix" and owner.st_uid != os.geteuid():
        os.chown(draft, owner.st_uid, owner.st_gid)


def _keep_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(document: Document) -> None:
    """Put ``document`` in the place of the keyset in use, and use it."""
    if from_environment():
        raise KeysFixed(
            f"The keys come from the variable {VARIABLE}, which this program cannot change. Run: "
            "kimbilio keys rotate --write-to FILE, put the content of FILE into the variable, "
            "restart, and run: kimbilio keys rotate --continue"
        )
    write(document, place(), replace=True)
    forget()


def trail_key() -> bytes:
    """The secret that seals the audit trail. It never rotates: old entries must stay provable."""
    return current().trail


def check_database() -> None:
    """Raise ``WrongKeys`` if this database was written with other keys than these.

    The first call on a new database leaves a canary there: a known text under these keys. A
    database without the table (before the first migration) passes.
    """
    refresh()
    canary = apps.get_model("vault", "Canary")
    if canary._meta.db_table not in connection.introspection.table_names():
        return
    manager = canary._default_manager
    try:
        bird = manager.filter(pk=CANARY).first()
        if bird is None:
            _open_one_of_each()
            manager.get_or_create(pk=CANARY, defaults={"song": CANARY_SONG})
        elif bird.song != CANARY_SONG:
            raise CannotDecrypt
    except CannotDecrypt:
        raise WrongKeys(
            f"These keys ({current().set_id}) do not belong to this database. Nothing was touched. "
            "Put the right keyset back, or point DATABASE_URL or KIMBILIO_HOME at the right data."
        ) from None


def _open_one_of_each() -> None:
    """Open one value of every encrypted column: a database without a canary may hold records."""
    tables = set(connection.introspection.table_names())
    for model in apps.get_models():
        if model._meta.db_table not in tables or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if unseal := getattr(field, "unseal", None):
                try:
                    found = model._base_manager.exclude(**{f"{field.name}__isnull": True})
                    for pk, sealed in found.values_list("pk", field.name)[:50]:
                        unseal(sealed, pk)
                except DatabaseError:
                    continue  # a column of a migration that has not run yet
