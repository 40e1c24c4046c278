"""A backup and its way back, on the database that the tests run on."""

import contextlib
import json
import os
import shutil
import stat
import uuid
from pathlib import Path

import psycopg
import pytest

from kimbilio.vault.keyset import generate
from tests.operations.running import in_django, kimbilio, service, set_up

NAME = "Nafula Distinctive"
ADD = """
from kimbilio.accounts.models import User
User.objects.create_user(email={0!r}, name={1!r})
"""
LIST = """
from kimbilio.accounts.models import User
print(",".join(sorted(User.objects.values_list("email", flat=True))))
"""


@contextlib.contextmanager
def fresh_database(template=""):
    """The address of a new database on the tests' server; empty for SQLite in the home."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"backup_{uuid.uuid4().hex[:12]}"
    at, like = server.rsplit("/", 1)[0], template.rsplit("/", 1)[-1] or "template0"
    with psycopg.connect(f"{at}/postgres", autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        yield f"{at}/{name}"
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory):
    """A home and a database with one account, one file and a backup of both."""
    home = tmp_path_factory.mktemp("worked") / "home"
    home.mkdir(mode=0o700)
    with fresh_database() as database:
        set_up(home)
        if database:
            assert kimbilio(home, "migrate", "-v0", DATABASE_URL=database).returncode == 0
        in_django(home, ADD.format("amina@example.org", NAME), DATABASE_URL=database)
        (home / "files" / "ab").mkdir(parents=True, mode=0o700)
        (home / "files" / "ab" / "one").write_bytes(b"sealed bytes" * 1000)
        made = kimbilio(home, "backup", str(home.parent / "backup"), DATABASE_URL=database)
        assert made.returncode == 0, made.stderr
        yield home, database


@pytest.fixture
def home(worked_in, tmp_path):
    return Path(shutil.copytree(worked_in[0], tmp_path / "home"))


@pytest.fixture
def archive(worked_in, tmp_path):
    return Path(shutil.copy(worked_in[0].parent / "backup", tmp_path / "monday.backup"))


@pytest.fixture
def database(worked_in):
    with fresh_database(worked_in[1]) as address:
        yield address


@pytest.fixture
def empty_database():
    with fresh_database() as address:
        yield address


@pytest.fixture
def run(home, database):
    """Run a command in a copy of that home, with a copy of that database."""

    def command(*words):
        return kimbilio(home, *words, DATABASE_URL=database)

    return command


def emails(home: Path, database: str) -> str:
    return in_django(home, LIST, DATABASE_URL=database).strip()


def left_over(home: Path) -> list[Path]:
    return [p for p in (home / "run").rglob("*") if p.is_file() and p.suffix not in {".lock"}]


def test_what_was_backed_up_comes_back(run, archive, home, database):
    in_django(home, ADD.format("later@example.org", "Later"), DATABASE_URL=database)
    (home / "files" / "ab" / "one").write_bytes(b"overwritten")
    (home / "files" / "ab" / "two").write_bytes(b"newer")

    done = run("restore", str(archive), "--force")

    assert done.returncode == 0, done.stderr
    assert emails(home, database) == "amina@example.org"
    assert (home / "files" / "ab" / "one").read_bytes() == b"sealed bytes" * 1000
    assert not (home / "files" / "ab" / "two").exists()
    assert [file.name for file in left_over(home)] == ["last-backup.json"]


def test_a_restore_into_an_empty_place_needs_no_force(archive, home, tmp_path, empty_database):
    other = tmp_path / "other"
    (other / "keys").mkdir(parents=True, mode=0o700)
    shutil.copy2(home / "keys" / "keyset.json", other / "keys")

    done = kimbilio(other, "restore", str(archive), DATABASE_URL=empty_database)

    assert done.returncode == 0, done.stderr
    assert emails(other, empty_database) == "amina@example.org"


def test_records_are_not_overwritten_without_force(run, archive, home, database):
    in_django(home, ADD.format("later@example.org", "Later"), DATABASE_URL=database)

    refused = run("restore", str(archive))

    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert emails(home, database) == "amina@example.org,later@example.org"


@pytest.mark.parametrize("harm", ["cut", "bit", "tail", "label"])
def test_a_damaged_archive_changes_nothing(run, archive, home, database, harm):
    content = bytearray(archive.read_bytes())
    if harm == "cut":
        del content[len(content) // 2 :]
    elif harm == "tail":
        del content[-1:]
    elif harm == "bit":
        content[-100] ^= 1
    else:
        content = bytearray(bytes(content).replace(b'"migrations": ', b'"migrations": 1', 1))
    archive.write_bytes(content)
    in_django(home, ADD.format("later@example.org", "Later"), DATABASE_URL=database)

    refused = run("restore", str(archive), "--force")

    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert emails(home, database) == "amina@example.org,later@example.org"
    assert (home / "files" / "ab" / "one").read_bytes() == b"sealed bytes" * 1000
    assert [file.name for file in left_over(home)] == ["last-backup.json"]


def test_the_archive_shows_no_name_and_holds_no_key(archive, home):
    content = archive.read_bytes()
    keyset = json.loads((home / "keys" / "keyset.json").read_text())

    assert NAME.encode() not in content
    assert b"amina@example.org" not in content
    assert keyset["trail"].encode() not in content
    assert keyset["files"]["key"][0]["keyData"]["value"].encode() not in content
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_other_keys_are_refused_by_name(run, archive, home):
    (home / "keys" / "keyset.json").write_text(json.dumps(generate()))

    refused = run("restore", str(archive), "--force")

    assert refused.returncode == 1
    assert "needs the keyset" in refused.stderr


def test_an_existing_file_is_never_overwritten(run, archive):
    before = archive.read_bytes()

    refused = run("backup", str(archive))

    assert refused.returncode == 1
    assert archive.read_bytes() == before


def test_something_else_is_not_taken_for_a_backup(run, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")

    refused = run("restore", str(tmp_path / "photo.jpg"), "--force")

    assert refused.returncode == 1
    assert "is not a Kimbilio backup" in refused.stderr


def test_a_running_service_is_not_restored_under(tmp_path):
    home, archive = tmp_path / "busy", tmp_path / "busy.backup"
    set_up(home)
    with service(home):
        assert kimbilio(home, "backup", str(archive)).returncode == 0

        refused = kimbilio(home, "restore", str(archive), "--force")

    assert refused.returncode == 1
    assert "Stop it" in refused.stderr
