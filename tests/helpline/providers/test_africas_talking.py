"""Africa's Talking: who may post, and what their messages, reports and pages of the menu become."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import Incoming, OptedOut, StatusChange
from kimbilio.helpline.providers.base import LARGEST, Forged, Posting, Unreadable
from tests.helpline.providers.africas_talking_postings import (
    CALL,
    CALL_END,
    DIALLED,
    FORM,
    MENU,
    MENU_END,
    PHONE,
    REPORT,
    SMS,
    posted,
    provider,
    read,
    typed,
)


def test_without_named_addresses_the_secret_address_is_enough():
    provider.check(posted(SMS), {})
    provider.check(posted(SMS, kind=f"{FORM}; charset=UTF-8"), {"allowed_addresses": " "})


@pytest.mark.parametrize("peer", ["198.51.100.7", "::ffff:198.51.100.7", "203.0.113.200"])
def test_a_named_address_is_let_in(peer):
    settings = {"allowed_addresses": "198.51.100.7, 203.0.113.128/25"}

    provider.check(posted(SMS, **{"x-real-peer": peer}), settings)


@pytest.mark.parametrize(
    "peer", ["198.51.100.8", "203.0.113.1", "", "localhost", "198.51.100.7, 1.2.3.4"]
)
def test_any_other_peer_is_not(peer):
    settings = {"allowed_addresses": "198.51.100.7, 203.0.113.128/25"}

    with pytest.raises(Forged):
        provider.check(posted(SMS, **{"x-real-peer": peer}), settings)


def test_what_a_stranger_writes_about_himself_is_not_believed():
    headers = {"x-forwarded-for": "198.51.100.7", "x-real-ip": "198.51.100.7"}

    with pytest.raises(Forged):
        provider.check(posted(SMS, **headers), {"allowed_addresses": "198.51.100.7"})


def test_a_slip_in_the_setting_lets_nobody_in():
    headers = {"x-real-peer": "198.51.100.7"}

    with pytest.raises(Forged):
        provider.check(posted(SMS, **headers), {"allowed_addresses": "198.51.100.x"})


@pytest.mark.parametrize(
    "kind", ["", "application/json", "multipart/form-data; boundary=x", "text/plain"]
)
def test_what_is_no_form_is_not_theirs(kind):
    with pytest.raises(Forged):
        provider.check(posted(SMS, kind=kind), {})


def test_what_is_no_post_is_not_theirs():
    with pytest.raises(Forged):
        provider.check(Posting("GET", "https://help.example/", b"", FORM), {})
    assert provider.greet(Posting("GET", "https://help.example/"), {}).status == 404


def test_an_sms_is_read():
    assert read(SMS) == [
        Incoming(
            provider_id=SMS["id"],
            channel=Channel.SMS,
            sender=PHONE,
            kind=MessageKind.TEXT,
            text="Habari",
        )
    ]
    assert provider.answer(posted(SMS), {}).body == ""


def test_the_same_sms_again_has_the_same_id():
    again = read(SMS | {"date": "2026-03-02 09:00:00", "retryCount": "1"})

    assert [one.provider_id for one in again] == [one.provider_id for one in read(SMS)]


def test_its_moment_is_believed_with_a_zone_only():
    (with_zone,) = read(SMS | {"date": "2026-03-02T08:15:27Z"})

    assert with_zone.sent_at == datetime(2026, 3, 2, 8, 15, 27, tzinfo=UTC)
    for date in ("2026-03-02 08:15:27", "", "yesterday", "0001-01-01T00:00:00Z", "9" * 5000):
        assert read(SMS | {"date": date})[0].sent_at is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " spaces kept ",
        "🙂🇰🇪",
        "a\nb\r\nc",
        "\0\x07\x1b[2J\u202e",
        "x" * 10_000,
        "*#;--' OR 1=1",
        "%00",
    ],
)
def test_words_come_as_they_were_written(text):
    assert read(SMS | {"text": text})[0].text == text


@pytest.mark.parametrize("who", ["Safaricom", "20880", "MPESA-2", "+25479900010x", "Wanjikũ"])
def test_a_sender_that_is_no_number_is_still_somebody(who):
    assert read(SMS | {"from": who})[0].sender == who


@pytest.mark.parametrize("name", ["from", "id"])
@pytest.mark.parametrize("value", ["", " ", "x" * 1000, "a\0b", "a\u202eb"])
def test_without_a_true_sender_or_id_nothing_is_made_up(name, value):
    with pytest.raises(Unreadable):
        read(SMS | {name: value, "linkId": ""})


def test_without_an_id_the_link_is_the_id():
    fields = {name: value for name, value in SMS.items() if name != "id"}

    assert read(fields)[0].provider_id == "SampleLinkId123"


def test_the_wish_for_no_more_is_read():
    fields = {"senderId": "20880", "phoneNumber": PHONE}

    assert read(fields) == [OptedOut(sender=PHONE, channel=Channel.SMS)]


def test_a_paid_subscription_is_passed_over():
    fields = {
        "phoneNumber": PHONE,
        "shortCode": "20880",
        "keyword": "x",
        "updateType": "deletion",
    }

    assert read(fields) == []


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Sent", SendState.SENT),
        ("Submitted", SendState.SENT),
        ("Buffered", SendState.SENT),
        ("Success", SendState.DELIVERED),
    ],
)
def test_each_report_is_a_state(status, state):
    assert read(REPORT | {"status": status}) == [StatusChange(provider_id="ATXid_1", state=state)]


@pytest.mark.parametrize("status", ["Failed", "Rejected"])
def test_a_failure_carries_their_word(status):
    fields = REPORT | {"status": status, "failureReason": "UserInBlackList"}

    assert read(fields) == [
        StatusChange(provider_id="ATXid_1", state=SendState.FAILED, reason="UserInBlackList")
    ]


def test_a_reason_that_is_no_word_of_theirs_is_dropped():
    fields = REPORT | {"status": "Failed", "failureReason": "call +254799000101 <b>"}

    assert read(fields)[0].reason == ""


def test_late_twice_and_out_of_order_each_says_what_it_says():
    order = ["Success", "Sent", "Success", "Buffered"]

    states = [read(REPORT | {"status": status})[0].state for status in order]

    assert states == [
        SendState.DELIVERED,
        SendState.SENT,
        SendState.DELIVERED,
        SendState.SENT,
    ]


def test_a_status_nobody_documented_is_passed_over():
    assert read(REPORT | {"status": "Expired"}) == []


def test_the_first_page_and_the_following_ones_go_on():
    assert provider.answer(typed(""), {}).body.startswith("CON Choose a language")
    assert provider.answer(typed("2"), {}).body.startswith("CON 1 Toa taarifa")
    assert provider.answer(typed("2*1*Habari"), {}).body.startswith("CON Ni wapi?")


def test_the_last_page_ends_it():
    assert provider.answer(typed("2*1*Habari*0"), {}).body.startswith("END Asante")
    assert provider.answer(typed("1*2*1"), {}).body.startswith("END Thank you")
    assert provider.answer(typed("1*3"), {}).body.startswith("END Police 999")
    assert provider.answer(typed("1*3"), {}).content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize("text", ["", "1", "1*1", "1*2", "1*3", "9", "1*9"])
def test_looking_around_leaves_nothing(text):
    assert provider.read(typed(text)) == []


def test_a_story_is_kept_as_soon_as_it_is_typed():
    story = Incoming(
        provider_id="ATUid_1", channel=Channel.USSD, sender=PHONE, text="They took my papers"
    )
    place = Incoming(
        provider_id="ATUid_1-where", channel=Channel.USSD, sender=PHONE, text="Near the bridge"
    )

    assert provider.read(typed("1*1*They took my papers")) == [story]
    assert provider.read(typed("1*1*They took my papers*0")) == [story]
    assert provider.read(typed("1*1*They took my papers*Near the bridge")) == [story, place]


def test_to_be_called_is_one_message_that_says_so():
    assert provider.read(typed("2*2*2")) == [
        Incoming(
            provider_id="ATUid_1",
            channel=Channel.USSD,
            sender=PHONE,
            text="Asubuhi",
            wants_call=True,
        )
    ]


def test_the_end_of_a_visit_says_nothing_new():
    assert read(MENU_END) == []
    assert read(MENU_END | {"status": "Incomplete"}) == []
    assert provider.answer(posted(MENU_END), {}).body == ""


def test_a_page_that_is_posted_twice_is_the_same_message():
    assert provider.read(typed("1*2*1")) == provider.read(typed("1*2*1"))


def test_without_a_session_or_number_nothing_is_made_up():
    for name in ("sessionId", "phoneNumber"):
        with pytest.raises(Unreadable):
            read(MENU | {"text": "1*2*1", name: ""})


@pytest.mark.parametrize(
    "fields", [SMS, REPORT, MENU | {"text": "1*2*1"}, CALL, CALL_END | DIALLED]
)
def test_unknown_fields_change_nothing(fields):
    strange = {"newField": "1", "From": "x", "é": "🙂", "": "x", "__proto__": "x"}

    assert read(fields | strange) == read(fields)


@pytest.mark.parametrize(
    "body",
    [
        urlencode({f"f{n}": "x" for n in range(5000)}).encode(),
        b"from=%2B254799000101&text=a&id=1&" + b"x&" * 1000,
        b"\xff\xfe from=1",
        b"",
        b"id=1",
        b"sessionId=1",
        b"{}",
    ],
)
def test_what_is_not_documented_is_unreadable_and_answered_nothing(body):
    with pytest.raises(Unreadable):
        provider.read(posted(body))
    assert provider.answer(posted(body), {}).body == ""


def test_a_megabyte_is_read_or_refused_and_breaks_nothing():
    room = LARGEST - len(urlencode(SMS | {"text": ""}))

    assert len(read(SMS | {"text": "x" * room})[0].text) == room
    assert provider.answer(typed("1*1*" + "x" * (LARGEST - 100)), {}).body.startswith("CON")


def test_of_a_name_given_twice_the_last_counts_for_all_of_us():
    body = urlencode([("sessionId", "1"), *MENU.items(), ("text", "1*3")]).encode()

    assert provider.read(posted(body)) == []
    assert provider.answer(posted(body), {}).body.startswith("END Police")


def test_nothing_waits_to_be_pulled():
    assert list(provider.pull({})) == []
    assert provider.put_away(["1"], {}) is None
