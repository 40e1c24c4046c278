"""A case goes from one installation to another: two homes, two databases, no key in common."""

import hashlib
import json
import sqlite3

import pytest

from kimbilio.vault import keys
from tests.operations.running import in_django, set_up
from tests.transfers.two_homes import LONG, OURS, sum_of

NAMES = (
    "Zuhurakwe", "Rehemakwe", "Mtwapakwe", "saidkwe", "letterkwe", "longkwe", "wrotekwe",
    "Birth record copykwe", "+254799000123", "254799000124", "Mama Duka",
)  # fmt: skip
"""Of the survivor, of the people around them, and of what happened."""
STAFF = ("Wanjiru Mfano", OURS)  # each office knows its own in plain
QUICK = """from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]"""
"""Nobody signs in here; forty passwords as in use would take most of the time."""
WRONG = "six other words than these here"

pytestmark = pytest.mark.once  # each home has an SQLite of its own


class Office:
    """One installation: its home, and what its programs say."""

    def __init__(self, home):
        self.home = home

    def asked(self, what, *given, **named):
        """What one function of ``two_homes`` prints, called in a program of this home."""
        call = f"two_homes.{what}(*{given!r}, **{named!r})"
        said = in_django(self.home, f"{QUICK}\nfrom tests.transfers import two_homes\n{call}")
        return json.loads(said.splitlines()[-1])

    def rows(self):
        """A sum over all that the database says."""
        with sqlite3.connect(self.home / "kimbilio.sqlite3") as database:
            lines = "\n".join(database.iterdump())
        database.close()
        return hashlib.sha256(lines.encode()).hexdigest()

    def all_bytes(self):
        """Every file of the home: database, its log of changes, locked files, keys."""
        return {
            str(path.relative_to(self.home)): path.read_bytes()
            for path in self.home.rglob("*")
            if path.is_file()
        }

    def state(self):
        """What must not change where a package is refused."""
        return self.rows(), sorted(name for name in self.all_bytes() if name.startswith("files/"))


class Both:
    """The one that gives, the one that receives, and the packages on their way."""

    def __init__(self, folder):
        self.folder = folder
        self.giver, self.receiver = Office(folder / "giver"), Office(folder / "receiver")
        for office in (self.giver, self.receiver):
            set_up(office.home)
        keyset = self.receiver.home / "keys" / "keyset.json"
        keyset.unlink()
        keys.create(keyset)  # tables that hold nothing yet are those of any keys
        key = self.receiver.asked("open_office", "Tumaini House")["key"]
        self.given = self.giver.asked("give", str(folder), their_key=key)

    def path(self, way):
        return str(self.folder / f"{way}.kimbilio")

    def spoilt(self, name, content):
        """A package with these bytes, as a path."""
        (self.folder / f"{name}.kimbilio").write_bytes(content)
        return self.path(name)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return Both(tmp_path_factory.mktemp("two"))


def test_the_two_have_no_key_in_common(both):
    ours, theirs = (
        {name: held for name, held in one.all_bytes().items() if name.startswith("keys/")}
        for one in (both.giver, both.receiver)
    )

    assert set(ours) == set(theirs) == {"keys/keyset.json", "keys/exchange-key.json"}
    assert not set(ours.values()) & set(theirs.values())


def test_what_is_wrong_with_a_package_is_said_and_nothing_is_kept(both):
    words, content = both.given["words"]["words"], (both.folder / "words.kimbilio").read_bytes()
    by_key = (both.folder / "key.kimbilio").read_bytes()

    def changed(at, of=content):
        return of[:at] + bytes([of[at] ^ 1]) + of[at:][1:]

    def before(body):
        return body[: body.index(b"}") + 1]

    def after(head):
        return head[head.index(b"}") + 1 :]

    brought = {
        "wrong words": (both.path("words"), WRONG, "package_wrong_words"),
        "no words": (both.path("words"), "", "package_wrong_words"),
        "another's key": (both.path("other"), "", "package_for_others"),
        "a newer format": (both.path("newer"), both.given["newer"]["words"], "package_newer"),
        "a newer container": (content.replace(b"1\n", b"2\n", 1), words, "package_newer"),
        "a byte at the end": (changed(-1), words, "package_spoilt"),
        "a byte in the middle": (changed(len(content) // 2), words, "package_spoilt"),
        "a byte of one by key": (changed(len(by_key) // 2, by_key), "", "package_spoilt"),
        "a byte at the start": (changed(0), words, "not_a_package"),
        "cut short": (content[:-4096], words, "package_spoilt"),
        "two glued": (content + by_key, words, "package_spoilt"),
        "the body of another": (before(content) + after(by_key), words, "package_spoilt"),
    }
    packages = {
        name: (found if isinstance(found, str) else both.spoilt(name, found), words)
        for name, (found, words, _code) in brought.items()
    }
    as_it_was = both.receiver.state()

    said = both.receiver.asked("bring_all", packages)

    assert {name: refusal[0] for name, refusal in said.items()} == {
        name: code for name, (*_rest, code) in brought.items()
    }
    assert all(len(refusal[1]) > 20 for refusal in said.values())
    assert both.receiver.state() == as_it_was


def test_a_case_given_there_is_read_here_and_closed_there(both):
    given = {way: both.given[way] for way in ("words", "key")}
    brought = {way: (both.path(way), one["words"]) for way, one in given.items()}
    assert [bool(one["words"]) for one in given.values()] == [True, False]

    taken = both.receiver.asked("take_in", **brought)

    as_it_was = both.receiver.state()
    read = both.receiver.asked("read_back", **{way: one["code"] for way, one in taken.items()})
    again = both.receiver.asked("bring_all", brought)
    assert both.receiver.state() == as_it_was
    assert {refusal[0] for refusal in again.values()} == {"package_known"}
    for way, one in given.items():
        assert (taken[way]["number"], taken[way]["origin"]) == (one["number"], OURS)
        check_all_came(one, read[way])
        assert read[way]["full_name"] == f"Zuhurakwe Mfano {way.title()}"
        assert taken[way]["code"] in read[way]["found"]  # by its sound, under the keys of here
    check_nothing_is_in_plain(both)
    proofs = {way: (one["transfer"], taken[way]["proof"]) for way, one in given.items()}
    closed = ["accepted", True, "closed", "transferred"]
    assert both.giver.asked("hear_and_close", **proofs) == {"words": closed, "key": closed}


def check_all_came(given, read):
    assert (read["phones"], read["phrases"]) == (["+254799000123"], ["About the order"])
    assert read["around"] == [["Rehemakwe Mfano", "+254799000124"]]
    assert read["account"] == "They took her papers in Mtwapakwe."
    assert (read["documents"], read["titles"]) == (given["documents"], given["titles"])
    assert sum_of(LONG) in read["documents"]
    assert given["notes"]
    for text in given["notes"]:
        assert any(note.startswith(text) for note in read["notes"]), text
    plan = next(note for note in read["notes"] if "Birth record copykwe" in note)
    assert "A safe roomkwe" in plan
    assert any(given["code"] in note for note in read["notes"])


def check_nothing_is_in_plain(both):
    packages = {one.name: one.read_bytes() for one in both.folder.glob("*.kimbilio")}
    for seen, names in (
        (packages, NAMES + STAFF),
        (both.receiver.all_bytes(), NAMES + STAFF),
        (both.giver.all_bytes(), NAMES),
    ):
        for name in names:
            assert not [file for file, held in seen.items() if name.encode() in held], name
