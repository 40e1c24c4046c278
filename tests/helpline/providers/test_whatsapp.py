"""What Meta posts for WhatsApp: whether it is genuine, and what it says."""

import json
from datetime import UTC, datetime

import pytest

from kimbilio.helpline.choices import Channel, MessageKind, ProviderKind, SendState
from kimbilio.helpline.events import Incoming, Media, StatusChange
from kimbilio.helpline.providers.base import Forged, Posting, Provider, Unreadable
from kimbilio.helpline.providers.whatsapp import WhatsApp
from tests.helpline.providers.whatsapp_postings import (
    PHONE,
    SECRET,
    message,
    posted,
    status,
    value,
    whole,
)

provider: Provider = WhatsApp()
SETTINGS = {"app_secret": SECRET, "verify_token": "our-word"}


def read(*messages, **more):
    return provider.read(posted(whole(value(*messages, **more))))


def one(*messages, **more):
    (event,) = read(*messages, **more)
    return event


def asking(**query):
    names = {"mode": "subscribe", "verify_token": "our-word", "challenge": "1158201444"} | query
    return Posting(
        method="GET",
        url="https://kimbilio.example/helpline/in/abc",
        query={f"hub.{name}": said for name, said in names.items() if said is not None},
    )


def test_whoever_knows_our_word_hears_the_challenge():
    reply = provider.greet(asking(), SETTINGS)

    assert (reply.status, reply.body) == (200, "1158201444")
    assert reply.content_type.startswith("text/plain")


@pytest.mark.parametrize(
    "query",
    [
        {"verify_token": "other"}, {"verify_token": ""}, {"verify_token": None}, {"mode": None},
        {"mode": "unsubscribe"}, {"verify_token": "our-wörd"}, {"verify_token": "\ud800"},
    ],
)  # fmt: skip
def test_nobody_else_hears_it(query):
    reply = provider.greet(asking(**query), SETTINGS)

    assert (reply.status, reply.body) == (403, "")


def test_an_account_without_a_word_greets_nobody():
    assert provider.greet(asking(verify_token=""), {"verify_token": ""}).status == 403
    assert provider.greet(asking(verify_token=""), {}).status == 403


def test_a_signature_of_theirs_is_accepted():
    provider.check(posted(whole(value(message()))), SETTINGS)
    provider.check(posted(b"{}"), SETTINGS)


@pytest.mark.parametrize(
    "signature",
    [
        "", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "0" * 64, "sha256=ü", "\ud800",
    ],
)  # fmt: skip
def test_a_wrong_signature_is_a_forgery(signature):
    posting = posted(whole(value(message())), **{"x-hub-signature-256": signature})

    with pytest.raises(Forged):
        provider.check(posting, SETTINGS)


def test_a_missing_signature_is_a_forgery():
    with pytest.raises(Forged):
        provider.check(
            Posting(method="POST", url="https://kimbilio.example/x", body=b"{}"), SETTINGS
        )


def test_the_signature_is_of_exactly_these_bytes_and_of_our_secret():
    genuine = posted(whole(value(message())))
    changed = Posting(
        method="POST", url=genuine.url, body=genuine.body + b" ", headers=genuine.headers
    )

    with pytest.raises(Forged):
        provider.check(changed, SETTINGS)
    with pytest.raises(Forged):
        provider.check(posted(b"{}", secret="another"), SETTINGS)


def test_without_a_secret_nothing_is_genuine():
    for settings in ({}, {"app_secret": ""}, {"app_secret": "  "}):
        with pytest.raises(Forged):
            provider.check(posted(b"{}", secret=settings.get("app_secret", "").strip()), settings)


def test_a_forged_posting_is_not_looked_into():
    with pytest.raises(Forged):
        provider.check(posted(b"\xff{broken", secret="another"), SETTINGS)


def test_a_text_arrives_with_sender_name_and_moment():
    assert one(message()) == Incoming(
        provider_id="wamid.1",
        channel=Channel.WHATSAPP,
        sender=f"+{PHONE}",
        sender_name="Amani",
        text="Habari",
        sent_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("kind", "mime", "expected"),
    [
        ("image", "image/jpeg", MessageKind.PICTURE),
        ("sticker", "image/webp", MessageKind.PICTURE),
        ("audio", "audio/ogg; codecs=opus", MessageKind.VOICE),
        ("video", "video/mp4", MessageKind.FILE),
        ("document", "application/pdf", MessageKind.FILE),
        ("image", "application/x-msdownload", MessageKind.PICTURE),
    ],
)
def test_media_wait_at_the_provider(kind, mime, expected):
    part = {
        "id": "5550001",
        "mime_type": mime,
        "sha256": "x",
        "caption": "Ona",
        "filename": "a.pdf",
    }

    event = one(message(kind, part | {"voice": True}))

    assert event.media == Media(type=mime, name="a.pdf", reference="5550001")
    assert (event.kind, event.text) == (expected, "Ona")


