"""Africa's Talking: SMS both ways, delivery reports, the wish for no more messages, the menu, calls.

They sign nothing. All kinds of posting may come to the one secret address of an account and are told
apart by their fields; who knows the address is believed, unless the account names the addresses that
postings may come from.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import Channel, SendState
from kimbilio.helpline.events import Event, Incoming, Media, OptedOut, StatusChange
from kimbilio.helpline.providers import africas_talking_calls as calls
from kimbilio.helpline.providers import menu, web
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
from kimbilio.helpline.providers.reading import identifier, is_number, moment, sender

LIVE = "https://api.africastalking.com"
SANDBOX = "https://api.sandbox.africastalking.com"
THEIRS = ".africastalking.com"  # recordings are fetched from there only: nobody signs their address

REPORTS = {
    "Sent": SendState.SENT,
    "Submitted": SendState.SENT,
    "Buffered": SendState.SENT,
    "Success": SendState.DELIVERED,
    "Failed": SendState.FAILED,
    "Rejected": SendState.FAILED,
}
TAKEN = frozenset({100, 101, 102})  # processed, sent, queued
LATER = frozenset({405, 500, 501})  # no credit, their error, the network's error
WORD = re.compile(r"[A-Za-z]{1,40}")


class AfricasTalking:
    """What Africa's Talking posts to us and takes from us."""

    channels = (Channel.SMS, Channel.USSD, Channel.CALL)
    asks = (
        Setting(
            name="username",
            label=_("User name of the app at Africa's Talking"),
            hint=_("“sandbox” tries it out and reaches no real phone."),
        ),
        Setting(name="api_key", label=_("API key"), is_secret=True),
        Setting(
            name="sender_id",
            label=_("Short code or sender name"),
            is_required=False,
            hint=_("A neutral name: it stands on the other person's phone."),
        ),
        Setting(
            name="office_numbers",
            label=_("Numbers that ring when somebody calls"),
            is_required=False,
            hint=_("With a comma between them. Without any, a voice asks to call again later."),
        ),
        Setting(
            name="keep_recordings",
            label=_("Record calls"),
            is_required=False,
            hint=_("“yes” records. Leave it empty unless every caller is told."),
        ),
        Setting(
            name="allowed_addresses",
            label=_("Internet addresses that postings may come from"),
            is_required=False,
            hint=_("With a comma between them. Left empty, the secret address alone protects."),
        ),
    )

    def check(self, posting: Posting, settings: Settings) -> None:
        """Only the shape and, if the account names any, the address of the peer.

        ``x-real-peer`` is set by our door; what a stranger may write himself, such as
        ``X-Forwarded-For``, is not looked at.
        """
        form = posting.content_type.partition(";")[0].strip().lower()
        if posting.method != "POST" or form != "application/x-www-form-urlencoded":
            raise Forged
        allowed = settings.get("allowed_addresses", "").strip()
        if allowed and not _is_among(posting.headers.get("x-real-peer", ""), allowed):
            raise Forged

    def greet(self, posting: Posting, settings: Settings) -> Reply:
        """They never ask whether an address is ours."""
        return Reply(status=404)

    def answer(self, posting: Posting, settings: Settings) -> Reply:
        """A page of the menu, what to do with a call, or nothing."""
        try:
            fields = posting.fields()
        except Unreadable:
            return Reply()
        if _is_menu(fields):
            visit = menu.walk(fields["text"])
            return Reply(f"{'END' if visit.is_over else 'CON'} {visit.page}")
        if _is_call(fields) and fields["isActive"].strip() == "1":
            return Reply(calls.instruction(fields, settings), "application/xml; charset=utf-8")
        return Reply()

    def read(self, posting: Posting) -> list[Event]:
        """What was posted, told apart by its fields.

        A recording's address is always carried: this knows no settings, so whoever keeps the event
        drops the address unless the account's ``keep_recordings`` is on.
        """
        fields = posting.fields()
        if _is_call(fields):
            return [calls.event(fields)]
        if _is_menu(fields):
            return list(_from_menu(fields))
        if "sessionId" in fields and "status" in fields:
            return []  # the end of a visit to the menu: what was said came with its pages
        if "from" in fields and "text" in fields:
            return [_message(fields)]
        if "id" in fields and "status" in fields:
            return list(_report(fields))
        if "senderId" in fields and "phoneNumber" in fields:
            return [OptedOut(sender=sender(fields["phoneNumber"]), channel=Channel.SMS)]
        if "updateType" in fields:
            return []  # paid subscriptions, which we do not have
        raise Unreadable

    def send(self, message: Outgoing, settings: Settings) -> str:
        """One SMS to one number. They drop no doubles: after a broken line it may go twice."""
        if message.channel != Channel.SMS:
            raise WillNotSend("channel")
        if not is_number(message.to):  # a comma would send it to several people
            raise WillNotSend("number")
        username = settings.get("username", "").strip()
        fields = {"username": username, "to": message.to, "message": message.text}
        if sender_id := settings.get("sender_id", "").strip():
            fields["from"] = sender_id
        answered = web.request(
            "POST",
            _api(settings) + "/version1/messaging",
            headers={"apiKey": settings.get("api_key", "").strip(), "accept": "application/json"},
            fields=fields,
        )
        if 400 <= answered.status < 500:
            raise WillNotSend(str(answered.status))
        if not answered.is_fine:
            raise TryLater
        return _taken(answered) or message.key

    def fetch(self, media: Media, settings: Settings) -> bytes:
        """A recording, from their own machines only."""
        if not _is_theirs(media.reference, settings.get("base_url", "").strip()):
            raise Unreadable
        answered = web.request("GET", media.reference, most=LARGEST_MEDIA)
        if not answered.is_fine:
            raise Unreadable
        return answered.body

    def pull(self, settings: Settings) -> Iterable[Pulled]:
        """They post; nothing waits."""
        return ()

    def put_away(self, pulled: list[str], settings: Settings) -> None:
        """Nothing waits, so nothing is put away."""


