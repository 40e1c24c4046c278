"""Twilio: which postings bear its signature, and what its messages and reports become."""

import hmac
import json
from base64 import b64encode
from hashlib import sha1, sha256
from urllib.parse import urlencode

import pytest

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import Incoming, Media, OptedOut, StatusChange
from kimbilio.helpline.providers.base import LARGEST, Forged, Posting, Unreadable
from kimbilio.helpline.providers.twilio import Twilio

PHONE = "+254799000201"
TOKEN = "token-of-the-account"
SETTINGS = {"auth_token": TOKEN}
URL = "https://help.example/in/twilio/s3cret/"
FORM = "application/x-www-form-urlencoded"
MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME"

SMS = {
    "ToCountry": "KE",
    "SmsMessageSid": "SM1",
    "NumMedia": "0",
    "FromZip": "",
    "SmsSid": "SM1",
    "SmsStatus": "received",
    "Body": "Habari",
    "To": "+254799000900",
    "NumSegments": "1",
    "MessageSid": "SM1",
    "AccountSid": "AC1",
    "From": PHONE,
    "ApiVersion": "2010-04-01",
}
WHATSAPP = SMS | {
    "From": f"whatsapp:{PHONE}",
    "To": "whatsapp:+254799000900",
    "WaId": PHONE[1:],
    "ProfileName": "Amani",
    "MessageType": "text",
}
STATUS = {
    "AccountSid": "AC1",
    "From": "+254799000900",
    "To": PHONE,
    "MessageSid": "SM7",
    "SmsSid": "SM7",
    "MessageStatus": "delivered",
    "SmsStatus": "delivered",
    "ApiVersion": "2010-04-01",
}
provider = Twilio()


def signature(url, fields=(), token=TOKEN):
    """As Twilio's page on security says: the address, then each name and value by name."""
    said = url + "".join(name + value for name, value in sorted(dict(fields).items()))
    return b64encode(hmac.new(token.encode(), said.encode(), sha1).digest()).decode()


def posted(fields, *, signed=None, url=URL, kind=FORM, method="POST"):
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    headers = {} if signed is None else {"x-twilio-signature": signed}
    return Posting(method, url, body, kind, headers)


def posted_json(content, *, url=URL, kind="application/json"):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    url += f"?bodySHA256={sha256(body).hexdigest()}"
    return posted(body, signed=signature(url), url=url, kind=kind)


def read(fields):
    return provider.read(posted(fields))


@pytest.mark.parametrize(
    "fields",
    [SMS, WHATSAPP, STATUS, SMS | {"Body": " two  spaces \r\n🙂 é +&=%"}, SMS | {"Body": ""}],
)
def test_a_signed_posting_is_genuine(fields):
    provider.check(posted(fields, signed=signature(URL, fields)), SETTINGS)
    provider.check(
        posted(fields, signed=signature(URL, fields), kind=f"{FORM}; charset=UTF-8"), SETTINGS
    )


def test_the_examples_of_their_own_library_are_genuine():
    settings, url = {"auth_token": "12345"}, "https://mycompany.com/myapp.php?foo=1&bar=2"
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
        "Caller": "+14158675309",
    }
    body = b'{"property": "value", "boolean": true}'
    with_hash = f"{url}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"

    provider.check(posted(fields, signed="RSOYDt4T1cUTdK1PDd93/VVr8B8=", url=url), settings)
    provider.check(
        posted(body, signed="a9nBmqA0ju/hNViExpshrM61xv4=", url=with_hash, kind="application/json"),
        settings,
    )


@pytest.mark.parametrize(
    "signed",
    [
        None,
        "",
        "x",
        "é",
        signature(URL, SMS, token="another token"),
        signature(URL, SMS, token=""),
        signature(URL.replace("https", "http"), SMS),
        signature(URL + "?a=1", SMS),
        signature(URL),
        signature(URL, SMS).lower(),
        signature(URL, SMS)[:-1],
    ],
)
def test_a_wrong_signature_is_forged(signed):
    with pytest.raises(Forged):
        provider.check(posted(SMS, signed=signed), SETTINGS)


