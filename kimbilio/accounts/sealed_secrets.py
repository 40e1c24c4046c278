"""Secrets of the second factor, locked like everything else that is worth stealing.

allauth keeps them in a JSON column of its own, where our encrypted fields cannot reach.
"""

import base64

from allauth.mfa.models import Authenticator
from tink import TinkError

from kimbilio.vault import keys

BOUND_TO = b"mfa_authenticator|data"
SECRETS = {"secret", "seed"}


def lock(text: str) -> str:
    """``text`` as it may lie in the database."""
    return base64.b64encode(keys.current().fields.encrypt(text.encode(), BOUND_TO)).decode()


def unlock(locked: str) -> str:
    """What ``lock`` was given."""
    ciphertext = base64.b64decode(locked)
    try:
        return keys.current().fields.decrypt(ciphertext, BOUND_TO).decode()
    except TinkError:  # the keys may have been changed a moment ago
        return keys.refresh().fields.decrypt(ciphertext, BOUND_TO).decode()


def relock(after: str, size: int) -> tuple[int, str]:
    """Lock one batch of secrets with the newest key; a change of keys calls this (``reindex``)."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    found = Authenticator.objects.select_for_update().filter(type__in=kinds).order_by("pk")
    rows = list(found.filter(pk__gt=int(after or 0))[:size])
    for row in rows:
        row.data = {
            name: lock(unlock(value)) if name in SECRETS else value
            for name, value in row.data.items()
        }
        row.save(update_fields=["data"])
    return len(rows), str(rows[-1].pk) if len(rows) == size else ""
