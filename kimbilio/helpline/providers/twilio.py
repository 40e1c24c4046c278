"""Twilio: SMS and WhatsApp both ways, with signed postings."""

import json
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import Event, Incoming, Media, OptedOut, StatusChange
from kimbilio.helpline.providers import web
from kimbilio.helpline.providers.base import (
    LARGEST_MEDIA,
    Outgoing,
    Posting,
    Pulled,
    Reply,
    Setting,
    Settings,
    TryLater,
    Unreadable,
    WillNotSend,
)
from kimbilio.helpline.providers.reading import count, identifier, is_number, sender
from kimbilio.helpline.providers.twilio_signature import check_signature, is_form

API = "https://api.twilio.com"
WHATSAPP = "whatsapp:"
MOST_MEDIA = 10  # they carry no more with one message
LONGEST_ADDRESS = 2000

STATES = {
    "accepted": SendState.QUEUED,
    "scheduled": SendState.QUEUED,
    "queued": SendState.QUEUED,
    "sending": SendState.QUEUED,
    "sent": SendState.SENT,
    "delivered": SendState.DELIVERED,
    "read": SendState.READ,
    "undelivered": SendState.FAILED,
    "failed": SendState.FAILED,
    "canceled": SendState.FAILED,
}
RECEIVED = frozenset({"received", "receiving"})
# After one of these they let no SMS of ours through, whether or not they say so with OptOutType.
STOPS = frozenset({"stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"})
LATER = frozenset({20429, 21611, 63018})  # too many at once, their queue is full, WhatsApp's limit
NOTHING = Reply(
    '<?xml version="1.0" encoding="UTF-8"?><Response/>', "application/xml; charset=utf-8"
)


class Twilio:
    """What Twilio posts to us and takes from us."""

    channels = (Channel.SMS, Channel.WHATSAPP)
    asks = (
        Setting(name="account_sid", label=_("Account SID"), hint=_("It begins with AC.")),
        Setting(
            name="auth_token",
            label=_("Auth token"),
            is_secret=True,
            hint=_("The primary one: with it Twilio signs."),
        ),
        Setting(
            name="sms_number",
            label=_("Number for SMS"),
            is_required=False,
            hint=_("Without it, no SMS is sent by this account."),
            carries=Channel.SMS,
        ),
        Setting(
            name="whatsapp_number",
            label=_("Number for WhatsApp"),
            is_required=False,
            hint=_("Without it, nothing is sent on WhatsApp by this account."),
            carries=Channel.WHATSAPP,
        ),
        Setting(
            name="status_address",
            label=_("Address for delivery reports"),
            is_required=False,
            hint=_("The address of this account that you gave to Twilio."),
        ),
        Setting(
            name="content_sid",
            label=_("Template for WhatsApp after 24 hours"),
            is_required=False,
            hint=_(
                "Its SID begins with HX. Neutral words around one gap, {{1}}, that takes the message."
            ),
        ),
    )

    def check(self, posting: Posting, settings: Settings) -> None:
        """The signature, over the exact address and whatever ``read`` will look at."""
        check_signature(posting, settings.get("auth_token", "").strip())

    def greet(self, posting: Posting, settings: Settings) -> Reply:
        """They never ask whether an address is ours."""
        return Reply(status=404)

    def answer(self, posting: Posting, settings: Settings) -> Reply:
        """Nothing at once: what we say is sent as a message of its own."""
        return NOTHING

    def read(self, posting: Posting) -> list[Event]:
        """A message, a wish for no more of them, or how far a message of ours has come."""
        fields = posting.fields() if is_form(posting) else _from_json(posting.body)
        status = (fields.get("MessageStatus") or fields.get("SmsStatus", "")).strip().lower()
        if status and status not in RECEIVED:
            return list(_status(fields, status))
        if "From" not in fields:
            raise Unreadable
        return list(_message(fields))

    def send(self, message: Outgoing, settings: Settings) -> str:
        """One message to one number. They drop no doubles: after a broken line it may go twice."""
        if not is_number(message.to):
            raise WillNotSend("number")
        sid = settings.get("account_sid", "").strip()
        answered = web.request(
            "POST",
            f"{_api(settings)}/2010-04-01/Accounts/{sid}/Messages.json",
            fields=_addressed(message, settings) | _content(message, settings),
            basic=(sid, settings.get("auth_token", "").strip()),
        )
        return _taken(answered)

    def fetch(self, media: Media, settings: Settings) -> bytes:
        """A medium of a message. Our key goes to their interface alone, not to where it sends us on."""
        base = _api(settings)
        if not media.reference.startswith(f"{base}/2010-04-01/Accounts/"):
            raise Unreadable
        key = (settings.get("account_sid", "").strip(), settings.get("auth_token", "").strip())
        answered = web.request("GET", media.reference, basic=key, most=LARGEST_MEDIA)
        if 300 <= answered.status < 400:
            answered = web.request("GET", _onward(base, answered.location), most=LARGEST_MEDIA)
        if answered.status == 404:  # a picture can be announced before it is there
            raise TryLater
        if not answered.is_fine:
            raise Unreadable
        return answered.body

    def pull(self, settings: Settings) -> Iterable[Pulled]:
        """They post; nothing waits."""
        return ()

    def put_away(self, pulled: list[str], settings: Settings) -> None:
        """Nothing waits, so nothing is put away."""