def _is_menu(fields: dict[str, str]) -> bool:
    return {"sessionId", "phoneNumber", "text"} <= fields.keys()


def _is_call(fields: dict[str, str]) -> bool:
    return {"sessionId", "isActive"} <= fields.keys()


def _message(fields: dict[str, str]) -> Incoming:
    return Incoming(
        provider_id=identifier(fields.get("id") or fields.get("linkId", "")),
        channel=Channel.SMS,
        sender=sender(fields["from"]),
        text=fields["text"],
        sent_at=moment(fields.get("date", "")),
    )


def _from_menu(fields: dict[str, str]) -> Iterable[Event]:
    """The story as soon as it is typed, since many visits break off; then the place, as one more message."""
    visit = menu.walk(fields["text"])
    session, caller = identifier(fields["sessionId"]), sender(fields["phoneNumber"])
    if visit.story:
        yield Incoming(provider_id=session, channel=Channel.USSD, sender=caller, text=visit.story)
    if visit.where:
        yield Incoming(
            provider_id=f"{session}-where", channel=Channel.USSD, sender=caller, text=visit.where
        )
    if visit.step is menu.Step.CALL_ASKED:
        yield Incoming(
            provider_id=session,
            channel=Channel.USSD,
            sender=caller,
            text=visit.when,
            wants_call=True,
        )


def _report(fields: dict[str, str]) -> Iterable[Event]:
    if state := REPORTS.get(fields["status"].strip()):
        reason = fields.get("failureReason", "").strip() if state == SendState.FAILED else ""
        yield StatusChange(
            provider_id=identifier(fields["id"]),
            state=state,
            reason=reason if WORD.fullmatch(reason) else "",
        )


def _is_theirs(address: str, base: str) -> bool:
    try:
        asked = urlsplit(address)
    except ValueError:
        return False
    is_simulator = bool(base) and address.startswith(base.rstrip("/") + "/")
    return is_simulator or (asked.scheme == "https" and (asked.hostname or "").endswith(THEIRS))


def _is_among(peer: str, allowed: str) -> bool:
    try:
        address = ip_address(peer.strip())
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    for one in re.split(r"[,;\s]+", allowed):
        try:
            if address in ip_network(one, strict=False):
                return True
        except ValueError:  # a slip of the pen allows nobody
            continue
    return False


def _api(settings: Settings) -> str:
    if ours := settings.get("base_url", "").strip().rstrip("/"):
        return ours
    return SANDBOX if settings.get("username", "").strip() == "sandbox" else LIVE


def _taken(answered: web.Answered) -> str:
    """The id of the message that they took; raises what else became of it."""
    try:
        told = answered.json()["SMSMessageData"]
        recipients = told["Recipients"]
        if not recipients:  # the reason is then in the message, such as InvalidSenderId
            word = str(told.get("Message", "")).strip()
            raise WillNotSend(word if WORD.fullmatch(word) else "Recipients")
        one = recipients[0]
        code, word = int(one["statusCode"]), str(one.get("status", "")).strip()
        given = str(one.get("messageId") or "").strip()
    except (Unreadable, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise TryLater from None
    if code in LATER:
        raise TryLater
    if code not in TAKEN:
        raise WillNotSend(word if WORD.fullmatch(word) else str(code))
    return "" if given == "None" else given[:200]
