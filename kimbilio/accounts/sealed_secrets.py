"""Secrets of the second factor, locked like everything else that is worth stealing.

allauth keeps them in a JSON column of its own, where our encrypted fields cannot reach.
"""

import base64

from allauth.mfa.models import Authenticator

from kimbilio.vault import keys

BOUND_TO = b"mfa_authenticator|data"


def lock(text: str) -> str:
    """``text`` as it may lie in the database."""
    return base64.b64encode(keys.current().fields.encrypt(text.encode(), BOUND_TO)).decode()


def unlock(locked: str) -> str:
    """What ``lock`` was given."""
    return keys.current().fields.decrypt(base64.b64decode(locked), BOUND_TO).decode()


def relock_all() -> int:
    """Lock every secret with the newest key, after a rotation; returns how many there were."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    done = 0
    for row in Authenticator.objects.filter(type__in=kinds).iterator():
        held = {
            name: lock(unlock(value)) if name in {"secret", "seed"} else value
            for name, value in row.data.items()
        }
        done += Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=held)
    return done
