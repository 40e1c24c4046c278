"""Twilio as the simulator plays it: SMS both ways, signed over the public address as they sign."""

import hmac
import json
import re
import secrets
from base64 import b64encode
from collections.abc import Mapping

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.marks import address_of
from kimbilio.helpline.providers.twilio_signature import signature_of_form
from kimbilio.operations.simulator.values import FORM, Asked, Parcel, Sent, Told, Way, form

KIND: ProviderKind = ProviderKind.TWILIO
NAME = "Simulated Twilio"
LINE = "+254799000902"
SENDING = re.compile(r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages\.json")
BASE = ""
REPORTS: tuple[str, ...] = ("sent", "delivered")


def typed(door: str) -> dict[str, str]:
    """What an administrator would type for this account."""
    return {
        "account_sid": f"AC{secrets.token_hex(16)}",
        "auth_token": secrets.token_hex(16),
        "sms_number": LINE,
        "status_address": door,
    }


def message(number: str, text: str, settings: Mapping[str, str], door: str) -> Parcel:
    """Somebody sends an SMS to the number at Twilio."""
    sid = f"SM{secrets.token_hex(16)}"
    fields = {
        "ToCountry": "KE", "SmsMessageSid": sid, "NumMedia": "0", "SmsSid": sid,
        "SmsStatus": "received", "Body": text, "To": LINE, "NumSegments": "1", "MessageSid": sid,
        "AccountSid": settings["account_sid"], "From": number, "ApiVersion": "2010-04-01",
    }  # fmt: skip
    return _signed(fields, settings, door)


def report(sent: Sent, state: str, settings: Mapping[str, str], door: str) -> Parcel:
    """What became of a message of ours."""
    fields = {
        "AccountSid": settings["account_sid"], "From": LINE, "To": sent.to, "MessageSid": sent.id,
        "SmsSid": sent.id, "MessageStatus": state, "SmsStatus": state, "ApiVersion": "2010-04-01",
    }  # fmt: skip
    return _signed(fields, settings, door)


def is_for(path: str) -> bool:
    """Whether this is an address of their interface."""
    return bool(SENDING.fullmatch(path))


def answer(asked: Asked, settings: Mapping[str, str]) -> Told:
    """Take one message, as their interface would."""
    key = b64encode(f"{settings['account_sid']}:{settings['auth_token']}".encode()).decode()
    shown = asked.headers.get("authorization", "")
    if not hmac.compare_digest(shown.encode(), f"Basic {key}".encode()):
        return _told(401, {"code": 20003, "message": "Authenticate", "status": 401})
    fields, sid = asked.fields(), f"SM{secrets.token_hex(16)}"
    sent = Sent(sid, address_of(fields.get("To", "")), fields.get("Body", ""), Way.TWILIO)
    body = {"sid": sid, "status": "queued", "error_code": None, "to": sent.to, "from": LINE}
    return _told(201, body, sent)


def _signed(fields: Mapping[str, str], settings: Mapping[str, str], door: str) -> Parcel:
    body = form(fields)
    signature = signature_of_form(door, body, settings["auth_token"])
    return Parcel(body, FORM, {"x-twilio-signature": signature})


def _told(status: int, body: object, sent: Sent | None = None) -> Told:
    return Told(status, json.dumps(body).encode(), sent=sent)
