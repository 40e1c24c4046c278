"""Sending by Twilio and fetching media, against a server on this machine."""

import json

import pytest

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.events import Media
from kimbilio.helpline.providers import twilio, web
from kimbilio.helpline.providers.base import Outgoing, TryLater, Unreadable, WillNotSend
from kimbilio.helpline.providers.twilio import Twilio
from tests.helpline.providers.listening import Told, listening

PHONE = "+254799000201"
KEY = "Basic QUMxOnRva2Vu"  # AC1:token
provider = Twilio()


def outgoing(**parts):
    parts = {"channel": Channel.SMS, "to": PHONE, "text": "Habari 🙂", "key": "our-key"} | parts
    return Outgoing(**parts)


def taken(**parts):
    return Told(
        201, json.dumps({"sid": "SM9", "status": "queued", "error_code": None} | parts).encode()
    )


def refused_with(code, status=400):
    return Told(status, json.dumps({"code": code, "message": "no", "status": status}).encode())


@pytest.fixture
def server():
    with listening() as found:
        found.tell(taken())
        yield found


@pytest.fixture
def settings(server):
    return {
        "account_sid": "AC1",
        "auth_token": "token",
        "sms_number": "+254799000900",
        "whatsapp_number": "+254799000901",
        "base_url": server.base,
    }


def test_an_sms_goes_to_one_number(server, settings):
    assert provider.send(outgoing(), settings) == "SM9"

    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/2010-04-01/Accounts/AC1/Messages.json")
    assert asked.headers["authorization"] == KEY
    assert asked.fields == {"To": PHONE, "From": "+254799000900", "Body": "Habari 🙂"}


def test_a_whatsapp_message_goes_from_the_number_there(server, settings):
    settings["status_address"] = "https://help.example/in/twilio/"

    provider.send(outgoing(channel=Channel.WHATSAPP), settings)

    assert server.asked[0].fields == {
        "To": f"whatsapp:{PHONE}",
        "From": "whatsapp:+254799000901",
        "Body": "Habari 🙂",
        "StatusCallback": "https://help.example/in/twilio/",
    }


def test_after_24_hours_whatsapp_takes_the_template_with_the_words_in_its_gap(server, settings):
    settings["content_sid"] = "HX1"
    late = outgoing(channel=Channel.WHATSAPP, text="Habari.\n\tTupigie   ", is_conversation=False)

    provider.send(late, settings)

    fields = server.asked[0].fields
    assert "Body" not in fields
    assert fields["ContentSid"] == "HX1"
    assert json.loads(fields["ContentVariables"]) == {"1": "Habari. Tupigie"}


def test_without_a_template_nothing_goes_after_24_hours(server, settings):
    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(channel=Channel.WHATSAPP, is_conversation=False), settings)

    assert refused.value.reason == "template"
    assert server.asked == []


def test_an_sms_needs_no_template_after_24_hours(server, settings):
    provider.send(outgoing(is_conversation=False), settings)

    assert server.asked[0].fields["Body"] == "Habari 🙂"


@pytest.mark.parametrize(
    "code", [21211, 21408, 21610, 21612, 21614, 21617, 21608, 63003, 63016, 21655]
)
def test_what_they_will_never_carry_is_told_with_their_code(server, settings, code):
    server.tell(refused_with(code))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == str(code)


def test_a_wrong_key_is_told_at_once(server, settings):
    server.tell(refused_with(20003, 401))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == "20003"


def test_a_message_that_they_took_and_gave_up_is_told(server, settings):
    server.tell(taken(status="failed", error_code=30007))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == "30007"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"code": ["x"]}', b'{"code": "+254"}'])
def test_a_refusal_in_another_form_is_told_by_its_status(server, settings, body):
    server.tell(Told(403, body))

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(), settings)

    assert refused.value.reason == "403"


@pytest.mark.parametrize(
    "told",
    [
        refused_with(20429, 429),
        refused_with(21611),
        refused_with(63018),
        Told(500, b"oops"),
        Told(503),
        Told(302, b"", {"location": "https://elsewhere.example/"}),
    ],
)
def test_what_passes_is_tried_later(server, settings, told):
    server.tell(told)

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)

    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>captive portal</html>",
        b"null",
        b"[]",
        b"{}",
        b'{"sid": 7}',
        b'{"sid": " "}',
        b"[" * 50_000,
    ],
)
def test_rubbish_is_tried_later(server, settings, body):
    server.tell(Told(200, body))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


