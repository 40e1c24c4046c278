"""Identifiers: time-ordered keys for rows, short unguessable codes for people."""

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: easy to read aloud


def new_id() -> UUID:
    """A UUIDv7, minted by the application so that a record can be born offline."""
    return uuid7()


def new_code(length: int = 4) -> str:
    """A random public code such as ``KB-4T7Q``; it tells nothing about order or number."""
    return "KB-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def read_code(text: str) -> str | None:
    """The canonical code in what a person typed (``kb 4t7q``, ``4T7Q``), or None if it is none."""
    plain = text.strip().upper().replace("_", "-")
    letters = "".join(plain.split()).replace("-", "")
    if len(letters) > 5 or plain.startswith(("KB-", "KB ")):
        letters = letters.removeprefix("KB")
    letters = letters.translate(str.maketrans("ILOU", "110V"))
    if 4 <= len(letters) <= 6 and all(letter in CODE_LETTERS for letter in letters):
        return f"KB-{letters}"
    return None
