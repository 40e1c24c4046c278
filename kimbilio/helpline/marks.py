"""By what we know something again: hashes of a provider's ids, keyed numbers of addresses, receipts."""

import hashlib
import re
import secrets

from django.utils.crypto import salted_hmac

from kimbilio.kernel.ids import CODE_LETTERS
from kimbilio.people.tokens import international
from kimbilio.vault import blind

DOMAIN = "helpline.address"
RECEIPT_LETTERS = 12  # 60 bits: nobody guesses one, and one can still read it out
DOOR_BYTES = 24
LONGEST_ADDRESS = 200


def mark_of(owner: object, kind: str, provider_id: str | bytes) -> str:
    """A provider's id (or a whole body) as the database keeps it: it may hold a number, a hash does not."""
    tail = provider_id.encode("utf-8", "replace") if isinstance(provider_id, str) else provider_id
    return hashlib.sha256(f"{owner}|{kind}|".encode() + tail).hexdigest()


def address_of(raw: str) -> str:
    """A number in its international form, an e-mail address in small letters, else the bare word."""
    text = "".join(sign for sign in raw.strip() if sign.isprintable())[:LONGEST_ADDRESS]
    if "@" in text:
        return text.lower()
    if text.lower().startswith("whatsapp:"):
        text = text[9:]
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 7 and not re.search(r"[^\W\d_]", text):
        number = international(text)
        return number if number.startswith("+") else international(f"+{digits}") or digits
    return text.lower()


HIDDEN = frozenset(
    {"anonymous", "hidden", "private", "restricted", "unavailable", "unknown", "withheld"}
)


def is_known(address: str) -> bool:
    """Whether it tells one sender from another: a hidden number is nobody's address."""
    return any(sign.isalnum() for sign in address) and address not in HIDDEN


def is_phone(address: str) -> bool:
    """Whether one could ring it up."""
    return bool(re.fullmatch(r"\+?\d{7,15}", address))


def address_key(address: str) -> int:
    """The number by which an address is looked for; write this one."""
    return blind.token(DOMAIN, address)


def address_keys(address: str) -> list[int]:
    """The numbers to look for, more than one while keys are being changed."""
    return blind.all_tokens(DOMAIN, address)


def receipt_of(key: object) -> str:
    """A code such as ``4T7Q-9KWX-2MHA`` by which somebody without a name comes back.

    It is a keyed hash of the form's own random key, so that a form that is sent twice, because the
    first answer was lost on the way, shows the same code.
    """
    drawn = salted_hmac("kimbilio.helpline.receipt_of", str(key), algorithm="sha256").digest()
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in drawn[:RECEIPT_LETTERS])
    return "-".join(letters[at : at + 4] for at in range(0, RECEIPT_LETTERS, 4))


def receipt_hash(typed: str) -> str:
    """What the database keeps of a receipt, however it was typed."""
    letters = re.sub(r"[^0-9A-Za-z]", "", typed).upper()
    letters = letters.translate(str.maketrans("ILOU", "110V"))
    return salted_hmac("kimbilio.helpline.receipt", letters, algorithm="sha256").hexdigest()


def referrer_hash(token: str) -> str:
    """What the database keeps of a partner's own link."""
    return salted_hmac("kimbilio.helpline.referrer", token, algorithm="sha256").hexdigest()


def new_door() -> str:
    """The secret part of the address that a provider is given."""
    return secrets.token_urlsafe(DOOR_BYTES)


def door_hash(door: str) -> str:
    """What the database looks a door up by."""
    return salted_hmac("kimbilio.helpline.door", door, algorithm="sha256").hexdigest()
