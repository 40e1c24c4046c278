"""What a look at a part of the service finds: how it stands, and what to do about it."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How a thing stands. Only WRONG makes the doctor's visit end with an error."""

    GOOD = "good"
    CARE = "care"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, how it stands, and what to do."""

    name: str
    state: State
    says: str
    advice: str = ""


def good(name: str, says: str) -> Finding:
    """A finding that needs nothing."""
    return Finding(name, State.GOOD, says)
