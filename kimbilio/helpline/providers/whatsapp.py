"""WhatsApp Cloud API of Meta: signed postings in, texts and templates out."""

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.events import Event, Media
from kimbilio.helpline.providers import web
from kimbilio.helpline.providers.base import (
    LARGEST_MEDIA,
    Forged,
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
from kimbilio.helpline.providers.reading import LONGEST_ID, count, is_number
from kimbilio.helpline.providers.whatsapp_reading import events_of

API = "https://graph.facebook.com/v25.0"
KEEPERS = (".fbsbx.com", ".fbcdn.net", ".facebook.com", ".whatsapp.net")  # where media lie
LONGEST_TEXT = 4096
LONGEST_GAP = 1024  # of a template
WINDOW_CLOSED = "131047"  # as they say it themselves

# Their service is ill or has too much to do,
BUSY = {1, 2, 4, 17, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004}
# or our account is not in order, which is no fault of the message and can be mended.
OURS_TO_MEND = {0, 3, 10, 190, 131005, 131042, *range(200, 300)}
LATER = frozenset(BUSY | OURS_TO_MEND)

_MEDIUM = re.compile(r"[0-9A-Za-z_-]{1,100}")


class WhatsApp:
    """What Meta posts to us and takes from us."""

    channels = (Channel.WHATSAPP,)
    asks = (
        Setting(
            name="phone_number_id",
            label=_("Phone number ID"),
            hint=_("From the page API Setup of Meta; not the number itself."),
        ),
        Setting(name="access_token", label=_("Access token"), is_secret=True),
        Setting(
            name="app_secret",
            label=_("App secret"),
            is_secret=True,
            hint=_("With it Meta signs what it posts."),
        ),
        Setting(
            name="verify_token",
            label=_("Verify token"),
            is_secret=True,
            hint=_("A long word that you make up and type at Meta too."),
        ),
        Setting(
            name="template",
            label=_("Name of the template after 24 hours"),
            is_required=False,
            hint=_("Neutral words around one gap, {{1}}, that takes the message."),
        ),
        Setting(
            name="template_language",
            label=_("Language of the template"),
            is_required=False,
            hint=_("As at Meta, such as en or sw."),
        ),
    )

    def check(self, posting: Posting, settings: Settings) -> None:
        """The signature over the bytes as they came."""
        secret = settings.get("app_secret", "").strip().encode()
        signature = "sha256=" + hmac.new(secret, posting.body, sha256).hexdigest()
        given = posting.headers.get("x-hub-signature-256", "")
        if not secret or not _same(given, signature):
            raise Forged

    def greet(self, posting: Posting, settings: Settings) -> Reply:
        """Say the challenge back to whoever knows our word."""
        word = settings.get("verify_token", "").strip()
        asked = posting.query
        is_theirs = _same(asked.get("hub.verify_token", ""), word)
        if not word or not is_theirs or asked.get("hub.mode") != "subscribe":
            return Reply(status=403)
        return Reply(asked.get("hub.challenge", ""))

    def answer(self, posting: Posting, settings: Settings) -> Reply:
        """Nothing at once: what we say is sent as a message of its own."""
        return Reply()

    def read(self, posting: Posting) -> list[Event]:
        """Messages and reports, of every number of ours that posts here."""
        return events_of(posting.body)

    def send(self, message: Outgoing, settings: Settings) -> str:
        """One message to one number. They drop no doubles: after a broken line it may go twice."""
        if not is_number(message.to):
            raise WillNotSend("number")
        line = quote(settings.get("phone_number_id", "").strip(), safe="")
        whole = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.to.removeprefix("+"),
            **_content(message, settings),
        }
        url = f"{_api(settings)}/{line}/messages"
        try:
            answered = web.request("POST", url, headers=_key(settings), json=whole)
            told = _told(answered)
        except Unreadable:  # a page of somebody in between
            raise TryLater from None
        return _identity(told)

    def fetch(self, media: Media, settings: Settings) -> bytes:
        """A medium, in two steps: where it lies at this moment, then its bytes."""
        if not _MEDIUM.fullmatch(media.reference):
            raise Unreadable
        base, key = _api(settings), _key(settings)
        told = _told(web.request("GET", f"{base}/{media.reference}", headers=key))
        where, size = str(told.get("url", "")), count(str(told.get("file_size", "0")))
        if not _is_keeper(where, base) or size is None or size > LARGEST_MEDIA:
            raise Unreadable
        answered = web.request("GET", where, headers=key, most=LARGEST_MEDIA)
        if answered.status in (401, 404):  # the address is good for five minutes only
            raise TryLater
        if not answered.is_fine:
            raise Unreadable
        return answered.body

    def pull(self, settings: Settings) -> Iterable[Pulled]:
        """They post; nothing waits."""
        return ()

    def put_away(self, pulled: list[str], settings: Settings) -> None:
        """Nothing waits, so nothing is put away."""


def _same(given: str, right: str) -> bool:
    """Compared in a time that tells nothing about where they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), right.encode(errors="replace"))


def _api(settings: Settings) -> str:
    return settings.get("base_url", "").strip().rstrip("/") or API


def _key(settings: Settings) -> dict[str, str]:
    return {"authorization": f"Bearer {settings.get('access_token', '').strip()}"}


def _content(message: Outgoing, settings: Settings) -> dict[str, Any]:
    """The words themselves; after 24 hours they travel inside the agreed template."""
    if message.is_conversation:
        if not 0 < len(message.text) <= LONGEST_TEXT:
            raise WillNotSend("length")
        return {"type": "text", "text": {"preview_url": False, "body": message.text}}
    template = settings.get("template", "").strip()
    if not template:
        raise WillNotSend(WINDOW_CLOSED)
    in_one_line = " ".join(message.text.split())  # a gap of a template takes no line breaks
    if not 0 < len(in_one_line) <= LONGEST_GAP:
        raise WillNotSend("length")
    gap = {"type": "body", "parameters": [{"type": "text", "text": in_one_line}]}
    language = {"code": settings.get("template_language", "").strip() or "en"}
    return {
        "type": "template",
        "template": {"name": template, "language": language, "components": [gap]},
    }


def _told(answered: web.Answered) -> dict[str, Any]:
    """What they answered when it went well; raises what else became of it."""
    try:
        told = answered.json()
    except Unreadable:
        told = None
    told = told if isinstance(told, dict) else {}
    error = told.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, int) and code in LATER:
        raise TryLater
    if 400 <= answered.status < 500 or error:
        raise WillNotSend(str(code if isinstance(code, int) else answered.status))
    if not answered.is_fine or not told:
        raise TryLater
    return told


def _identity(told: dict[str, Any]) -> str:
    try:
        given = told["messages"][0]["id"]
    except (KeyError, IndexError, TypeError):
        raise TryLater from None
    if not isinstance(given, str) or not given.strip():
        raise TryLater
    return given.strip()[:LONGEST_ID]


def _is_keeper(url: str, base: str) -> bool:
    """Whether our key may be shown there: to Meta, or to the stand-in that we were told to ask."""
    try:
        host, ours = urlsplit(url).hostname or "", urlsplit(base).hostname
    except ValueError:
        return False
    return web.is_safe(url) and (host == ours or host.endswith(KEEPERS))