@pytest.mark.parametrize(
    "changed",
    [
        SMS | {"Body": "Habari "},
        SMS | {"From": "+254799000202"},
        SMS | {"OptOutType": "STOP"},
        {name: value for name, value in SMS.items() if name != "NumMedia"},
    ],
)
def test_one_changed_added_or_missing_field_is_forged(changed):
    with pytest.raises(Forged):
        provider.check(posted(changed, signed=signature(URL, SMS)), SETTINGS)


@pytest.mark.parametrize("token", ["", " ", None])
def test_an_account_without_a_token_believes_nobody(token):
    settings = {} if token is None else {"auth_token": token}

    with pytest.raises(Forged):
        provider.check(posted(SMS, signed=signature(URL, SMS, token="")), settings)


@pytest.mark.parametrize(
    ("given", "signed_for"),
    [
        ("https://help.example/in/?a=1", "https://help.example:443/in/?a=1"),
        ("https://help.example:443/in/", "https://help.example/in/"),
        ("http://help.example/in/", "http://help.example:80/in/"),
        ("https://help.example:8443/in/", "https://help.example:8443/in/"),
    ],
)
def test_the_usual_port_may_be_written_or_not(given, signed_for):
    provider.check(posted(SMS, signed=signature(signed_for, SMS), url=given), SETTINGS)


def test_another_port_or_host_is_forged():
    for signed_for in ("https://help.example:8443/in/", "https://other.example/in/"):
        with pytest.raises(Forged):
            provider.check(
                posted(SMS, signed=signature(signed_for, SMS), url="https://help.example/in/"),
                SETTINGS,
            )


def test_a_name_given_twice_is_signed_with_both_values():
    body = urlencode([("Body", "b"), ("Body", "a"), ("From", PHONE)]).encode()
    said = f"{URL}BodyaBodybFrom{PHONE}".encode()
    signed = b64encode(hmac.new(TOKEN.encode(), said, sha1).digest()).decode()

    provider.check(posted(body, signed=signed), SETTINGS)


def test_bytes_that_are_no_text_are_signed_as_they_are():
    said = URL.encode() + b"Body\xff\xedFrom" + PHONE.encode()
    signed = b64encode(hmac.new(TOKEN.encode(), said, sha1).digest()).decode()

    provider.check(posted(b"Body=%FF%ED&From=%2B254799000201", signed=signed), SETTINGS)


def test_json_is_signed_by_its_hash():
    provider.check(posted_json({"From": PHONE}), SETTINGS)

    genuine = posted_json({"From": PHONE})
    changed = Posting("POST", genuine.url, b'{"From": "x"}', "application/json", genuine.headers)
    with pytest.raises(Forged):
        provider.check(changed, SETTINGS)


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""]
)
def test_a_body_that_no_signature_covers_is_forged(kind):
    """The signature of an address alone must not vouch for whatever is posted there."""
    with pytest.raises(Forged):
        provider.check(posted(SMS, signed=signature(URL), kind=kind), SETTINGS)


def test_a_get_is_not_theirs():
    with pytest.raises(Forged):
        provider.check(posted(b"", signed=signature(URL), method="GET"), SETTINGS)
    assert provider.greet(Posting("GET", URL), SETTINGS).status == 404


def test_a_flood_of_fields_is_forged_before_it_is_read():
    many = {f"f{n:04}": "x" for n in range(5000)}

    with pytest.raises(Forged):
        provider.check(posted(many, signed=signature(URL, many)), SETTINGS)


def test_a_megabyte_is_checked_and_read():
    fields = SMS | {"Body": "x" * (LARGEST - 1000)}

    provider.check(posted(fields, signed=signature(URL, fields)), SETTINGS)

    assert read(fields)[0].text == fields["Body"]


def test_every_posting_is_answered_with_nothing_to_say():
    reply = provider.answer(posted(SMS), SETTINGS)

    assert reply.body == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
    assert reply.content_type.startswith("application/xml")


def test_an_sms_is_read():
    assert read(SMS) == [
        Incoming(provider_id="SM1", channel=Channel.SMS, sender=PHONE, text="Habari")
    ]


