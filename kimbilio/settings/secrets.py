"""Django's own secret, taken from the keyset so that there is one thing to guard."""

import json
import os
from pathlib import Path


def django_secrets(keyset: Path) -> list[str]:
    """The secret in use and the ones before it; none while there are no keys.

    It reads what ``vault.keys`` writes and checks nothing: the vault says later, and in clear
    words, what is wrong with the keys.
    """
    if given := os.environ.get("KIMBILIO_SECRET_KEY"):
        return [given]
    try:
        text = os.environ.get("KIMBILIO_KEYSET") or keyset.read_text("utf-8")
        return [str(secret) for secret in json.loads(text)["django"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
