"""What goes between the phones, the played providers and our doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from kimbilio.helpline.choices import ProviderKind

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Way(StrEnum):
    """How the person on the invented phone reaches us. The value stands in the forms."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    TWILIO = "twilio"
    MENU = "menu"
    CALL = "call"

    @property
    def label(self) -> str:
        """As it stands on the page."""
        return LABELS[self]


LABELS = {
    Way.WHATSAPP: "WhatsApp",
    Way.SMS: "SMS",
    Way.TWILIO: "SMS by Twilio",
    Way.MENU: "Menu",
    Way.CALL: "Call",
}
WRITTEN = (Way.WHATSAPP, Way.SMS, Way.TWILIO)


@dataclass(frozen=True)
class Parcel:
    """One posting of a provider to our door, signed where the provider signs."""

    body: bytes
    content_type: str = FORM
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request of ours to a provider's interface. Names of headers are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""

    def fields(self) -> dict[str, str]:
        """The fields of a form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True)
class Sent:
    """A message of ours that a played provider took."""

    id: str
    to: str
    text: str
    way: Way


@dataclass(frozen=True)
class Told:
    """What a played provider answers; ``sent`` is what it carries on to the phone."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    sent: Sent | None = None


class Played(Protocol):
    """One module of this package that plays a provider, seen as an object."""

    KIND: ProviderKind
    NAME: str  # of its account
    BASE: str  # where its interface begins, below our own address
    REPORTS: tuple[str, ...]  # what it reports of each message, one after another

    def typed(self, door: str) -> dict[str, str]:
        """What an administrator would type for this account."""

    def is_for(self, path: str) -> bool:
        """Whether this is an address of its interface."""

    def answer(self, asked: Asked, settings: Mapping[str, str]) -> Told:
        """Take a message, as its interface would."""

    def report(self, sent: Sent, state: str, settings: Mapping[str, str], door: str) -> Parcel:
        """What became of a message of ours."""


def form(fields: Mapping[str, str]) -> bytes:
    """Fields as a form carries them."""
    return urlencode(fields).encode()
