"""A Kimbilio started as its users start it, in a home of its own."""

import atexit
import contextlib
import fcntl
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Service:
    process: subprocess.Popen[str]
    port: int
    lines: list[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path) -> dict[str, str]:
    """As in use: our settings, the home given, SQLite in it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KIMBILIO_", "DJANGO_"))}
    return {**kept, "DATABASE_URL": "", "KIMBILIO_HOME": str(home), "PYTHONPATH": str(ROOT)}


def kimbilio(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kimbilio", *words],
        env={**environment(home), **more},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@functools.cache
def _shared() -> Path:
    """Where homes are kept that several tests start from: of the whole run, else of this process."""
    if place := os.environ.get("SET_UP_HOMES"):
        return Path(place)
    made = Path(tempfile.mkdtemp(prefix="kimbilio-set-up-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _set_up(*, demo: bool) -> Path:
    """A home with keys and tables on SQLite, and the demonstration; whoever comes first makes it."""
    name = "demo" if demo else "bare"
    home, making = _shared() / name, _shared() / f"{name}-in-the-making"
    with (_shared() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if home.exists():
            return home
        shutil.rmtree(making, ignore_errors=True)
        if demo:
            shutil.copytree(_set_up(demo=False), making)
        else:
            making.mkdir()
        making.chmod(0o700)
        for words in [("demo",)] if demo else [("keys", "create"), ("migrate", "-v0")]:
            done = kimbilio(making, *words)
            assert done.returncode == 0, done.stderr
        making.rename(home)
    return home


def set_up(home: Path, *, demo: bool = False) -> None:
    """Make ``home`` one in which Kimbilio was started before: tables take a minute to make."""
    shutil.copytree(_set_up(demo=demo), home, dirs_exist_ok=True)
    home.chmod(0o700)


def in_django(home: Path, code: str, **more: str) -> str:
    """What a few lines of Python print inside a set-up program."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        env={"DJANGO_SETTINGS_MODULE": "kimbilio.settings.dev", **environment(home), **more},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def service(home: Path, *words: str) -> Iterator[Service]:
    """Serve until the block ends; entered once the ready line came."""
    if not (ROOT / "frontend" / "dist" / "manifest.json").exists():
        pytest.skip("the front end is not built: run script/setup")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kimbilio", "serve", "--port", str(port), *words],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("Kimbilio is ready"):
                break
        yield Service(process, port, lines)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=40)
