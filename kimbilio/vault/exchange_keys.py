"""The pair of keys by which other installations lock files for this one, and the public keys of theirs.

The pair lies in a file beside the keyset and never in the database. Whoever has the public key can
lock something for us and read nothing; it may travel by any way, and its number is read out by phone.
"""

import base64
import hashlib
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import tink
from tink import hybrid, secret_key_access

from kimbilio.vault import keys
from kimbilio.vault.errors import KeysMissing, KeysUnreadable

FILE_NAME = "exchange-key.json"
CONTEXT = b"kimbilio package 1"
TITLE = "KIMBILIO EXCHANGE KEY"
GROUPS, DIGITS = 8, 5  # 40 digits: 132 bits, as people read them out
LONGEST = 4000  # characters of a public key as text
KINDS = {"type.googleapis.com/google.crypto.tink.HpkePublicKey"}

hybrid.register()
_lock = threading.Lock()


class NotAPublicKey(ValueError):
    """What was pasted is no public key of another installation, or not all of it."""


class _Opener(Protocol):
    """Tink's HybridDecrypt."""

    def decrypt(self, ciphertext: bytes, context_info: bytes) -> bytes: ...


@dataclass(frozen=True)
class PublicKey:
    """What another installation locks with. It is no secret."""

    keyset: str

    @property
    def number(self) -> str:
        """Forty digits in groups, to be read out on the phone: the same on both sides, or it is another key."""
        return digits_of(_plain(self.keyset), groups=GROUPS)

    def as_file(self) -> str:
        """A short text to send by any way."""
        packed = base64.b64encode(_plain(self.keyset)).decode()
        lines = [packed[at : at + 64] for at in range(0, len(packed), 64)]
        return "\n".join([f"-----BEGIN {TITLE}-----", *lines, f"-----END {TITLE}-----", ""])

    def lock(self, secret: bytes) -> bytes:
        """``secret``, to be opened by the other half of this key alone."""
        handle = tink.json_proto_keyset_format.parse_without_secret(self.keyset)
        locked: bytes = handle.primitive(hybrid.HybridEncrypt).encrypt(secret, CONTEXT)
        return locked


def digits_of(content: bytes, *, groups: int) -> str:
    """A sum over ``content`` as groups of five digits."""
    number = int.from_bytes(hashlib.sha256(content).digest(), "big")
    written = f"{number % 10 ** (groups * DIGITS):0{groups * DIGITS}}"
    return " ".join(written[at : at + DIGITS] for at in range(0, len(written), DIGITS))


def _plain(keyset: str) -> bytes:
    """The same bytes for the same key, however its JSON was laid out."""
    return json.dumps(json.loads(keyset), sort_keys=True, separators=(",", ":")).encode()


def read_public(text: str) -> PublicKey:
    """The public key in a pasted text; raises ``NotAPublicKey``."""
    begin, end = f"-----BEGIN {TITLE}-----", f"-----END {TITLE}-----"
    if len(text) > LONGEST or begin not in text or end not in text:
        raise NotAPublicKey
    middle = text.split(begin, 1)[1].split(end, 1)[0]
    try:
        keyset = base64.b64decode("".join(middle.split()), validate=True).decode()
        kinds = {key["keyData"]["typeUrl"] for key in json.loads(keyset)["key"]}
        if not kinds or not kinds <= KINDS:
            raise NotAPublicKey
        key = PublicKey(_plain(keyset).decode())
        key.lock(b"")
    except (ValueError, KeyError, TypeError, tink.TinkError):
        raise NotAPublicKey from None
    return key


def place() -> Path:
    """Where the pair lies: beside the keyset."""
    return keys.place().with_name(FILE_NAME)


def exists() -> bool:
    """Whether this installation has a pair."""
    return place().exists()


def create() -> None:
    """Make the pair of this installation, unless there is one."""
    with _lock:
        if exists():
            return
        handle = tink.new_keyset_handle(
            hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM
        )
        text = tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
        keys.write(cast(dict[str, Any], json.loads(text)), place(), replace=False)


def _pair() -> Any:
    path = place()
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeysUnreadable(f"Others on this machine may open {path}. Run: chmod 600 {path}")
        return tink.json_proto_keyset_format.parse(path.read_text("utf-8"), secret_key_access.TOKEN)
    except FileNotFoundError:
        raise KeysMissing(f"There is no exchange key at {path}.") from None
    except (OSError, ValueError, tink.TinkError):
        raise KeysUnreadable(f"The exchange key {path} cannot be read.") from None


def public() -> PublicKey:
    """Our public half, to give to others; raises ``KeysMissing``."""
    handle = _pair().public_keyset_handle()
    return PublicKey(
        _plain(tink.json_proto_keyset_format.serialize_without_secret(handle)).decode()
    )


def unlock(locked: bytes) -> bytes:
    """What was locked with our public key; raises ``TinkError`` for anything else."""
    opener = cast(_Opener, _pair().primitive(hybrid.HybridDecrypt))
    return opener.decrypt(locked, CONTEXT)
