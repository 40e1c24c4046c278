"""The keyset document: Tink keysets and two secrets in one piece of JSON, and what one makes of it.

This is the only module that knows how Tink is told which keys there are.
"""

import base64
import json
import secrets
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Protocol, cast

import tink
from tink import aead, prf, secret_key_access, streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

from kimbilio.vault.errors import KeysUnreadable

FORMAT = 1
SEGMENT = 64 * 1024  # bytes of a file that are sealed together; small enough to stream on a phone
PURPOSES = ("fields", "index", "files")

aead.register()
prf.register()
streaming_aead.register()

Document = dict[str, Any]


class Locker(Protocol):
    """Tink's AEAD: locks bytes so that they open only with the same ``associated_data``."""

    def encrypt(self, plaintext: bytes, associated_data: bytes) -> bytes:
        """Lock."""

    def decrypt(self, ciphertext: bytes, associated_data: bytes) -> bytes:
        """Open, or raise ``TinkError``."""


class StreamLocker(Protocol):
    """Tink's streaming AEAD: the same for files, a segment at a time."""

    def new_encrypting_stream(self, destination: IO[bytes], associated_data: bytes) -> IO[bytes]:
        """A stream to write plain bytes to; closing it writes the mark of the end."""

    def new_decrypting_stream(self, source: IO[bytes], associated_data: bytes) -> IO[bytes]:
        """A stream to read plain bytes from."""


class Pseudorandom(Protocol):
    """One Tink PRF key."""

    def compute(self, input_data: bytes, output_length: int) -> bytes:
        """The same bytes for the same input, and no way back."""


@dataclass(frozen=True)
class Keys:
    """The keys of this organisation, ready for use. Never printed: ``repr`` shows ids alone."""

    set_id: str
    fields: Locker
    files: StreamLocker
    index: tuple[Pseudorandom, ...]  # the newest first
    field_prefix: bytes  # what everything locked with the newest key begins with
    field_key_ids: frozenset[int]
    file_key_id: int
    file_key_ids: frozenset[int]
    trail: bytes

    def __repr__(self) -> str:
        return f"<Keys {self.set_id}>"


def _files_template() -> Any:
    """AES256-GCM-HKDF with our segment size; Tink's own templates have 4 kB and 1 MB only."""
    shape = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKeyFormat()
    shape.key_size = 32
    shape.params.hkdf_hash_type = common_pb2.SHA256
    shape.params.derived_key_size = 32
    shape.params.ciphertext_segment_size = SEGMENT
    return tink_pb2.KeyTemplate(
        type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
        value=shape.SerializeToString(),
        output_prefix_type=tink_pb2.RAW,
    )


TEMPLATES = {
    "fields": aead.aead_key_templates.AES256_GCM,
    "index": prf.prf_key_templates.HMAC_SHA256,
    "files": _files_template(),
}


def _fresh(purpose: str) -> Document:
    """A Tink keyset with one new key."""
    handle = tink.new_keyset_handle(TEMPLATES[purpose])
    token = secret_key_access.TOKEN
    return cast(Document, json.loads(tink.json_proto_keyset_format.serialize(handle, token)))


def _secret() -> str:
    return base64.b64encode(secrets.token_bytes(48)).decode()


def generate() -> Document:
    """A new keyset document, one key for each purpose."""
    return {
        "format": FORMAT,
        "id": secrets.token_hex(4),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **{purpose: _fresh(purpose) for purpose in PURPOSES},
        "trail": _secret(),
        "django": [_secret()],
    }


def with_new_keys(document: Document) -> Document:
    """The same document with one more key for each purpose, which is used from now on."""
    rotated = deepcopy(document)
    for purpose in PURPOSES:
        known = {key["keyId"] for key in rotated[purpose]["key"]}
        fresh = _fresh(purpose)
        while fresh["primaryKeyId"] in known:
            fresh = _fresh(purpose)
        rotated[purpose]["key"].append(fresh["key"][0])
        rotated[purpose]["primaryKeyId"] = fresh["primaryKeyId"]
    rotated["django"].insert(0, _secret())
    return rotated


def without_old_keys(document: Document) -> Document:
    """The same document with the newest key of each purpose alone."""
    kept = deepcopy(document)
    for purpose in PURPOSES:
        primary = kept[purpose]["primaryKeyId"]
        kept[purpose]["key"] = [k for k in kept[purpose]["key"] if k["keyId"] == primary]
    kept["django"] = kept["django"][:1]
    return kept


def key_ids(document: Document, purpose: str) -> list[int]:
    """The ids of the keys for ``purpose``, the one in use first. They are not secret."""
    primary = document[purpose]["primaryKeyId"]
    rest = [key["keyId"] for key in reversed(document[purpose]["key"]) if key["keyId"] != primary]
    return [primary, *rest]


def parse(text: str, *, source: str) -> Document:
    """The document in ``text``; ``source`` is named if it is none."""
    try:
        document = json.loads(text)
        sound = document["format"] == FORMAT and all(
            isinstance(document[purpose]["key"], list) for purpose in PURPOSES
        )
        sound = sound and bool(document["id"] and document["trail"] and document["django"])
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise KeysUnreadable(
            f"{source} does not hold a Kimbilio keyset, or it is damaged. "
            "Put the keyset back from your safe copy; do not make a new one."
        )
    return cast(Document, document)


def _handle(document: Document, keep: Iterable[int] | None = None) -> Any:
    """Tink's handle on a keyset, or on some of its keys."""
    if keep is not None:
        wanted = list(keep)
        chosen = [key for key in document["key"] if key["keyId"] in wanted]
        document = {"primaryKeyId": wanted[0], "key": chosen}
    return tink.json_proto_keyset_format.parse(json.dumps(document), secret_key_access.TOKEN)


def open_keys(document: Document, *, source: str) -> Keys:
    """Make the keys in ``document`` ready for use."""
    try:
        index = tuple(
            _handle(document["index"], [key_id]).primitive(prf.PrfSet).primary()
            for key_id in key_ids(document, "index")
        )
        return Keys(
            set_id=document["id"],
            fields=_handle(document["fields"]).primitive(aead.Aead),
            files=_handle(document["files"]).primitive(streaming_aead.StreamingAead),
            index=index,
            field_prefix=tink_prefix(document["fields"]["primaryKeyId"]),
            field_key_ids=frozenset(key_ids(document, "fields")),
            file_key_id=document["files"]["primaryKeyId"],
            file_key_ids=frozenset(key_ids(document, "files")),
            trail=base64.b64decode(document["trail"]),
        )
    except (tink.TinkError, ValueError, KeyError, TypeError):
        raise KeysUnreadable(
            f"The keyset in {source} is damaged. Put it back from your safe copy; "
            "do not make a new one."
        ) from None


def tink_prefix(key_id: int) -> bytes:
    """What Tink writes before everything locked with the key ``key_id``."""
    return b"\x01" + key_id.to_bytes(4, "big")


def key_id_of(ciphertext: bytes) -> int:
    """The id of the key that locked ``ciphertext``."""
    return int.from_bytes(ciphertext[1:5], "big")
