"""A package opens for whom it is locked, whole and unchanged, and for nobody else."""

import io
import os
import stat

import pytest

from kimbilio.kernel.ids import new_id
from kimbilio.vault import exchange_keys, files, keys, packages
from kimbilio.vault.errors import CannotDecrypt, KeysMissing
from kimbilio.vault.exchange_keys import NotAPublicKey, read_public
from kimbilio.vault.file_types import PACKAGE

PIECES = [os.urandom(1000) for _ in range(200)]
WHOLE = b"".join(PIECES)


@pytest.fixture
def pair(own_keys):
    exchange_keys.create()
    return exchange_keys.public()


def a_package(head_of):
    key = packages.new_key()
    head = head_of(key)
    return b"".join(packages.locked(PIECES, head=head, key=key)), head


def opened(package, passphrase=""):
    source = io.BytesIO(package)
    head = packages.read_head(source)
    return packages.Body(source, head, packages.key_in(head, passphrase)).read(10**7)


def test_the_pair_lies_beside_the_keyset_for_its_owner_alone_and_is_made_once(pair):
    path = exchange_keys.place()
    exchange_keys.create()

    assert path.parent == own_place()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert exchange_keys.public() == pair
    assert read_public(f"Here it is:\r\n{pair.as_file()}\nBest wishes") == pair
    assert len(pair.number.replace(" ", "")) == 40


def own_place():
    return keys.place().parent


def test_without_a_pair_it_says_so(own_keys):
    assert not exchange_keys.exists()
    with pytest.raises(KeysMissing):
        exchange_keys.public()


@pytest.mark.parametrize("change", ["", "no key", "cut", "secret"])
def test_what_is_no_public_key_is_refused(pair, change):
    text = pair.as_file()
    if change == "secret":
        packed = exchange_keys.base64.b64encode(exchange_keys.place().read_bytes()).decode()
        text = (
            f"-----BEGIN {exchange_keys.TITLE}-----\n{packed}\n-----END {exchange_keys.TITLE}-----"
        )
    else:
        text = {"": "", "no key": "hello", "cut": text.replace("eyJ", "", 1)}[change]

    with pytest.raises(NotAPublicKey):
        read_public(text)


def test_a_package_for_a_key_opens_with_its_other_half(pair):
    package, _head = a_package(lambda key: packages.head_for_key(key, pair))

    assert opened(package) == WHOLE


def test_a_package_for_another_installation_does_not_open(pair):
    package, _head = a_package(lambda key: packages.head_for_key(key, pair))
    exchange_keys.place().unlink()
    with pytest.raises(packages.LockedForOthers):
        opened(package)

    exchange_keys.create()
    with pytest.raises(packages.LockedForOthers):
        opened(package)


def test_a_passphrase_has_six_words_and_is_taken_as_people_type_it():
    words = packages.new_passphrase()
    package, _head = a_package(lambda key: packages.head_for_passphrase(key, words))

    assert len(set(words.split())) >= 5 <= len(words.split()) == 6
    assert opened(package, f"  {words.upper().replace(' ', ' - ')} ") == WHOLE
    for wrong in ("", words[:-1], packages.new_passphrase()):
        with pytest.raises(packages.WrongPassphrase):
            opened(package, wrong)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda package, head: package[:-1],
        lambda package, head: package[:-70_000],
        lambda package, head: package[: len(head)],
        lambda package, head: package + b"x",
        lambda package, head: package[:-9] + bytes([package[-9] ^ 1]) + package[-8:],
        lambda package, head: package[:5000] + bytes([package[5000] ^ 1]) + package[5001:],
        lambda package, head: package.replace(b'"for": "passphrase"', b'"for":  "passphras"'),
        lambda package, head: b"KIMBILIO PACKAGE 2\n" + package[19:],
        lambda package, head: package[:19] + b"\xff\xff\xff\xff" + package[23:],
        lambda package, head: b"",
        lambda package, head: os.urandom(3000),
    ],
)
def test_what_was_changed_cut_or_is_something_else_does_not_open(spoil):
    package, head = a_package(lambda key: packages.head_for_passphrase(key, "six words"))

    with pytest.raises(CannotDecrypt):
        opened(spoil(package, head), "six words")


def test_a_body_does_not_open_under_another_head():
    key = packages.new_key()
    first, second = (packages.head_for_passphrase(key, "six words") for _ in range(2))
    package = b"".join(packages.locked(PIECES, head=first, key=key))

    with pytest.raises(CannotDecrypt):
        opened(second + package[len(first) :], "six words")


@pytest.mark.django_db
def test_it_is_kept_in_the_vault_piece_by_piece(files_dir):
    kind = files.Kind("tests.package", {PACKAGE}, limit=300_000)
    key = packages.new_key()
    head = packages.head_for_passphrase(key, "six words")
    owner = new_id()

    stored = files.store_pieces(
        packages.locked(PIECES, head=head, key=key), owner_id=owner, kind=kind
    )

    assert opened(files.read(stored), "six words") == WHOLE
    assert (stored.content_type, stored.size) == (PACKAGE, len(files.read(stored)))
    source = io.BufferedReader(packages.Pieces(files.open_file(stored)))
    assert packages.Body(source, packages.read_head(source), key).read(10**7) == WHOLE


@pytest.mark.django_db
def test_one_that_grows_too_large_leaves_nothing(files_dir):
    kind = files.Kind("tests.package", {PACKAGE}, limit=100_000)
    key = packages.new_key()
    head = packages.head_for_passphrase(key, "six words")

    with pytest.raises(files.FileTooLarge):
        files.store_pieces(
            packages.locked(PIECES, head=head, key=key),
            owner_id=new_id(),
            kind=kind,
        )

    assert [path for path in files_dir.rglob("*") if path.is_file()] == []