def test_a_whatsapp_message_is_read_with_the_name_they_use():
    assert read(WHATSAPP) == [
        Incoming(
            provider_id="SM1",
            channel=Channel.WHATSAPP,
            sender=PHONE,
            text="Habari",
            sender_name="Amani",
        )
    ]


def test_json_is_read_like_a_form():
    content = {"MessageSid": "SM1", "From": PHONE, "Body": "a\ud800b", "NumMedia": 0, "x": [1]}

    assert provider.read(posted_json(content)) == [
        Incoming(provider_id="SM1", channel=Channel.SMS, sender=PHONE, text="a?b")
    ]


def test_the_same_message_again_has_the_same_ids():
    fields = WHATSAPP | {"NumMedia": "2", "MediaUrl0": MEDIA + "0", "MediaUrl1": MEDIA + "1"}

    assert read(fields) == read(fields | {"ApiVersion": "2011-01-01"})


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("image/jpeg", MessageKind.PICTURE),
        ("audio/ogg", MessageKind.VOICE),
        ("application/pdf", MessageKind.FILE),
        ("video/mp4", MessageKind.FILE),
        ("", MessageKind.FILE),
    ],
)
def test_a_medium_waits_at_its_address(type, kind):
    fields = WHATSAPP | {
        "NumMedia": "1",
        "Body": "",
        "MediaUrl0": MEDIA + "0",
        "MediaContentType0": type,
    }

    (event,) = read(fields)

    assert (event.kind, event.text) == (kind, "")
    assert event.media == Media(type=type, reference=MEDIA + "0")


def test_several_media_are_several_messages_and_the_words_stand_once():
    fields = SMS | {
        "NumMedia": "3",
        **{f"MediaUrl{n}": f"{MEDIA}{n}" for n in range(3)},
        **{f"MediaContentType{n}": "image/png" for n in range(3)},
    }

    events = read(fields)

    assert [event.provider_id for event in events] == ["SM1", "SM1-1", "SM1-2"]
    assert [event.text for event in events] == ["Habari", "", ""]
    assert [event.media.reference for event in events] == [f"{MEDIA}{n}" for n in range(3)]


def test_an_address_without_end_is_no_medium():
    (event,) = read(SMS | {"NumMedia": "1", "MediaUrl0": MEDIA + "x" * 5000})

    assert (event.kind, event.media) == (MessageKind.TEXT, None)


@pytest.mark.parametrize("number", ["-1", "x", "", "9" * 5000, "1000000"])
def test_an_absurd_number_of_media_brings_those_that_are_there(number):
    events = read(SMS | {"NumMedia": number, "MediaUrl0": MEDIA})

    assert len(events) == 1


def test_a_place_is_read_with_its_name():
    fields = WHATSAPP | {
        "Body": "",
        "Latitude": "-1.28",
        "Longitude": "36.82",
        "Label": "Bus stage",
        "Address": "River Road",
    }

    (event,) = read(fields)

    assert (event.kind, event.place) == (MessageKind.PLACE, (-1.28, 36.82))
    assert event.text == "Bus stage River Road"


@pytest.mark.parametrize("latitude", ["nan", "inf", "91", "", "x", "1e999"])
def test_a_place_that_is_nowhere_is_left_out(latitude):
    (event,) = read(WHATSAPP | {"Latitude": latitude, "Longitude": "36.82"})

    assert (event.kind, event.place, event.text) == (MessageKind.TEXT, None, "Habari")


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        (SMS | {"Body": "Acha", "OptOutType": "STOP"}, Channel.SMS),
        (WHATSAPP | {"Body": "Acha", "OptOutType": "STOP"}, Channel.WHATSAPP),
        (SMS | {"Body": " Stop\n"}, Channel.SMS),
        (SMS | {"Body": "UNSUBSCRIBE"}, Channel.SMS),
        (WHATSAPP | {"Body": "STOP"}, Channel.WHATSAPP),
    ],
)
def test_the_wish_to_stop_comes_after_the_message(fields, channel):
    message, wish = read(fields)

    assert wish == OptedOut(sender=PHONE, channel=channel)
    assert message.text == fields["Body"]


