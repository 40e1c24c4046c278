"""A PostgreSQL of the tests' own: in a temporary folder, on a free port, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=128MB",
    "max_connections=60",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
)


def folder_of_programs() -> Path | None:
    """Where ``initdb`` and ``pg_ctl`` of the newest PostgreSQL on this machine are."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    places = sorted(versions, key=lambda p: float(p.parent.name), reverse=True)
    found = shutil.which("initdb")
    places += [Path(found).parent] if found else []
    return next((place for place in places if (place / "initdb").exists()), None)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def cluster(programs: Path, settings: Sequence[str] = QUICK) -> Iterator[str]:
    """Start a cluster, give its address for ``DATABASE_URL``, and stop and remove it at the end."""
    place = Path(tempfile.mkdtemp(prefix="kimbilio-postgres-"))
    data, port = place / "data", free_port()
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        account = pwd.getpwnam(user)
        os.chown(place, account.pw_uid, account.pw_gid)

    def call(program: str, *words: str) -> None:
        subprocess.run(
            [str(programs / program), *words],
            check=True, cwd=place, user=user, group=user, extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip

    try:
        call("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = " ".join(f"-c {option}" for option in (*settings, f"port={port}"))
        call("pg_ctl", "-D", str(data), "-l", str(place / "log"), "-w", "-o", options, "start")
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/kimbilio"
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)
