"""What a provider tells us, as values that no longer know which provider it was."""

from dataclasses import dataclass
from datetime import datetime

from kimbilio.helpline.choices import CallState, Channel, MessageKind, SendState


@dataclass(frozen=True, kw_only=True)
class Media:
    """A picture, voice note or file that came with a message.

    ``content`` is there when the provider sends the bytes along (e-mail); else ``reference`` is what
    ``Provider.fetch`` needs to get them: an id or an address at the provider.
    """

    type: str = ""  # as the provider claims it; what it truly is, the vault looks up itself
    name: str = ""
    reference: str = ""
    content: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """Somebody wrote to us, or asked to be called."""

    provider_id: str  # the provider's own id: the same one again is the same message
    channel: Channel
    sender: str  # a number as the provider writes it, or an e-mail address
    kind: MessageKind = MessageKind.TEXT
    text: str = ""
    sent_at: datetime | None = None  # aware; None when the provider does not say
    media: Media | None = None
    place: tuple[float, float] | None = None  # latitude, longitude
    sender_name: str = ""  # as they call themselves there; identity like any other
    wants_call: bool = False


@dataclass(frozen=True, kw_only=True)
class MachineWord:
    """A machine of theirs answered: out of office, a receipt. Nobody waits for us because of it."""

    provider_id: str
    channel: Channel
    sender: str
    text: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """A message of ours moved on. It may arrive late, twice, or before the one that precedes it."""

    provider_id: str
    state: SendState
    reason: str = ""  # the provider's code or word for a failure, no text of ours


@dataclass(frozen=True, kw_only=True)
class CallEvent:
    """A call rang, was answered or ended. All events of one call share the ``provider_id``."""

    provider_id: str
    caller: str
    state: CallState
    is_ours: bool = False  # we rang them
    at: datetime | None = None
    seconds: int | None = None  # talked, at the end
    recording: str = ""  # an address at the provider


@dataclass(frozen=True, kw_only=True)
class OptedOut:
    """They want no more messages from us on this channel."""

    sender: str
    channel: Channel


Event = Incoming | MachineWord | StatusChange | CallEvent | OptedOut
