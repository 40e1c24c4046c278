"""Africa's Talking as the simulator plays it: SMS, menu, calls and reports, in their documented fields."""

import hmac
import json
import secrets
from collections.abc import Mapping
from xml.etree import ElementTree

from django.utils import timezone

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.marks import address_of
from kimbilio.operations.simulator.values import Asked, Parcel, Sent, Told, Way, form

KIND: ProviderKind = ProviderKind.AFRICAS_TALKING
NAME = "Simulated SMS and calls"
SHORT_CODE = "20880"
OFFICE = "+254799000801"
LINE = "+254799000900"
MENU = "*384*7#"
SENDING = "/version1/messaging"
BASE = ""
REPORTS: tuple[str, ...] = ("Sent", "Success")
CARRIER = {"networkCode": "63902"}


def typed(door: str) -> dict[str, str]:
    """What an administrator would type for this account."""
    return {
        "username": "simulator",
        "api_key": secrets.token_hex(32),
        "sender_id": SHORT_CODE,
        "office_numbers": OFFICE,
    }


def message(number: str, text: str) -> Parcel:
    """Somebody sends an SMS to the short code."""
    sent = {"date": _now(" "), "from": number, "id": secrets.token_hex(16), "text": text}
    return Parcel(form({**sent, "linkId": secrets.token_hex(8), "to": SHORT_CODE, **CARRIER}))


def silence(number: str) -> Parcel:
    """They tell that somebody wants nothing more."""
    return Parcel(form({"senderId": SHORT_CODE, "phoneNumber": number}))


def menu(number: str, session: str, inputs: list[str]) -> Parcel:
    """Somebody dials the menu or types something in it."""
    visit = {"sessionId": session, "phoneNumber": number, "serviceCode": MENU}
    return Parcel(form({**visit, "text": "*".join(inputs), **CARRIER}))


def call(number: str, session: str, **more: str) -> Parcel:
    """What they post about a call while it lasts."""
    return Parcel(
        form(
            {
                "isActive": "1",
                "sessionId": session,
                "direction": "Inbound",
                "callerNumber": number,
                "callerCountryCode": "254",
                "destinationNumber": LINE,
                "callStartTime": _now("+"),
                **more,
            }
        )
    )


def call_over(number: str, session: str, talked: int) -> Parcel:
    """What they post at its end. Only who was put through has talked with somebody."""
    through = {"dialDestinationNumber": OFFICE, "dialDurationInSeconds": str(talked)}
    return call(
        number, session, isActive="0", durationInSeconds=str(talked + 4), currencyCode="KES",
        amount="1.52", callSessionState="Completed", status="Success",
        hangupCause="NORMAL_CLEARING", **(through if talked else {}),
    )  # fmt: skip


def voice(answer: bytes) -> str:
    """The words that our instruction lets their voice say."""
    try:
        said = ElementTree.fromstring(answer).findall("Say")  # noqa: S314  # our own answer
    except ElementTree.ParseError:
        return ""
    return " ".join(one.text or "" for one in said)


def report(sent: Sent, state: str, settings: Mapping[str, str], door: str) -> Parcel:
    """What became of a message of ours."""
    told = {"id": sent.id, "status": state, "phoneNumber": sent.to, "retryCount": "0", **CARRIER}
    return Parcel(form(told))


def is_for(path: str) -> bool:
    """Whether this is an address of their interface."""
    return path == SENDING


def answer(asked: Asked, settings: Mapping[str, str]) -> Told:
    """Take one SMS, as their interface would."""
    fields = asked.fields()
    key = asked.headers.get("apikey", "")
    if not hmac.compare_digest(key.encode(), settings["api_key"].encode()):
        return Told(401, b"The supplied authentication is invalid", "text/plain")
    if fields.get("username") != settings["username"] or asked.method != "POST":
        return Told(400, b"Request is missing required form field", "text/plain")
    number, identity = address_of(fields.get("to", "")), f"ATXid_{secrets.token_hex(16)}"
    one = {
        "statusCode": 101, "number": number, "status": "Success", "cost": "KES 0.8000",
        "messageId": identity,
    }  # fmt: skip
    body = {"SMSMessageData": {"Message": "Sent to 1/1", "Recipients": [one]}}
    sent = Sent(identity, number, fields.get("message", ""), Way.SMS)
    return Told(201, json.dumps(body).encode(), sent=sent)


def _now(between: str) -> str:
    return f"{timezone.now():%Y-%m-%d{between}%H:%M:%S}"
