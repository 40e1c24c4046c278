"""``kimbilio serve`` from an empty home to a clean stop."""

import contextlib
import json
import os
import shutil
import signal
import stat
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kimbilio.vault.keyset import generate
from tests.operations.running import kimbilio, service


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def processes_of(pid: int) -> list[int]:
    """The process and all below it, as the kernel tells."""
    found = [pid]
    with contextlib.suppress(FileNotFoundError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += processes_of(int(child))
    return found


@pytest.fixture(scope="module")
def started_home(tmp_path_factory):
    """A home in which Kimbilio ran once."""
    home = tmp_path_factory.mktemp("home")
    with service(home) as running:
        assert running.lines[-1] == f"Kimbilio is ready at {running.address}"
        assert status_of(running.address) < 500
    return home


@pytest.fixture
def home(started_home, tmp_path):
    """A copy of it, to be broken."""
    return Path(shutil.copytree(started_home, tmp_path / "home"))


def test_the_first_start_makes_keys_that_only_the_service_reads(started_home):
    keyset = started_home / "keys" / "keyset.json"

    assert stat.S_IMODE(keyset.stat().st_mode) == 0o600
    assert stat.S_IMODE(keyset.parent.stat().st_mode) == 0o700


def test_a_stop_leaves_no_process_behind_and_ends_well(home):
    with service(home) as running:
        everyone = processes_of(running.process.pid)
        assert len(everyone) >= 5

        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(timeout=40) == 0

    assert [pid for pid in everyone if Path(f"/proc/{pid}").exists()] == []


def test_a_worker_that_dies_is_replaced(home):
    with service(home) as running:
        server = processes_of(running.process.pid)[1]
        before = processes_of(server)[1:]
        os.kill(before[0], signal.SIGKILL)

        until = time.monotonic() + 10
        while len(set(processes_of(server)[1:]) - {before[0]}) < len(before):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert status_of(running.address) < 500


def test_a_second_server_in_the_same_home_is_refused(home):
    with service(home) as running:
        second = kimbilio(home, "serve", "--port", str(running.port + 1))

    assert second.returncode == 1
    assert "already runs" in second.stderr


def test_a_taken_port_is_named(home, tmp_path):
    with service(home) as running:
        other = kimbilio(tmp_path / "other", "serve", "--port", str(running.port))

    assert other.returncode == 1
    assert f"Port {running.port} is taken" in other.stderr


def test_missing_keys_stop_the_start_and_are_not_made_anew(home):
    keyset = home / "keys" / "keyset.json"
    keyset.unlink()

    refused = kimbilio(home, "serve")

    assert refused.returncode == 1
    assert "put the keyset back" in refused.stderr
    assert not keyset.exists()


def test_keys_of_another_database_stop_the_start(home):
    keyset = home / "keys" / "keyset.json"
    keyset.write_text(json.dumps(generate()))

    refused = kimbilio(home, "serve")

    assert refused.returncode == 1
    assert "do not belong to this database" in refused.stderr
