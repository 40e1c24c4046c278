"""What is typed into the pages stands nowhere in the raw bytes: database, its log, files, backup."""

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.running import ROOT, environment, kimbilio, set_up
from tests.operations.test_backup import fresh_database

STORY = Path(__file__).with_name("entering.py")
MARK = "Xukwanzi"  # how every word of ``hands.word`` begins


def forms_of(text):
    """The bytes in which ``text`` might lie around: as typed, encoded, packed, in other cases."""
    digits = re.sub(r"\D", "", text)
    texts = {text, text.lower(), text.upper()}
    if len(digits) > 8:
        texts = {text, digits, digits.lstrip("0"), f"+254{digits[1:]}"}
    for one in texts:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = one.encode(encoding)
            yield raw
            yield raw.hex().encode()
            for shift in range(3):  # wherever in the text it begins
                packed = base64.b64encode(b"\0" * shift + raw)
                yield packed[4 if shift else 0 : -4]


def beginnings():
    """What each form of a word begins with: all words begin alike. One search for these spares one
    for each form of each word, which takes minutes."""
    for one in (MARK, MARK.lower(), MARK.upper()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = one.encode(encoding)
            yield raw
            yield raw.hex().encode()
            for shift in range(3):
                packed = base64.b64encode(b"\0" * shift + raw)
                yield packed[4 if shift else 0 : (len(raw) + shift) // 3 * 4]


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory):
    """What was typed, and every byte the program left behind, by where it lay."""
    folder = tmp_path_factory.mktemp("raw")
    home = folder / "home"
    home.mkdir(mode=0o700)
    with fresh_database() as database:
        more = {"DATABASE_URL": database}
        set_up(home)
        if database:
            assert kimbilio(home, "migrate", "-v0", **more).returncode == 0
        more["DJANGO_SETTINGS_MODULE"] = "kimbilio.settings.dev"
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{STORY.read_text()}"],
            env={**environment(home), **more}, cwd=ROOT, capture_output=True, check=False,
            timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        lines = done.stdout.splitlines()
        said = json.loads(lines[-1])
        places = {str(f.relative_to(home)): f.read_bytes() for f in home.rglob("*") if f.is_file()}
        places["log"] = done.stderr
        places["mails and prints"] = b"\n".join(lines[:-1])
        places["headers and titles"] = json.dumps(said["replies"]).encode()
        if database:
            dumped = subprocess.run(
                ["pg_dump", "--format=plain", database], capture_output=True, check=True
            )
            places["dump"] = dumped.stdout
        made = kimbilio(home, "backup", str(folder / "backup"), **more)
        assert made.returncode == 0, made.stderr
        places["backup"] = (folder / "backup").read_bytes()
        places["log of the backup"] = f"{made.stdout}{made.stderr}".encode()
    return said["typed"], places, bool(database)


def test_something_was_typed_and_kept(left_behind):
    typed, places, is_postgres = left_behind

    assert len(typed) > 150
    assert any(name.startswith("files/") for name in places)
    plain = "Coast office"  # a unit's name is no secret: the search itself must find it
    # A long history makes the database empty its write-ahead log on the way: both are searched.
    names = ["dump"] if is_postgres else ["kimbilio.sqlite3", "kimbilio.sqlite3-wal"]
    assert all(places[name] for name in names)
    assert any(form in places[name] for name in names for form in forms_of(plain))


def test_nothing_that_was_typed_stands_anywhere(left_behind):
    typed, places, _is_postgres = left_behind
    starts = list(beginnings())
    marked = {text for text in typed if text.startswith(MARK)}
    suspect = {name for name, content in places.items() if any(one in content for one in starts)}

    found = [
        f"{text} in {place}"
        for place, content in places.items()
        for text in typed
        if place in suspect or text not in marked
        if any(form in content for form in forms_of(text))
    ]

    assert len(marked) > 150
    assert all(any(one in form for one in starts) for text in marked for form in forms_of(text))
    assert found == []
