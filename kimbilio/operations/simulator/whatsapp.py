"""WhatsApp's Cloud API as the simulator plays it: messages, media and reports, signed over the raw body."""

import hmac
import json
import re
import secrets
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.marks import address_of
from kimbilio.operations.simulator.phones import Phone
from kimbilio.operations.simulator.values import JSON, Asked, Parcel, Sent, Told, Way

KIND: ProviderKind = ProviderKind.WHATSAPP
NAME = "Simulated WhatsApp"
LINE = "254799000903"
REPORTS: tuple[str, ...] = ("sent", "delivered")
SENDING = re.compile(r"/v[0-9.]+/([0-9]+)/messages")
MEDIUM = re.compile(r"/v[0-9.]+/(9[0-9]{14})")
CONTENT = re.compile(r"/v[0-9.]+/media/(9[0-9]{14})")
BASE = "/v25.0"


def typed(door: str) -> dict[str, str]:
    """What an administrator would type for this account."""
    return {
        "phone_number_id": f"1{secrets.randbelow(10**14):014d}",
        "access_token": secrets.token_hex(32),
        "app_secret": secrets.token_hex(16),
        "verify_token": secrets.token_hex(16),
        "template": "news",
        "template_language": "en",
    }


def message(phone: Phone, settings: Mapping[str, str], said: dict[str, Any]) -> Parcel:
    """Somebody writes to the organisation's number."""
    number = phone.number.removeprefix("+")
    one = {
        "from": number, "id": f"wamid.{secrets.token_hex(20)}", "timestamp": str(int(time.time())),
        **said,
    }  # fmt: skip
    who = {"profile": {"name": phone.name}, "wa_id": number}
    return _posted({"contacts": [who], "messages": [one]}, settings)


def text(words: str) -> dict[str, Any]:
    """A text."""
    return {"type": "text", "text": {"body": words}}


def place(latitude: float, longitude: float) -> dict[str, Any]:
    """Where somebody is."""
    return {"type": "location", "location": {"latitude": latitude, "longitude": longitude}}


def medium(kind: str, identity: str, mime: str, content: bytes) -> dict[str, Any]:
    """A picture or a voice note that waits to be fetched."""
    about: dict[str, Any] = {
        "id": identity, "mime_type": mime, "sha256": sha256(content).hexdigest(),
    }  # fmt: skip
    return {"type": kind, kind: about | ({"voice": True} if kind == "audio" else {})}


def new_medium() -> str:
    """An id for it."""
    return f"9{secrets.randbelow(10**14):014d}"


def report(sent: Sent, state: str, settings: Mapping[str, str], door: str) -> Parcel:
    """What became of a message of ours."""
    number = sent.to.removeprefix("+")
    one = {
        "id": sent.id, "status": state, "timestamp": str(int(time.time())), "recipient_id": number,
    }  # fmt: skip
    return _posted({"statuses": [one]}, settings)


def is_for(path: str) -> bool:
    """Whether this is an address of their interface."""
    return any(one.fullmatch(path) for one in (SENDING, MEDIUM, CONTENT))


def answer(asked: Asked, settings: Mapping[str, str]) -> Told:
    """Take one message, as their interface would."""
    if not _is_ours(asked, settings):
        return _refused(401, 190)
    found = SENDING.fullmatch(asked.path)
    if not found or found[1] != settings["phone_number_id"]:
        return _refused(400, 100)
    try:
        said = json.loads(asked.body)
        to, words = address_of("+" + str(said["to"]).removeprefix("+")), _words(said)
    except (ValueError, LookupError, TypeError):
        return _refused(400, 100)
    sent = Sent(f"wamid.{secrets.token_hex(20)}", to, words, Way.WHATSAPP)
    number = to.removeprefix("+")
    body = {
        "messaging_product": "whatsapp", "contacts": [{"input": number, "wa_id": number}],
        "messages": [{"id": sent.id}],
    }  # fmt: skip
    return Told(200, json.dumps(body).encode(), sent=sent)


def hand_over(
    asked: Asked, settings: Mapping[str, str], media: Mapping[str, tuple[str, bytes]]
) -> Told:
    """Say where a medium lies, or give it."""
    if not _is_ours(asked, settings):
        return _refused(401, 190)
    found = MEDIUM.fullmatch(asked.path) or CONTENT.fullmatch(asked.path)
    if not found or found[1] not in media:
        return _refused(404, 100)
    mime, content = media[found[1]]
    if CONTENT.fullmatch(asked.path):
        return Told(200, content, mime)
    about = {
        "url": f"{settings['base_url']}/media/{found[1]}", "mime_type": mime,
        "sha256": sha256(content).hexdigest(), "file_size": len(content), "id": found[1],
        "messaging_product": "whatsapp",
    }  # fmt: skip
    return Told(200, json.dumps(about).encode())


def _words(said: dict[str, Any]) -> str:
    if said["type"] == "text":
        return str(said["text"]["body"])
    gaps = [
        str(one.get("text", ""))
        for part in said["template"].get("components", [])
        for one in part.get("parameters", [])
    ]
    return f"[{said['template']['name']}] {' '.join(gaps)}"


def _posted(value: dict[str, Any], settings: Mapping[str, str]) -> Parcel:
    line = {"display_phone_number": LINE, "phone_number_id": settings["phone_number_id"]}
    whole = {"messaging_product": "whatsapp", "metadata": line, **value}
    entry = {"id": "100000000000001", "changes": [{"value": whole, "field": "messages"}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    signed = hmac.new(settings["app_secret"].encode(), body, sha256).hexdigest()
    return Parcel(body, JSON, {"x-hub-signature-256": f"sha256={signed}"})


def _is_ours(asked: Asked, settings: Mapping[str, str]) -> bool:
    shown = asked.headers.get("authorization", "")
    return hmac.compare_digest(shown.encode(), f"Bearer {settings['access_token']}".encode())


def _refused(status: int, code: int) -> Told:
    error = {"message": "Not this way", "type": "OAuthException", "code": code}
    return Told(status, json.dumps({"error": error}).encode())
