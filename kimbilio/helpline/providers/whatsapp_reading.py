"""What WhatsApp posts to us, kind by kind. A kind that nobody taught us becomes a note, never nothing."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import Event, Incoming, Media, StatusChange
from kimbilio.helpline.providers.base import Unreadable
from kimbilio.helpline.providers.reading import YEARS, identifier

Found = Mapping[str, Any]  # one object of the JSON, of which nothing is certain yet

STATES = {
    "sent": SendState.SENT,
    "delivered": SendState.DELIVERED,
    "read": SendState.READ,
    "played": SendState.READ,
    "failed": SendState.FAILED,
}
MEDIA = {
    "image": MessageKind.PICTURE,
    "sticker": MessageKind.PICTURE,
    "audio": MessageKind.VOICE,
    "video": MessageKind.FILE,
    "document": MessageKind.FILE,
}
_DIGITS = re.compile("[0-9]+")
REPLIES = ("button_reply", "list_reply")


def events_of(body: bytes) -> list[Event]:
    """Every message and every report of one posting. Raises ``Unreadable``."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, dict) or found.get("object") != "whatsapp_business_account":
        raise Unreadable
    changes = [change for entry in _all(found, "entry") for change in _all(entry, "changes")]
    about_messages = [
        _one(change, "value") for change in changes if change.get("field") == "messages"
    ]
    return [event for value in about_messages for event in _events(value)]


def _events(value: Found) -> Iterator[Event]:
    names = {
        _words(known, "wa_id"): _words(_one(known, "profile"), "name")
        for known in _all(value, "contacts")
    }
    for message in _all(value, "messages"):
        yield _incoming(message, names)
    for status in _all(value, "statuses"):
        yield from _status(status)


def _incoming(message: Found, names: Mapping[str, str]) -> Incoming:
    writer = _words(message, "from")
    return Incoming(
        provider_id=_identity(message),
        channel=Channel.WHATSAPP,
        # They leave out the plus. Who hides their number has an id of letters and numbers instead.
        sender=f"+{writer}"
        if _DIGITS.fullmatch(writer)
        else writer or _words(message, "from_user_id"),
        sender_name=names.get(writer, ""),
        sent_at=_moment(_words(message, "timestamp")),
        **_content(message),
    )


def _content(message: Found) -> dict[str, Any]:
    """Kind, text, medium and place of a message, as ``Incoming`` names them."""
    kind = _words(message, "type")
    part = _one(message, kind)
    if kind in MEDIA and _words(part, "id"):
        media = Media(
            type=_words(part, "mime_type")[:100],
            name=_words(part, "filename")[:150],
            reference=_words(part, "id")[:200],
        )
        return {"kind": MEDIA[kind], "media": media, "text": _words(part, "caption")}
    if kind == "location" and (place := _place(part)):
        named = " ".join(filter(None, (_words(part, "name"), _words(part, "address"))))
        return {"kind": MessageKind.PLACE, "place": place, "text": named}
    if kind in ("text", "button", "interactive") and (said := _said(kind, part)):
        return {"text": said}
    if kind == "text":
        return {}
    return {"kind": MessageKind.NOTE, "text": _noted(kind, message, part)}


def _said(kind: str, part: Found) -> str:
    """The words of somebody who wrote them, or chose them from a list of ours."""
    if kind == "interactive":
        return next((title for of in REPLIES if (title := _words(_one(part, of), "title"))), "")
    return _words(part, "body" if kind == "text" else "text")


def _noted(kind: str, message: Found, part: Found) -> str:
    if kind == "reaction":
        emoji = _words(part, "emoji")
        return gettext("Reacted with %s") % emoji if emoji else gettext("Took a reaction back.")
    if kind == "contacts":
        return "\n".join([gettext("Sent a contact:"), *map(_contact, _all(message, "contacts"))])
    if kind == "system" and (said := _words(part, "body")):
        return said
    unknown = gettext("A message of a kind we do not know.")
    said = next((words for of in ("body", "text", "caption") if (words := _words(part, of))), "")
    return f"{unknown}\n{said}".strip()


def _contact(contact: Found) -> str:
    numbers = [
        _words(phone, "phone") or _words(phone, "wa_id") for phone in _all(contact, "phones")
    ]
    return ", ".join(filter(None, [_words(_one(contact, "name"), "formatted_name"), *numbers]))


def _status(status: Found) -> Iterator[StatusChange]:
    state = STATES.get(_words(status, "status"))
    if state and _words(status, "id"):
        codes = [_words(error, "code") for error in _all(status, "errors")]
        reason = next(filter(None, codes), "failed") if state == SendState.FAILED else ""
        yield StatusChange(provider_id=_words(status, "id"), state=state, reason=reason[:60])


def _place(part: Found) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(_words(part, "latitude")), float(_words(part, "longitude"))
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _identity(message: Found) -> str:
    try:
        return identifier(_words(message, "id"))
    except Unreadable:
        return "sha256:" + sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromtimestamp(int(written), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year in YEARS else None


def _words(holder: Found, name: str) -> str:
    """A text or number; whatever else stands there is none of ours."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode(errors="replace").decode()  # half an emoji cannot be kept


def _one(holder: Found, name: str) -> Found:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _all(holder: Found, name: str) -> list[Found]:
    """A list of objects; what should be one and is not makes the whole posting ``Unreadable``."""
    value = holder.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unreadable
    return value
