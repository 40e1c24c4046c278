"""The secret of a link and its code, of which only keyed hashes are kept."""

import hmac
import secrets

from django.utils.crypto import salted_hmac

CODE_DIGITS = 6


def new_token() -> str:
    """What goes into the link: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits, to be told by another way than the link."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hash_of_token(token: str) -> str:
    """What the database keeps of a link."""
    return salted_hmac("kimbilio.referrals.token", token, algorithm="sha256").hexdigest()


def hash_of_code(link_id: object, code: str) -> str:
    """What the database keeps of a code, which fits one link alone."""
    return salted_hmac(f"kimbilio.referrals.code.{link_id}", code, algorithm="sha256").hexdigest()


def fits(link_id: object, code: str, kept: str) -> bool:
    """Whether ``code`` is the one, compared in constant time."""
    return hmac.compare_digest(hash_of_code(link_id, code), kept)
