"""What each service tells the rest of the program; the only place where services are known together.

A service registers itself when its app is ready. My day and the week ask it for the sessions of one
colleague, the file of a case asks for its cards, bookings ask which rooms and people are taken:
one query each. To the timeline it tells what happened, by ``telling.tell``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.models import Attendance, Session
from kimbilio.cases.closing import OpenRows
from kimbilio.cases.models import Case
from kimbilio.cases.outline import tells_due
from kimbilio.partners.choices import Service


@dataclass(frozen=True)
class Meeting:
    """One session as a calendar draws it: codes of cases, nobody's name."""

    pk: UUID
    starts_at: datetime
    ends_at: datetime
    what: str | Promise  # put into words only where it is drawn
    codes: tuple[str, ...]
    room: str
    state: str
    icon: str
    url_name: str
    is_unsaid: bool = False  # over on a day before, and nobody said what became of it
    who: str = ""  # the colleague who holds it
    kind: str = ""  # the service, for a filter
    version: int = 1
    is_mine: bool = True  # the reader is in it; else its page is not theirs
    is_told: bool = True  # False: the reader learns that the hour is taken and nothing else


@dataclass(frozen=True)
class Card:
    """One episode as the page of services draws it; ``words`` were cut to what the viewer may read."""

    title: str
    icon: str
    who: str
    done: int
    total: int
    words: list[str]
    url_name: str
    pk: UUID | None  # None: its page is of the whole case
    state: str = ""
    is_open: bool = True
    alerts: list[str] = field(default_factory=list)
    step: UUID | None = None  # of the plan, if it belongs to one

    @property
    def percent(self) -> int:
        """How much of what was agreed is done."""
        return min(100, round(100 * self.done / self.total)) if self.total else 0


@dataclass(frozen=True)
class Duty:
    """Something that a colleague of a service does today, as My day draws it: how much is done."""

    what: str
    icon: str
    done: int
    total: int
    url_name: str
    pk: UUID

    @property
    def is_done(self) -> bool:
        """Whether nothing is left of it today."""
        return self.done >= self.total


@dataclass(frozen=True)
class CareService:
    """One service: its tables, who works in it, how its episodes are drawn, and its addresses."""

    kind: Service
    icon: str
    needs: Permission  # without it one holds no sessions of this service
    compartment: Compartment
    cards: Callable[[User, Case], list[Card]]
    ask_url: str
    tables: tuple[Any, ...] = ()  # whose rows make cards; those of episodes have a step
    sessions: type[Session] | None = None  # None: people do not meet by the hour, as in a shelter
    attendances: type[Attendance] | None = None
    # what a session is, from ``columns``
    what: Callable[[dict[str, Any]], str | Promise] = lambda row: ""
    columns: tuple[str, ...] = ()
    session_url: str = ""
    others: tuple[str, ...] = ()  # fields of its sessions that name further colleagues
    asks_outcome: bool = False  # My day asks what became of a session that is over
    duties: Callable[[User], list[Duty]] | None = None  # what somebody of the service does today
    # before a case closes, besides episodes and sessions
    still_open: Callable[[User, Case], list[OpenRows]] | None = None


_SERVICES: dict[Service, CareService] = {}


def register(service: CareService) -> None:
    """Make a service known, and let the outline of a case count its sessions."""
    assert service.kind not in _SERVICES, service.kind
    _SERVICES[service.kind] = service
    if service.attendances is not None:
        rows: Any = service.attendances._base_manager.all()  # each table has a session of its own
        expected = rows.filter(presence=Presence.EXPECTED, session__state=SessionState.PLANNED)
        tells_due(expected, "session__ends_at")  # by then somebody says who came


def all_services() -> list[CareService]:
    """Every service, in the order of the list of services."""
    return sorted(_SERVICES.values(), key=lambda one: list(Service).index(one.kind))


def compartments() -> frozenset[Compartment]:
    """The parts of a case in which some service has something."""
    return frozenset(service.compartment for service in _SERVICES.values())
