"""The invented phones and what stands on their screens. Kept in memory alone, for several threads."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from django.utils import timezone

from kimbilio.helpline.marks import address_of
from kimbilio.helpline.providers.reading import is_number
from kimbilio.operations.simulator.values import Way

PEOPLE = (
    ("Rehema", "+254799000501"),
    ("Kevin", "+254799000502"),
    ("Mama Zuhura", "+254799000503"),
)
MOST_PHONES = 200
MOST_LINES = 300  # the oldest are forgotten


@dataclass
class Line:
    """One thing on the screen: written on this phone, arrived there, or said by the network."""

    way: Way
    text: str
    is_mine: bool = False
    is_from_network: bool = False
    state: str = ""
    id: str = ""  # of a message that arrived, as its provider knows it
    is_read: bool = False
    at: datetime = field(default_factory=timezone.now)


@dataclass
class Visit:
    """An open menu."""

    session: str
    inputs: list[str] = field(default_factory=list)
    page: str = ""


@dataclass
class Phone:
    """One number and whoever holds it."""

    place: int  # in the list; addresses of pages hold this and never the number
    number: str
    name: str = ""
    lines: list[Line] = field(default_factory=list)
    visit: Visit | None = None
    call: str = ""  # the state of a call that lasts

    @property
    def page(self) -> str:
        """The address of its page; those of its forms begin with it."""
        return f"/phones/{self.place}/"

    @property
    def unread(self) -> int:
        """How many messages arrived that nobody has looked at."""
        return sum(
            not (line.is_mine or line.is_read or line.is_from_network) for line in self.lines
        )


class Phones:
    """All of them. Whoever changes one holds the lock."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._rows: list[Phone] = []
        for name, number in PEOPLE:
            self._rows.append(Phone(len(self._rows), number, name))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else changes a phone within the block."""
        with self._lock:
            yield

    def all(self) -> list[Phone]:
        """Every phone, as they came."""
        return list(self._rows)

    def at(self, place: int) -> Phone | None:
        """The phone at a place of the list."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def of(self, typed: str) -> Phone | None:
        """The phone of a number, made if it is new; None if this is no number or there are too many."""
        number = address_of(typed)
        if not is_number(number):
            return None
        with self._lock:
            for phone in self._rows:
                if phone.number == number:
                    return phone
            if len(self._rows) >= MOST_PHONES:
                return None
            self._rows.append(Phone(len(self._rows), number))
            return self._rows[-1]

    def show(self, phone: Phone, line: Line) -> Line:
        """Let something stand on the screen."""
        with self._lock:
            phone.lines.append(line)
            del phone.lines[:-MOST_LINES]
        return line


def new_session(beginning: str) -> str:
    """An id of a call or of a visit to the menu, as a network gives it."""
    return f"{beginning}_{secrets.token_hex(16)}"
