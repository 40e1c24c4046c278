"""Sending by WhatsApp and fetching media, against a server on this machine."""

import json

import pytest

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.events import Media
from kimbilio.helpline.providers import web, whatsapp
from kimbilio.helpline.providers.base import Outgoing, TryLater, Unreadable, WillNotSend
from kimbilio.helpline.providers.whatsapp import WhatsApp
from tests.helpline.providers.listening import Told, listening

PHONE = "+254799000301"
provider = WhatsApp()


def outgoing(**parts):
    parts = {
        "channel": Channel.WHATSAPP,
        "to": PHONE,
        "text": "Habari 🙂",
        "key": "our-key",
    } | parts
    return Outgoing(**parts)


def taken(**parts):
    told = {
        "messaging_product": "whatsapp",
        "contacts": [{"input": PHONE, "wa_id": PHONE[1:]}],
        "messages": [{"id": "wamid.5", "message_status": "accepted"}],
    }
    return Told(200, json.dumps(told | parts).encode())


def refused_with(code, status=400):
    error = {"message": "no", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
    return Told(status, json.dumps({"error": error}).encode())


@pytest.fixture
def server():
    with listening() as found:
        found.tell(taken())
        yield found


@pytest.fixture
def settings(server):
    return {
        "phone_number_id": "1060000001",
        "access_token": "token-1",
        "app_secret": "app-secret-1",
        "base_url": server.base + "/",
    }


def test_a_text_goes_to_one_number(server, settings):
    assert provider.send(outgoing(), settings) == "wamid.5"

    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/1060000001/messages")
    assert asked.headers["authorization"] == "Bearer token-1"
    assert json.loads(asked.body) == {
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": PHONE[1:],
        "type": "text", "text": {"preview_url": False, "body": "Habari 🙂"},
    }  # fmt: skip


def test_after_24_hours_the_words_travel_inside_the_template(server, settings):
    settings |= {"template": "neutral_note", "template_language": "sw"}

    provider.send(outgoing(text="Tuko\nhapa.", is_conversation=False), settings)

    sent = json.loads(server.asked[0].body)
    assert sent["type"] == "template"
    assert "text" not in sent
    assert sent["template"] == {
        "name": "neutral_note",
        "language": {"code": "sw"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "Tuko hapa."}]}],
    }


def test_after_24_hours_without_a_template_nothing_goes(server, settings):
    with pytest.raises(WillNotSend) as raised:
        provider.send(outgoing(is_conversation=False), settings)

    assert raised.value.reason == "131047"
    assert server.asked == []


@pytest.mark.parametrize(
    "parts",
    [
        {"to": ""}, {"to": "amani"}, {"to": "0799000301"}, {"to": f"{PHONE},{PHONE}"},
        {"to": "+254799000301/../me"}, {"text": ""}, {"text": "a" * 4097},
    ],
)  # fmt: skip
def test_what_can_never_go_is_refused_before_anybody_is_asked(server, settings, parts):
    with pytest.raises(WillNotSend):
        provider.send(outgoing(**parts), settings)

    assert server.asked == []


def test_a_text_too_long_for_the_template_is_refused(server, settings):
    settings["template"] = "neutral_note"

    for text in ("a" * 1025, " \n "):
        with pytest.raises(WillNotSend):
            provider.send(outgoing(text=text, is_conversation=False), settings)

    assert server.asked == []


def test_a_phone_number_id_cannot_lead_elsewhere(server, settings):
    provider.send(outgoing(), settings | {"phone_number_id": "../me?x="})

    assert server.asked[0].path == "/..%2Fme%3Fx%3D/messages"


@pytest.mark.parametrize(
    "code", [0, 1, 2, 4, 10, 190, 200, 299, 80007, 130429, 131000, 131016, 131048, 131056, 133004]
)
def test_these_answers_mean_later(server, settings, code):
    server.tell(refused_with(code))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


@pytest.mark.parametrize("code", [33, 100, 368, 131026, 131047, 131051, 132001, 132015, 999999])
def test_these_answers_mean_never(server, settings, code):
    server.tell(refused_with(code))

    with pytest.raises(WillNotSend) as raised:
        provider.send(outgoing(), settings)
    assert raised.value.reason == str(code)


