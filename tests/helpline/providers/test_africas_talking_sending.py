"""Sending by Africa's Talking, against a server on this machine: what is taken, refused or tried later."""

import json

import pytest

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.providers import africas_talking, web
from kimbilio.helpline.providers.base import Outgoing, TryLater, WillNotSend
from tests.helpline.providers.africas_talking_postings import PHONE, provider
from tests.helpline.providers.listening import Told, listening


def outgoing(**parts):
    return Outgoing(
        **{"channel": Channel.SMS, "to": PHONE, "text": "Habari 🙂", "key": "our-key", **parts}
    )


def recipients(*some, message="Sent to 1/1 Total Cost: KES 0.8000"):
    return json.dumps({"SMSMessageData": {"Message": message, "Recipients": list(some)}}).encode()


def recipient(code, status="Success", message_id="ATXid_7"):
    return {
        "statusCode": code,
        "number": PHONE,
        "status": status,
        "cost": "KES 0.8000",
        "messageId": message_id,
    }


@pytest.fixture
def server():
    with listening() as found:
        yield found


@pytest.fixture
def settings(server):
    return {"username": "helpline", "api_key": "atsk_secret", "base_url": server.base + "/"}


def test_one_message_goes_to_one_number(server, settings):
    server.tell(Told(201, recipients(recipient(101))))

    given = provider.send(outgoing(), settings | {"sender_id": "20880"})

    (asked,) = server.asked
    assert given == "ATXid_7"
    assert (asked.method, asked.path) == ("POST", "/version1/messaging")
    assert asked.headers["apikey"] == "atsk_secret"
    assert asked.headers["accept"] == "application/json"
    assert asked.fields == {
        "username": "helpline",
        "to": PHONE,
        "message": "Habari 🙂",
        "from": "20880",
    }


@pytest.mark.parametrize("code", [100, 101, 102, "101"])
def test_processed_sent_and_queued_are_taken(server, settings, code):
    server.tell(Told(201, recipients(recipient(code))))

    assert provider.send(outgoing(), settings) == "ATXid_7"
    assert "from" not in server.asked[0].fields


def test_taken_without_an_id_keeps_our_own(server, settings):
    server.tell(Told(201, recipients(recipient(102, message_id="None"))))

    assert provider.send(outgoing(), settings) == "our-key"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (401, "RiskHold"),
        (402, "InvalidSenderId"),
        (403, "InvalidPhoneNumber"),
        (404, "UnsupportedNumberType"),
        (406, "UserInBlacklist"),
        (407, "CouldNotRoute"),
        (409, "DoNotDisturbRejection"),
        (502, "RejectedByGateway"),
    ],
)
def test_what_they_will_never_carry_is_told_with_their_word(server, settings, code, word):
    server.tell(Told(201, recipients(recipient(code, word, "None"))))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == word


@pytest.mark.parametrize(
    ("code", "word"),
    [(405, "InsufficientBalance"), (500, "InternalServerError"), (501, "GatewayError")],
)
def test_what_passes_is_tried_later(server, settings, code, word):
    server.tell(Told(201, recipients(recipient(code, word, "None"))))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


@pytest.mark.parametrize(
    ("message", "reason"),
    [("InvalidSenderId", "InvalidSenderId"), ("Sent to 0/1 Total Cost: 0", "Recipients")],
)
def test_nobody_reached_is_told(server, settings, message, reason):
    server.tell(Told(201, recipients(message=message)))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == reason


def test_a_word_that_may_hold_a_number_is_not_passed_on(server, settings):
    server.tell(Told(201, recipients(recipient(403, f"Invalid: {PHONE}", "None"))))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == "403"


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_wrong_key_is_told_at_once(server, settings, status):
    server.tell(Told(status, b"The supplied authentication is invalid"))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == str(status)


@pytest.mark.parametrize("status", [302, 429, 500, 503])
def test_too_many_and_their_errors_are_tried_later(server, settings, status):
    server.tell(Told(status, b"", {"location": "https://elsewhere.example/"}))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)

    assert len(server.asked) == 1


def test_a_slow_server_is_tried_later(server, settings, monkeypatch):
    monkeypatch.setattr(web, "SILENCE", 0.2)
    server.tell(Told(waits=1))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>captive portal</html>",
        b"null",
        b"[]",
        b'"x"',
        b'{"SMSMessageData": null}',
        b'{"SMSMessageData": {"Message": "x"}}',
        b'{"SMSMessageData": {"Recipients": "abc"}}',
        b'{"SMSMessageData": {"Recipients": {"a": 1}}}',
        b'{"SMSMessageData": {"Recipients": [{}]}}',
        b'{"SMSMessageData": {"Recipients": [{"statusCode": "many"}]}}',
        b'{"SMSMessageData": {"Recipients": [{"statusCode": Infinity}]}}',
        b'{"SMSMessageData": {"Recipients": [null]}}',
        b"[" * 50_000,
    ],
)
def test_rubbish_is_tried_later(server, settings, body):
    server.tell(Told(200, body))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "0799000101",
        "+254799000101,+254799000102",
        "Safaricom",
        "+25479900010\n",
        "+1",
        "+" + "9" * 40,
    ],
)
def test_nothing_is_sent_to_what_is_no_single_number(server, settings, number):
    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(to=number), settings)

    assert refused.value.reason == "number"
    assert server.asked == []


@pytest.mark.parametrize("channel", [Channel.USSD, Channel.CALL, Channel.WHATSAPP])
def test_only_sms_are_sent(server, settings, channel):
    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(channel=channel), settings)

    assert refused.value.reason == "channel"
    assert server.asked == []


def test_the_name_sandbox_tries_it_out():
    assert africas_talking._api({"username": "sandbox"}) == "https://api.sandbox.africastalking.com"
    assert africas_talking._api({"username": "helpline"}) == "https://api.africastalking.com"
