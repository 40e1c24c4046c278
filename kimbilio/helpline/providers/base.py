"""What a provider of messages is to us. A new one is one module beside this that has the same names.

A provider knows nothing of our database: it reads what was posted, says whether it is genuine, and
carries one message out. Everything it is given or returns is a value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl

from django.utils.functional import Promise

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.events import Event, Media

Settings = Mapping[str, str]  # what the administrator typed, by the names in ``Provider.asks``
LARGEST = 1024 * 1024  # bytes of one posting; a door refuses more unread


class Forged(Exception):
    """The posting does not come from the provider; nothing in it is read."""


class Unreadable(Exception):
    """The posting is genuine but not in the documented form. It is kept, and nobody is lost."""


class TryLater(Exception):
    """The provider did not take the message this time: no line, too many at once, an error of theirs."""


class WillNotSend(Exception):
    """The provider will never take this message. ``reason`` is its code, without text of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Posting:
    """One request of a provider, as it came. Names of headers are in small letters."""

    method: str
    url: str  # the public one, with its query, that the provider was given
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> dict[str, str]:
        """The fields of a form that was posted; of a name given twice the last counts."""
        try:
            text = self.body.decode()
            return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=200))
        except ValueError:
            raise Unreadable from None


@dataclass(frozen=True)
class Reply:
    """What the provider gets to read at once."""

    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    status: int = 200


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One message of ours on its way out."""

    channel: Channel
    to: str
    text: str
    key: str  # ours, for providers that drop what they are sent twice
    is_conversation: bool = (
        True  # they wrote within the provider's window; else only a template goes
    )


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing that the administrator types for an account."""

    name: str
    label: str | Promise
    is_secret: bool = False
    is_required: bool = True
    hint: str | Promise = ""
    carries: Channel | None = None  # nothing is sent on this channel while it is empty


@dataclass(frozen=True)
class Pulled:
    """Something fetched from where it waits, such as one e-mail; ``id`` lets it be put away."""

    id: str
    events: list[Event]


class Provider(Protocol):
    """One module of this package, seen as an object."""

    @property
    def asks(self) -> tuple[Setting, ...]:
        """What the administrator types for an account."""

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels on which it can send."""

    def check(self, posting: Posting, settings: Settings) -> None:
        """Raise ``Forged`` unless the posting is genuine. Looks at nothing inside before that."""

    def greet(self, posting: Posting, settings: Settings) -> Reply:
        """Answer a GET by which the provider makes sure that the address is ours."""

    def answer(self, posting: Posting, settings: Settings) -> Reply:
        """What a genuine posting is answered, without the database: a menu, an instruction, nothing."""

    def read(self, posting: Posting) -> list[Event]:
        """What a genuine posting says. Raises ``Unreadable``; passes over fields it does not know."""

    def send(self, message: Outgoing, settings: Settings) -> str:
        """Hand over one message; its id at the provider. Raises ``TryLater`` or ``WillNotSend``."""

    def fetch(self, media: Media, settings: Settings) -> bytes:
        """The bytes of a medium that waits at the provider, at most ``LARGEST_MEDIA``."""

    def pull(self, settings: Settings) -> Iterable[Pulled]:
        """What waits to be fetched, for providers that post nothing; else nothing."""

    def put_away(self, pulled: list[str], settings: Settings) -> None:
        """These are kept by us now; the provider need not show them again."""


YES = frozenset({"yes", "ndiyo"})


def says_yes(typed: str) -> bool:
    """Whether a setting that is off unless it says so is on."""
    return typed.strip().lower() in YES


LARGEST_MEDIA = 25 * 1024 * 1024
