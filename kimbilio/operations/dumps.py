"""A copy of the whole database in one file, and back: through what each database itself offers."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

EMPTY_PUBLIC = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT c.oid::regclass AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP EXECUTE 'DROP TABLE IF EXISTS ' || thing.name || ' CASCADE'; END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS
      (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE 'DROP ROUTINE IF EXISTS ' || thing.name || ' CASCADE'; END LOOP;
END $$;
"""


class DumpTrouble(Exception):
    """The database could not be copied. The message is for the person who runs the service."""


def engine() -> str:
    """``sqlite`` or ``postgresql``: an archive of one is not for the other."""
    return connection.vendor


def dump(to: Path) -> None:
    """Write a copy as of this moment to the new file ``to`` while the service goes on."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if engine() == "sqlite":
        with closing(sqlite3.connect(to)) as copy:
            _sqlite().backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(to))


def check(copy: Path) -> None:
    """Raise unless ``copy`` can be read as a database of this kind."""
    if engine() == "sqlite":
        try:
            with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
                sound = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            raise DumpTrouble(_("The database in this backup is damaged. Nothing was changed."))
    else:
        _run("pg_restore", "--list", str(copy), connected=False)


def load(copy: Path) -> None:
    """Put ``copy`` in the place of all that the database holds: wholly, or not at all."""
    if engine() == "sqlite":
        with closing(sqlite3.connect(copy)) as source:
            source.backup(_sqlite())
        connection.close()
        return
    script = copy.with_suffix(".sql")
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", "--file", str(script), str(copy),
             connected=False)  # fmt: skip
        connection.close()
        _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
             f"--command={EMPTY_PUBLIC}", f"--file={script}")  # fmt: skip
    finally:
        script.unlink(missing_ok=True)


def _sqlite() -> sqlite3.Connection:
    connection.ensure_connection()
    opened: sqlite3.Connection = connection.connection
    return opened


def _run(program: str, *words: str, connected: bool = True) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, not by a list."""
    if shutil.which(program) is None:
        raise DumpTrouble(
            _("%(program)s is missing. Install it: apt install postgresql-client")
            % {"program": program}
        )
    done = subprocess.run(  # noqa: S603  # fixed programs, words of our own
        [shutil.which(program) or program, *words],
        env={**os.environ, **(_address() if connected else {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DumpTrouble(f"{program}: {_first_lines(done.stderr.splitlines())}")


def _first_lines(lines: Sequence[str]) -> str:
    return " ".join(line for line in lines if not line.startswith(("DETAIL", "CONTEXT", "LINE")))[
        :500
    ]


def _address() -> dict[str, str]:
    of = connection.settings_dict
    given = {
        "PGDATABASE": of["NAME"],
        "PGUSER": of["USER"],
        "PGPASSWORD": of["PASSWORD"],
        "PGHOST": of["HOST"],
        "PGPORT": of["PORT"],
    }
    return {name: str(value) for name, value in given.items() if value}