@pytest.mark.parametrize(
    "told",
    [
        Told(429), Told(500, b"rubbish"), Told(503), refused_with(131026, status=500), Told(200),
        Told(200, b"<html>"), Told(200, b"[]"), Told(200, b"null"), Told(200, b'{"messages": []}'),
        Told(200, b'{"messages": [{"id": 7}]}'), Told(200, b'{"messages": {"id": "x"}}'),
        Told(302, headers={"location": "/elsewhere"}), Told(200, b"x" * 10, cut=True),
        Told(200, b"[" * 100_000), Told(200, b" " * (1024 * 1024 + 1)),
    ],
)  # fmt: skip
def test_trouble_on_their_side_means_later(server, settings, told):
    server.tell(told)

    with pytest.raises(TryLater) as raised:
        provider.send(outgoing(), settings)
    assert str(raised.value) == ""
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Told(404, b"<html>"), "404"),
        (Told(400, b'{"error": "text"}'), "400"),
        (Told(400, b'{"error": {"code": "190"}}'), "400"),
        (Told(200, b'{"error": {"code": 131026}}'), "131026"),
    ],
)
def test_a_refusal_in_another_form_is_a_refusal(server, settings, told, reason):
    server.tell(told)

    with pytest.raises(WillNotSend) as raised:
        provider.send(outgoing(), settings)
    assert raised.value.reason == reason


def test_who_does_not_answer_is_not_waited_for_long(server, settings, monkeypatch):
    monkeypatch.setattr(web, "SILENCE", 0.2)
    server.tell(Told(200, waits=1))

    with pytest.raises(TryLater):
        provider.send(outgoing(), settings)


def test_nobody_on_the_line_means_later(settings):
    with pytest.raises(TryLater):
        provider.send(outgoing(), settings | {"base_url": "http://127.0.0.1:1"})


def test_the_key_goes_to_no_other_machine_unprotected(settings):
    with pytest.raises(WillNotSend):
        provider.send(outgoing(), settings | {"base_url": "http://provider.example"})


def lies_at(url, **more):
    told = {"messaging_product": "whatsapp", "url": url, "mime_type": "image/jpeg", "id": "555"}
    return Told(200, json.dumps(told | {"sha256": "x", "file_size": "4"} | more).encode())


def test_a_medium_is_fetched_in_two_steps(server, settings):
    server.tell(lies_at(f"{server.base}/attachments/?mid=555"), Told(200, b"\xff\xd8\xff\xe0"))

    assert provider.fetch(Media(reference="555"), settings) == b"\xff\xd8\xff\xe0"

    assert [asked.path for asked in server.asked] == ["/555", "/attachments/?mid=555"]
    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer token-1"}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x", "https://fbsbx.com.evil.example/x", "http://lookaside.fbsbx.com/x",
        "https://evilfbsbx.com/x", "ftp://127.0.0.1/x", "", "https://[", None, 7,
    ],
)  # fmt: skip
def test_the_key_is_shown_to_nobody_but_them(server, settings, url):
    server.tell(lies_at(url))

    with pytest.raises(Unreadable):
        provider.fetch(Media(reference="555"), settings)
    assert len(server.asked) == 1


def test_their_own_keepers_are_known():
    for host in ("lookaside.fbsbx.com", "scontent.xx.fbcdn.net", "mmg.whatsapp.net"):
        assert whatsapp._is_keeper(f"https://{host}/x?mid=1", whatsapp.API)


@pytest.mark.parametrize("reference", ["", "../me", "555/messages", "5" * 101, "555?x=1", "ü"])
def test_a_reference_that_is_no_id_asks_nobody(server, settings, reference):
    with pytest.raises(Unreadable):
        provider.fetch(Media(reference=reference), settings)

    assert server.asked == []


def test_a_medium_that_is_too_large_is_not_fetched(server, settings):
    for size in ("26214401", "x", "-1", "9" * 40, "9" * 5000):
        server.asked.clear()
        server.tell(lies_at(f"{server.base}/a", file_size=size))
        with pytest.raises(Unreadable):
            provider.fetch(Media(reference="555"), settings)
        assert len(server.asked) == 1


def test_a_medium_larger_than_it_claimed_is_dropped(server, settings, monkeypatch):
    monkeypatch.setattr(whatsapp, "LARGEST_MEDIA", 10)
    server.tell(lies_at(f"{server.base}/a"), Told(200, b"x" * 11))

    with pytest.raises(Unreadable):
        provider.fetch(Media(reference="555"), settings)


@pytest.mark.parametrize(
    ("first", "second", "error"),
    [
        (Told(500), None, TryLater),
        (refused_with(190, 401), None, TryLater),
        (refused_with(100), None, WillNotSend),
        (Told(200, b"rubbish"), None, TryLater),
        ("good", Told(404), TryLater),
        ("good", Told(429), TryLater),
        ("good", Told(403), Unreadable),
        ("good", Told(302, headers={"location": "https://evil.example"}), Unreadable),
    ],
)
def test_what_goes_wrong_decides_whether_it_is_asked_again(server, settings, first, second, error):
    first = lies_at(f"{server.base}/a") if first == "good" else first
    server.tell(*filter(None, (first, second)))

    with pytest.raises(error):
        provider.fetch(Media(reference="555"), settings)
