"""Small things that adapters read alike: an id, a sender, a moment, a count."""

import re
from datetime import datetime

from kimbilio.helpline.providers.base import Unreadable

LONGEST_ID = 200
LONGEST_SENDER = 100
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # international form: the only one that we send to
YEARS = range(2000, 2101)  # what lies outside is a broken clock, or meant to break ours


def identifier(written: str) -> str:
    """A provider's id, which decides whether we had this already; ``Unreadable`` if it is none."""
    found = written.strip()
    if not (0 < len(found) <= LONGEST_ID and found.isascii() and found.isprintable()):
        raise Unreadable
    return found


def sender(written: str) -> str:
    """Who wrote, as the provider has it: mostly a number, at times a name; ``Unreadable`` if nobody."""
    found = written.strip()
    if not (0 < len(found) <= LONGEST_SENDER and found.isprintable()):
        raise Unreadable
    return found


def moment(written: str) -> datetime | None:
    """A moment, if its zone is written: three hours wrong is worse than the time at which we got it."""
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return found if found.tzinfo and found.year in YEARS else None


def count(written: str) -> int | None:
    """A whole number that is not absurd; else none."""
    found = written.strip()
    return int(found) if found.isascii() and found.isdigit() and len(found) <= 9 else None


def is_number(written: str) -> bool:
    """Whether it is one phone number that can be sent to, and not several."""
    return bool(NUMBER.fullmatch(written))
