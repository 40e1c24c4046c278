"""Keyed digests with the trail's own key, which lies outside the database and never rotates."""

import hmac

from kimbilio.vault import keys


def digest_of(purpose: str, *parts: bytes) -> bytes:
    """32 bytes that nobody without the key can make; each ``purpose`` has its own space."""
    return hmac.digest(keys.trail_key(), purpose.encode() + b"|" + b"".join(parts), "sha256")