def test_a_place_arrives_with_its_name():
    part = {"latitude": -4.0435, "longitude": 39.6682, "name": "Stendi", "address": "Mombasa"}

    event = one(message("location", part))

    assert (event.kind, event.place) == (MessageKind.PLACE, (-4.0435, 39.6682))
    assert event.text == "Stendi Mombasa"


@pytest.mark.parametrize(
    ("kind", "part", "text"),
    [
        ("button", {"payload": "yes", "text": "Ndiyo"}, "Ndiyo"),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "1", "title": "Sasa"}}, "Sasa"),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "1", "title": "Kesho"}}, "Kesho"),
    ],
)  # fmt: skip
def test_what_they_chose_is_what_they_said(kind, part, text):
    event = one(message(kind, part))

    assert (event.kind, event.text) == (MessageKind.TEXT, text)


def test_a_contact_is_noted_with_its_numbers():
    contacts = [
        {"name": {"formatted_name": "Baraka", "first_name": "Baraka"},
         "phones": [{"phone": "+254 799 000302", "wa_id": "254799000302"}, {"wa_id": "254799000303"}]},
        {"phones": []},
    ]  # fmt: skip

    event = one(message("contacts", contacts))

    assert event.kind == MessageKind.NOTE
    assert "Baraka, +254 799 000302, 254799000303" in event.text


def test_a_reaction_and_its_end_are_noted():
    given = one(message("reaction", {"message_id": "wamid.9", "emoji": "👍"}))
    taken = one(message("reaction", {"message_id": "wamid.9"}))

    assert (given.kind, taken.kind) == (MessageKind.NOTE, MessageKind.NOTE)
    assert "👍" in given.text
    assert taken.text not in ("", given.text)


@pytest.mark.parametrize(
    "found",
    [
        message("poll", {"question": "?"}),
        message("unsupported", {"type": "poll_creation"}, errors=[{"code": 131051}]),
        message("order", {"catalog_id": "1"}),
        message("interactive", {"type": "nfm_reply", "nfm_reply": {}}),
        message("location", {"latitude": "x", "longitude": 1}),
        message("location", {"latitude": 91, "longitude": 1}),
        message("location", {"latitude": float("nan"), "longitude": 1}),
        message("image", {"mime_type": "image/png"}),
        message("image", "no object"),
        message(None, None, type=None),
        message(7, None),
    ],
)
def test_a_kind_that_nobody_taught_us_is_kept_as_a_note(found):
    event = one(found)

    assert (event.kind, event.sender, event.provider_id) == (
        MessageKind.NOTE, f"+{PHONE}", "wamid.1",
    )  # fmt: skip
    assert event.text
    assert event.media is None


def test_words_within_an_unknown_kind_are_kept():
    assert "Nisaidie" in one(message("letter", {"body": "Nisaidie"})).text
    assert "Nisaidie" in one(message("image", {"caption": "Nisaidie"})).text


def test_a_change_of_number_is_noted():
    event = one(message("system", {"body": "Amani changed number", "type": "user_changed_number"}))

    assert (event.kind, event.text) == (MessageKind.NOTE, "Amani changed number")


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("sent", SendState.SENT), ("delivered", SendState.DELIVERED), ("read", SendState.READ),
        ("played", SendState.READ),
    ],
)  # fmt: skip
def test_reports_are_read(said, state):
    assert read(statuses=[status(said)]) == [StatusChange(provider_id="wamid.9", state=state)]


def test_a_failure_carries_its_code():
    errors = [{"code": 131026, "title": "Message undeliverable", "error_data": {"details": "x"}}]

    assert read(statuses=[status("failed", errors=errors)]) == [
        StatusChange(provider_id="wamid.9", state=SendState.FAILED, reason="131026")
    ]
    assert read(statuses=[status("failed")])[0].reason == "failed"


def test_reports_out_of_order_are_told_as_they_come():
    states = [event.state for event in read(statuses=[status("read"), status("sent")])]

    assert states == [SendState.READ, SendState.SENT]