def test_a_slow_server_is_tried_later(server, settings, monkeypatch):
    monkeypatch.setattr(web, "SILENCE", 0.2)
    server.tell(Told(waits=1))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


@pytest.mark.parametrize(
    "number", ["", "0799000201", f"{PHONE},{PHONE}", "TWILIO", f"{PHONE}\n", "whatsapp:+1"]
)
def test_nothing_is_sent_to_what_is_no_single_number(server, settings, number):
    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(to=number), settings)

    assert refused.value.reason == "number"
    assert server.asked == []


@pytest.mark.parametrize("channel", [Channel.USSD, Channel.CALL, Channel.EMAIL])
def test_other_channels_are_not_theirs(server, settings, channel):
    with pytest.raises(WillNotSend):
        provider.send(outgoing(channel=channel), settings)

    assert server.asked == []


@pytest.mark.parametrize(
    ("channel", "missing"),
    [(Channel.SMS, "sms_number"), (Channel.WHATSAPP, "whatsapp_number")],
)
def test_a_channel_without_a_number_is_not_used(server, settings, channel, missing):
    settings[missing] = ""

    with pytest.raises(WillNotSend) as refused:
        provider.send(outgoing(channel=channel), settings)

    assert refused.value.reason == "channel"
    assert server.asked == []


def medium(server, path="/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"):
    return Media(reference=server.base + path)


def test_a_medium_is_fetched_with_our_key(server, settings):
    server.tell(Told(200, b"\xff\xd8\xff"))

    assert provider.fetch(medium(server), settings) == b"\xff\xd8\xff"
    assert server.asked[0].headers["authorization"] == KEY


def test_where_it_sends_us_on_to_our_key_does_not_go(server, settings):
    server.tell(Told(307, b"", {"location": f"{server.base}/store/1"}), Told(200, b"OggS"))

    assert provider.fetch(medium(server), settings) == b"OggS"

    first, second = server.asked
    assert first.headers["authorization"] == KEY
    assert (second.path, second.headers.get("authorization")) == ("/store/1", None)


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://example.org/1",
        "https://example.org/1",
        "ftp://x/1",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_it_sends_us_on_to_nowhere_strange(server, settings, location):
    server.tell(Told(302, b"", {"location": location}))

    with pytest.raises(Unreadable):
        provider.fetch(medium(server), settings)

    assert len(server.asked) <= 2


def test_in_use_it_sends_us_on_by_https_alone():
    theirs, store = "https://api.twilio.com", "https://media.twiliocdn.com/AC1/1"

    assert twilio._onward(theirs, store) == store
    for location in ("http://media.twiliocdn.com/1", "http://127.0.0.1/latest/meta-data"):
        with pytest.raises(Unreadable):
            twilio._onward(theirs, location)


def test_it_sends_us_on_once_only(server, settings):
    server.tell(Told(302, b"", {"location": f"{server.base}/again"}))

    with pytest.raises(Unreadable):
        provider.fetch(medium(server), settings)

    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "https://example.org/2010-04-01/Accounts/AC1/1",
        "https://api.twilio.com.example.org/2010-04-01/Accounts/AC1/1",
        "https://api.twilio.com@example.org/2010-04-01/Accounts/AC1/1",
        "http://api.twilio.com/2010-04-01/Accounts/AC1/1",
        "https://api.twilio.com/elsewhere",
        "http://127.0.0.1/2010-04-01/Accounts/AC1/1",
        "file:///etc/passwd",
    ],
)
def test_our_key_goes_to_them_alone(reference):
    with pytest.raises(Unreadable):
        provider.fetch(Media(reference=reference), {"account_sid": "AC1", "auth_token": "token"})


def test_a_medium_that_is_not_there_yet_is_tried_later(server, settings):
    server.tell(Told(404))

    with pytest.raises(TryLater):
        provider.fetch(medium(server), settings)


@pytest.mark.parametrize("status", [400, 401, 403, 410])
def test_a_medium_that_is_refused_is_unreadable(server, settings, status):
    server.tell(Told(status, b"no"))

    with pytest.raises(Unreadable):
        provider.fetch(medium(server), settings)


def test_a_medium_above_the_limit_is_not_read_to_its_end(server, settings, monkeypatch):
    monkeypatch.setattr(twilio, "LARGEST_MEDIA", 1000)
    server.tell(Told(200, b"x" * 5000))

    with pytest.raises(Unreadable):
        provider.fetch(medium(server), settings)


def test_the_address_is_theirs_unless_the_account_says_otherwise():
    assert twilio._api({}) == "https://api.twilio.com"