def _from_json(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    simple = {name: str(value) for name, value in found.items() if isinstance(value, str | int)}
    return {name: value.encode(errors="replace").decode() for name, value in simple.items()}


def _message_id(fields: Mapping[str, str]) -> str:
    for name in ("MessageSid", "SmsMessageSid", "SmsSid"):
        if fields.get(name):
            return identifier(fields[name])
    raise Unreadable


def _status(fields: Mapping[str, str], status: str) -> Iterator[Event]:
    if state := STATES.get(status):
        code = count(fields.get("ErrorCode", ""))
        failed = state == SendState.FAILED
        reason = (str(code) if code else status) if failed else ""
        yield StatusChange(provider_id=_message_id(fields), state=state, reason=reason)


def _message(fields: Mapping[str, str]) -> Iterator[Event]:
    """The wish to stop comes last: a message after it would mean that they write to us again."""
    who, channel = _writer(fields["From"])
    text, sid = fields.get("Body", ""), _message_id(fields)
    media, place = list(_media(fields)), _place(fields)
    named = " ".join(filter(None, (fields.get("Label", ""), fields.get("Address", "")))).strip()
    kind = MessageKind.PLACE if place else MessageKind.TEXT
    yield Incoming(
        provider_id=sid,
        channel=channel,
        sender=who,
        kind=_kind(media[0]) if media else kind,
        text=text or (named if place else ""),
        media=media[0] if media else None,
        place=place,
        sender_name=fields.get("ProfileName", "").strip(),
    )
    for n, one in enumerate(media[1:], 1):
        yield Incoming(
            provider_id=f"{sid}-{n}", channel=channel, sender=who, kind=_kind(one), media=one
        )
    stops = STOPS if channel == Channel.SMS else {"stop"}
    if text.strip().lower() in stops or fields.get("OptOutType", "").strip().upper() == "STOP":
        yield OptedOut(sender=who, channel=channel)


def _writer(written: str) -> tuple[str, Channel]:
    who = sender(written)
    if who.lower().startswith(WHATSAPP):
        return sender(who[len(WHATSAPP) :]), Channel.WHATSAPP
    if ":" in who:  # another network, which we do not answer on
        raise Unreadable
    return who, Channel.SMS


def _media(fields: Mapping[str, str]) -> Iterator[Media]:
    for n in range(min(count(fields.get("NumMedia", "")) or 0, MOST_MEDIA)):
        reference = fields.get(f"MediaUrl{n}", "").strip()
        if 0 < len(reference) <= LONGEST_ADDRESS:
            yield Media(type=fields.get(f"MediaContentType{n}", "")[:100], reference=reference)


def _kind(media: Media) -> MessageKind:
    kinds = {"image": MessageKind.PICTURE, "audio": MessageKind.VOICE}
    return kinds.get(media.type.partition("/")[0].strip().lower(), MessageKind.FILE)


def _place(fields: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(fields["Latitude"]), float(fields["Longitude"])
    except (KeyError, ValueError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _onward(base: str, location: str) -> str:
    try:
        onward = urljoin(base, location)
        same_scheme = urlsplit(onward).scheme == urlsplit(base).scheme
    except ValueError:
        raise Unreadable from None
    if not same_scheme or not web.is_safe(onward):
        raise Unreadable
    return onward


def _api(settings: Settings) -> str:
    return settings.get("base_url", "").strip().rstrip("/") or API


def _addressed(message: Outgoing, settings: Settings) -> dict[str, str]:
    is_whatsapp = message.channel == Channel.WHATSAPP
    if not is_whatsapp and message.channel != Channel.SMS:
        raise WillNotSend("channel")
    number = settings.get("whatsapp_number" if is_whatsapp else "sms_number", "").strip()
    if not number:
        raise WillNotSend("channel")
    prefix = WHATSAPP if is_whatsapp else ""
    fields = {"To": prefix + message.to, "From": prefix + number}
    if address := settings.get("status_address", "").strip():
        fields["StatusCallback"] = address
    return fields


def _content(message: Outgoing, settings: Settings) -> dict[str, str]:
    """The words themselves; on WhatsApp after 24 hours they travel inside the agreed template."""
    if message.channel != Channel.WHATSAPP or message.is_conversation:
        return {"Body": message.text}
    if not (template := settings.get("content_sid", "").strip()):
        raise WillNotSend("template")
    in_one_line = " ".join(message.text.split())  # a gap of a template takes no line breaks
    return {"ContentSid": template, "ContentVariables": json.dumps({"1": in_one_line})}


def _taken(answered: web.Answered) -> str:
    """The id of the message that they took; raises what else became of it."""
    try:
        told = answered.json()
        code, given = told.get("code") or told.get("error_code"), told.get("sid")
    except (Unreadable, AttributeError):
        code, given = None, None
    code = code if isinstance(code, int) else None
    if code in LATER:
        raise TryLater
    if 400 <= answered.status < 500 or (answered.is_fine and code):
        raise WillNotSend(str(code or answered.status))
    if not answered.is_fine or not isinstance(given, str) or not given.strip():
        raise TryLater
    return given.strip()[:200]