@pytest.mark.parametrize(
    "fields",
    [
        SMS | {"Body": "START", "OptOutType": "START"},
        SMS | {"Body": "HELP", "OptOutType": "HELP"},
        SMS | {"Body": "please stop him"},
        WHATSAPP | {"Body": "end"},  # an answer like any other there: nobody blocks us for it
    ],
)
def test_other_words_are_no_wish_to_stop(fields):
    (event,) = read(fields)

    assert isinstance(event, Incoming)


@pytest.mark.parametrize(
    "text", ["", " kept ", "🙂🇰🇪", "a\r\nb", "\0\x07\x1b[2J\u202e", "x" * 10_000, "<b>'--"]
)
def test_words_come_as_they_were_written(text):
    assert read(SMS | {"Body": text})[0].text == text


@pytest.mark.parametrize("who", ["TWILIO", "20880", "+anonymous"])
def test_a_sender_that_is_no_number_is_still_somebody(who):
    assert read(SMS | {"From": who})[0].sender == who


@pytest.mark.parametrize(
    "fields",
    [
        {"From": ""},
        {"From": "whatsapp:"},
        {"From": "messenger:123"},
        {"From": "x" * 1000},
        {"From": "+25479\0"},
        {"MessageSid": "", "SmsMessageSid": "", "SmsSid": ""},
        {"MessageSid": "SM\u202e1"},
        {"MessageSid": "S" * 1000},
    ],
)
def test_without_a_true_sender_or_id_nothing_is_made_up(fields):
    with pytest.raises(Unreadable):
        read(SMS | fields)


@pytest.mark.parametrize("body", [b"", b"\xff=1", b"a=1", b"&" * 1000])
def test_what_is_not_documented_is_unreadable(body):
    with pytest.raises(Unreadable):
        provider.read(posted(body))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b"1" * 10_000]
)
def test_json_that_is_not_documented_is_unreadable(body):
    with pytest.raises(Unreadable):
        provider.read(posted_json(body))


@pytest.mark.parametrize("fields", [SMS, WHATSAPP, STATUS])
def test_unknown_fields_change_nothing(fields):
    assert read(fields | {"NewField": "1", "é": "🙂", "": "x", "from": "x"}) == read(fields)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("accepted", SendState.QUEUED),
        ("scheduled", SendState.QUEUED),
        ("queued", SendState.QUEUED),
        ("sending", SendState.QUEUED),
        ("sent", SendState.SENT),
        ("delivered", SendState.DELIVERED),
        ("read", SendState.READ),
    ],
)
def test_each_report_is_a_state(status, state):
    assert read(STATUS | {"MessageStatus": status}) == [
        StatusChange(provider_id="SM7", state=state)
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, "30003"),
        ({"MessageStatus": "failed", "ErrorCode": "63016"}, "63016"),
        ({"MessageStatus": "failed"}, "failed"),
        ({"MessageStatus": "failed", "ErrorCode": "call +254799000201"}, "failed"),
        ({"MessageStatus": "canceled"}, "canceled"),
    ],
)
def test_a_failure_carries_their_code(fields, reason):
    assert read(STATUS | fields) == [
        StatusChange(provider_id="SM7", state=SendState.FAILED, reason=reason)
    ]


def test_a_report_of_the_old_form_is_read():
    fields = {"SmsSid": "SM7", "SmsStatus": "sent", "To": PHONE}

    assert read(fields) == [StatusChange(provider_id="SM7", state=SendState.SENT)]


def test_late_twice_and_out_of_order_each_says_what_it_says():
    order = ["read", "sent", "delivered", "sent"]

    states = [read(STATUS | {"MessageStatus": status})[0].state for status in order]

    assert states == [SendState.READ, SendState.SENT, SendState.DELIVERED, SendState.SENT]


def test_a_status_nobody_documented_is_passed_over():
    assert read(STATUS | {"MessageStatus": "teleported"}) == []


def test_nothing_waits_to_be_pulled():
    assert list(provider.pull({})) == []
    assert provider.put_away(["1"], {}) is None
