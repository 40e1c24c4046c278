"""Asking a provider: what comes back, and what is raised when nothing good does."""

import socket

import pytest

from kimbilio.helpline.providers import web
from kimbilio.helpline.providers.base import TryLater, Unreadable, WillNotSend
from tests.helpline.providers.listening import Told, listening

SECRET = "key-that-nobody-reads"
NUMBER = "+254799000101"


@pytest.fixture
def server():
    with listening() as found:
        yield found


def test_fields_travel_as_a_form_with_name_and_password(server):
    server.tell(Told(201, b'{"a": 1}', {"content-type": "application/json"}))

    answered = web.request("POST", server.base, fields={"to": NUMBER, "é": "a&b"}, basic=("n", "p"))

    (asked,) = server.asked
    assert asked.fields == {"to": NUMBER, "é": "a&b"}
    assert asked.headers["authorization"] == "Basic bjpw"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert (answered.status, answered.json(), answered.content_type) == (
        201,
        {"a": 1},
        "application/json",
    )
    assert answered.is_fine


def test_json_and_bytes_travel_as_they_are(server):
    web.request("POST", server.base, json={"text": "Habari 🙂"})
    web.request("POST", server.base, body=b"\x00\xff", headers={"content-type": "audio/ogg"})

    one, two = server.asked
    assert one.body == b'{"text": "Habari \\ud83d\\ude42"}'
    assert one.headers["content-type"] == "application/json"
    assert (two.body, two.headers["content-type"]) == (b"\x00\xff", "audio/ogg")


def test_fields_of_a_get_stand_in_the_address(server):
    web.request("GET", f"{server.base}/media?a=1", fields={"b": "2 3"})

    assert (server.asked[0].path, server.asked[0].body) == ("/media?a=1&b=2+3", b"")


def test_a_redirect_is_told_and_not_followed(server):
    server.tell(Told(302, b"", {"location": "https://elsewhere.example/x"}))

    answered = web.request("GET", server.base)

    assert (answered.status, answered.location) == (302, "https://elsewhere.example/x")
    assert not answered.is_fine
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_too_many_and_their_own_errors_mean_later(server, status):
    server.tell(Told(status, b"oops"))

    with pytest.raises(TryLater):
        web.request("POST", server.base)

    assert len(server.asked) == 1  # the caller decides when to try again


def test_a_slow_server_means_later(server, monkeypatch):
    monkeypatch.setattr(web, "SILENCE", 0.2)
    server.tell(Told(waits=1))

    with pytest.raises(TryLater):
        web.request("GET", server.base)


def test_a_byte_now_and_then_does_not_hold_us(server, monkeypatch):
    monkeypatch.setattr(web, "PATIENCE", 0.2)
    server.tell(Told(body=b"x" * 100, drips=0.05))

    with pytest.raises(TryLater):
        web.request("GET", server.base)


def test_an_answer_that_breaks_off_means_later(server):
    server.tell(Told(body=b"half", cut=True))

    with pytest.raises(TryLater):
        web.request("GET", server.base)


def test_nobody_listening_and_no_http_mean_later():
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    with pytest.raises(TryLater):
        web.request("GET", f"http://127.0.0.1:{closed}/")


def test_a_certificate_that_nobody_vouches_for_means_later(server):
    with pytest.raises(TryLater):
        web.request("GET", server.base.replace("http:", "https:"))


def test_an_endless_answer_is_not_read(server):
    server.tell(Told(body=b"x" * (2 * 1024 * 1024)))

    with pytest.raises(Unreadable):
        web.request("GET", server.base)

    assert len(web.request("GET", server.base, most=3 * 1024 * 1024).body) == 2 * 1024 * 1024


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a":', b"\xff\xfe", b"[" * 100_000])
def test_rubbish_is_no_json(server, body):
    server.tell(Told(body=body))

    with pytest.raises(Unreadable):
        web.request("GET", server.base).json()


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.org/",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "file:///etc/hosts",
        "127.0.0.1",
        "https://",
        "https://[::1",
        "",
    ],
)
def test_nothing_travels_where_others_read_along(url):
    with pytest.raises(WillNotSend):
        web.request("POST", url, body=b"x")


@pytest.mark.parametrize(
    "parts",
    [
        {"headers": {"apiKey": SECRET + "\nx: y"}},
        {"headers": {"apiKey": SECRET + "€"}},
        {"fields": {"to": NUMBER + "\ud800"}},
        {"basic": (SECRET, "\ud800")},
    ],
)
def test_what_cannot_be_written_is_refused_without_repeating_it(server, parts):
    with pytest.raises(WillNotSend) as refused:
        web.request("POST", server.base, **parts)

    assert server.asked == []
    seen = f"{refused.value!r} {refused.value.__cause__!r} {refused.value.reason}"
    assert SECRET not in seen
    assert NUMBER not in seen
    assert refused.value.__suppress_context__
