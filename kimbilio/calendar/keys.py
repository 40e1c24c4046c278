"""The secret of a feed's address, of which only a keyed hash is kept."""

import secrets

from django.utils.crypto import salted_hmac


def new_token() -> str:
    """What goes into the address: 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the database keeps of an address."""
    return salted_hmac("kimbilio.calendar.token", token, algorithm="sha256").hexdigest()


def uid_of(kind: str, pk: object) -> str:
    """By what a calendar outside knows an entry again; our own keys stay here."""
    return salted_hmac("kimbilio.calendar.uid", f"{kind}.{pk}", algorithm="sha256").hexdigest()[:40]
