"""The home folder, and the locks in it that say who is at work there."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings


class Busy(Exception):
    """Another process holds the lock; ``holder`` is what it wrote there."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


def folder() -> Path:
    """The home folder, made for the service's account alone if it is not there."""
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def lock_file(name: str) -> Path:
    """Where the lock ``name`` lies."""
    run = folder() / "run"
    run.mkdir(exist_ok=True, mode=0o700)
    return run / f"{name}.lock"


@contextlib.contextmanager
def held(name: str, *, note: str = "") -> Iterator[IO[str]]:
    """Hold the lock ``name`` while the block runs; the system frees it if the process dies."""
    with lock_file(name).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Busy(file.read().strip()) from None
        file.truncate(0)
        file.write(note or str(os.getpid()))
        file.flush()
        yield file
        file.truncate(0)


def is_held(name: str) -> bool:
    """Whether some process holds the lock ``name`` now."""
    path = lock_file(name)
    if not path.exists():
        return False
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
