"""A Kimbilio started as its users start it, in a home of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
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
        timeout=120,
        check=False,
    )


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