def test_reports_we_do_not_know_are_passed_over():
    assert read(statuses=[status("warning"), status("deleted"), status("sent", id=None)]) == []


def test_a_replay_is_the_same_message():
    assert one(message()) == one(message())


def test_several_entries_changes_and_numbers_of_ours_are_all_read():
    found = whole(
        value(message(id="wamid.1"), message(id="wamid.2"), statuses=[status("sent")]),
        value(message(id="wamid.3"), line="1060000002"),
    )
    found["entry"] += whole(value(message(id="wamid.4")))["entry"]

    events = provider.read(posted(found))

    assert [event.provider_id for event in events] == [
        "wamid.1", "wamid.2", "wamid.9", "wamid.3", "wamid.4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "found",
    [
        whole(value(), field="message_template_status_update"),
        whole(value(message()), field="smb_message_echoes"),
        whole(value() | {"errors": [{"code": 131000}]}),
        whole({"messaging_product": "whatsapp"}),
        {"object": "whatsapp_business_account", "entry": []},
        whole() | {"new_field": [1, 2]},
    ],
)
def test_what_is_no_message_is_passed_over(found):
    assert provider.read(posted(found)) == []


def test_fields_we_do_not_know_harm_nothing():
    event = one(message(text={"body": "Habari", "new": {}}, context={"id": "wamid.0"}, referral=[]))

    assert event.text == "Habari"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"7", b"null", b'"text"', b"\xff\xfe", b"{}", b"[" * 100_000,
        b'{"object": "page", "entry": []}',
        b'{"object": "whatsapp_business_account", "entry": {}}'.replace(b"{}", b'"x"'),
        json.dumps(whole(value()) | {"entry": ["x"]}).encode(),
        json.dumps(whole(value("no object"))).encode(),
        json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": [[]]}]}).encode(),
        b'{"object": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_not_in_the_documented_form_is_unreadable(body):
    with pytest.raises(Unreadable):
        provider.read(posted(body))


@pytest.mark.parametrize(
    "text", ["😢🙏", "ä" * 10_000, "a\x00b\x07\n\tc", "", "{{1}} %s", "ŵ" * 300_000]
)
def test_texts_of_any_kind_arrive(text):
    assert one(message(part={"body": text})).text == text


def test_half_an_emoji_can_be_kept():
    event = one(message(part={"body": "a\ud83d"}), contacts=[
        {"profile": {"name": "\ud83d"}, "wa_id": PHONE}])  # fmt: skip

    assert event.text.encode() == b"a?"
    assert event.sender_name == "?"


@pytest.mark.parametrize(
    ("writer", "sender"),
    [
        ("not a number", "not a number"),
        ("US.1349120", "US.1349120"),
        (None, ""),
        (7, "+7"),
        ([], ""),
    ],
)
def test_a_sender_that_is_no_number_is_kept_as_it_is_written(writer, sender):
    found = message() | {"from": writer}

    assert one(found).sender == sender


def test_who_hides_the_number_is_known_by_the_id_they_have_with_us():
    found = message(from_user_id="KE.13491208655302741918") | {"from": None}

    assert one(found).sender == "KE.13491208655302741918"


@pytest.mark.parametrize("moment", ["", "x", "-1", "9" * 30, "9" * 5000, None, "946684799", 1e300])
def test_a_moment_that_is_none_is_left_out(moment):
    assert one(message(timestamp=moment)).sent_at is None


@pytest.mark.parametrize("identity", ["", None, "x" * 300, "ü", {}])
def test_a_message_without_a_usable_id_is_known_again_by_its_content(identity):
    first, second = one(message() | {"id": identity}), one(message() | {"id": identity})
    other = one(message(part={"body": "Nyingine"}) | {"id": identity})

    assert first.provider_id == second.provider_id != other.provider_id


def test_a_posting_of_a_megabyte_is_read_at_once():
    texts = [message(id=f"wamid.{n}", part={"body": "Habari " * 100}) for n in range(1200)]

    events = read(*texts)

    assert len(events) == 1200


def test_nothing_is_answered_at_once_and_nothing_waits():
    assert provider.answer(posted(b"{}"), SETTINGS).body == ""
    assert list(provider.pull(SETTINGS)) == []
    assert provider.put_away(["x"], SETTINGS) is None
    assert provider.channels == (Channel.WHATSAPP,)
    assert ProviderKind.WHATSAPP == "whatsapp"
