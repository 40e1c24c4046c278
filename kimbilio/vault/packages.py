"""Files for another installation: locked once for its public key or a passphrase, streamed, never in plain.

A package is a head and a body. The head says for what key it is locked and holds the key of the
body, locked; the body is bound to its head. A changed, cut or mixed package does not open.
"""

import base64
import hashlib
import io
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

import tink
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from tink import TinkError, secret_key_access, streaming_aead

from kimbilio.vault import exchange_keys
from kimbilio.vault.errors import CannotDecrypt, KeyTrouble
from kimbilio.vault.exchange_keys import PublicKey, digits_of
from kimbilio.vault.file_types import PACKAGE_MARK
from kimbilio.vault.keyset import TEMPLATES, StreamLocker

VERSION = b"1\n"
LONGEST_HEAD = 8000
PIECE = 64 * 1024
WORDS = 6
SCRYPT = {"length": 32, "n": 2**15, "r": 8, "p": 1}  # 32 MB and a tenth of a second for each try
CONSONANTS, VOWELS = "bdfghjklmnpstwy", "aeiou"  # no R, which many say as L
ROLE = b"kimbilio package key"


class NotAPackage(CannotDecrypt):
    """These bytes are not a package."""


class NewerPackage(CannotDecrypt):
    """It says to be a package of a kind that a later version of this program makes."""


class WrongPassphrase(CannotDecrypt):
    """The passphrase is another one."""


class LockedForOthers(CannotDecrypt):
    """The package is locked for another installation's key."""


@dataclass(frozen=True)
class Head:
    """The beginning of a package; nothing in it is secret."""

    raw: bytes
    is_for_key: bool
    wrapped: bytes
    salt: bytes = b""
    nonce: bytes = b""


def new_key() -> str:
    """The key of one package alone."""
    handle = tink.new_keyset_handle(TEMPLATES["files"])
    return cast(str, tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def number_of(key: str) -> str:
    """Fifteen digits that are the same on both sides, or it is another package."""
    return digits_of(ROLE + key.encode(), groups=3)


def new_passphrase() -> str:
    """Six words of two syllables each, spoken as they are written: 74 bits."""

    def syllable() -> str:
        return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)

    return " ".join(syllable() + syllable() for _ in range(WORDS))


def said_alike(passphrase: str) -> str:
    """A passphrase without what differs when somebody types what they heard."""
    return " ".join(passphrase.casefold().replace("-", " ").replace(",", " ").split())


def head_for_key(key: str, public: PublicKey) -> bytes:
    """The head of a package that only the holder of the other half of ``public`` opens."""
    return _head({"for": "key", "wrapped": _text(public.lock(key.encode()))})


def head_for_passphrase(key: str, passphrase: str) -> bytes:
    """The head of a package that opens with ``passphrase``."""
    salt, nonce = os.urandom(16), os.urandom(12)
    wrapped = AESGCM(_derived(passphrase, salt)).encrypt(nonce, key.encode(), ROLE)
    said = {"for": "passphrase", "wrapped": _text(wrapped), "salt": _text(salt)}
    return _head({**said, "nonce": _text(nonce)})


def _derived(passphrase: str, salt: bytes) -> bytes:
    derived: bytes = Scrypt(salt=salt, **SCRYPT).derive(said_alike(passphrase).encode())
    return derived


def _head(said: dict[str, str]) -> bytes:
    text = json.dumps(said, sort_keys=True).encode()
    return PACKAGE_MARK + VERSION + len(text).to_bytes(4, "big") + text


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def read_head(source: IO[bytes]) -> Head:
    """The head at the beginning of ``source``, which then stands at the body."""
    begin = source.read(len(PACKAGE_MARK) + len(VERSION) + 4)
    if not begin.startswith(PACKAGE_MARK + VERSION):
        raise _other(begin)
    length = int.from_bytes(begin[-4:], "big")
    if length > LONGEST_HEAD:
        raise NotAPackage
    text = source.read(length)
    try:
        said = json.loads(text)
        raw = {name: base64.b64decode(said[name], validate=True) for name in said if name != "for"}
        is_for_key = {"key": True, "passphrase": False}[said["for"]]
        return Head(begin + text, is_for_key, **raw)
    except (ValueError, KeyError, TypeError):
        raise NotAPackage from None


def _other(begin: bytes) -> CannotDecrypt:
    """Why these bytes are no head of ours: nothing of the kind, or what a later program made."""
    if begin.startswith(PACKAGE_MARK):
        number = begin.removeprefix(PACKAGE_MARK).split(b"\n")[0]
        if number.isdigit() and int(number) > int(VERSION):
            return NewerPackage()
    return NotAPackage()


def key_in(head: Head, passphrase: str = "") -> str:
    """The key of the body, opened with our exchange key or with ``passphrase``."""
    if head.is_for_key:
        try:
            return exchange_keys.unlock(head.wrapped).decode()
        except (TinkError, KeyTrouble, ValueError):
            raise LockedForOthers from None
    try:
        opener = AESGCM(_derived(passphrase, head.salt))
        return opener.decrypt(head.nonce, head.wrapped, ROLE).decode()
    except (InvalidTag, ValueError):
        raise WrongPassphrase from None


def _locker(key: str) -> StreamLocker:
    try:
        handle = tink.json_proto_keyset_format.parse(key, secret_key_access.TOKEN)
        return cast(StreamLocker, handle.primitive(streaming_aead.StreamingAead))
    except (TinkError, ValueError):
        raise NotAPackage from None


class _Out(io.RawIOBase):
    """Collects what Tink writes, until somebody takes it."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.held.append(bytes(piece))
        return len(self.held[-1])

    def taken(self) -> bytes:
        """What has come since the last time."""
        whole, self.held = b"".join(self.held), []
        return whole


class Pieces(io.RawIOBase):
    """A stream over pieces that come one by one, such as those of a file of the vault."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.left = iter(pieces), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill from the next piece."""
        while not self.left:
            try:
                self.left = next(self.pieces)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self.left))
        buffer[:count], self.left = self.left[:count], self.left[count:]
        return count


def locked(pieces: Iterable[bytes], *, head: bytes, key: str) -> Iterator[bytes]:
    """The whole package, piece by piece: its head, then ``pieces`` locked."""
    yield head
    out = _Out()
    stream = _locker(key).new_encrypting_stream(cast(IO[bytes], out), hashlib.sha256(head).digest())
    for piece in pieces:
        stream.write(piece)
        if ready := out.taken():
            yield ready
    stream.close()
    yield out.taken()


class Body:
    """The content of a package, read from the beginning to the end. Nothing of it is sure before the end."""

    def __init__(self, source: IO[bytes], head: Head, key: str) -> None:
        bound_to = hashlib.sha256(head.raw).digest()
        self._stream = _locker(key).new_decrypting_stream(source, bound_to)

    def read(self, size: int) -> bytes:
        """Exactly ``size`` bytes, or fewer where it ends; raises ``CannotDecrypt`` where it was changed."""
        parts: list[bytes] = []
        while size:
            try:
                part = self._stream.read(min(size, PIECE))
            except (TinkError, OSError):
                raise CannotDecrypt("The package was altered or cut short.") from None
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
