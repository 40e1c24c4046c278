"""The simulator's pages, without scripts, and whom they turn away."""

from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from kimbilio.helpline.models import Message
from kimbilio.operations.simulator.values import FORM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ask(base, exchange):
    """A function that asks the simulator as a browser would: status, headers, text."""

    def asked(path, fields=None, **headers):
        line = HTTPConnection(base.removeprefix("http://"), timeout=20)
        body = urlencode({"word": exchange.word, **fields}) if fields is not None else None
        kind = {"content-type": FORM} if fields is not None else {}
        line.request("GET" if fields is None else "POST", path, body, {**kind, **headers})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, dict(answer.getheaders()), text

    return asked


def test_a_form_sends_and_leads_back_to_the_phone(ask, exchange, carry):
    status, headers, _text = ask(
        "/phones/1/write/", {"way": "sms", "text": "Habari <b>", "send": "text"}
    )
    carry()
    shown = ask(headers["Location"])

    assert (status, headers["Location"]) == (303, "/phones/1/")
    assert "Habari &lt;b&gt;" in shown[2]
    assert "Habari &lt;b&gt;" in ask("/phones/1/screen/")[2]
    assert Message.objects.get().text == "Habari <b>"


def test_a_number_of_ones_own_gets_a_phone_and_stands_in_no_address(ask):
    location = ask("/phones/", {"number": "0799 000 577"})[1]["Location"]

    assert location == "/phones/3/"
    assert "+254799000577" in ask(location)[2]
    assert ask("/phones/", {"number": "no number"})[1]["Location"] == "/?unknown"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"send": "picture"}, "write"), ({"send": "voice"}, "write"), ({"send": "place"}, "write"),
        ({"send": "stop", "way": "twilio"}, "write"), ({"send": "text", "text": " "}, "write"),
        ({"dial": "1"}, "menu"), ({"leave": "1"}, "menu"), ({"typed": "1"}, "menu"),
        ({"answered": "1", "seconds": "3"}, "ring"), ({"missed": "1", "seconds": "x"}, "ring"),
    ],
)  # fmt: skip
def test_every_form_of_the_page_does_its_work(ask, fields, path):
    assert ask(f"/phones/0/{path}/", fields)[0] == 303
    assert ask("/phones/0/")[0] == 200


def test_the_switch_lets_the_provider_be_down_and_comes_back_to_the_page(ask, exchange):
    location = ask("/down/", {"is_down": "yes", "back": "/phones/2/"})[1]["Location"]

    assert (location, exchange.is_down) == ("/phones/2/", True)
    assert "The provider is down." in ask("/phones/2/")[2]
    assert ask("/down/", {"is_down": "no", "back": "https://x.example/"})[1]["Location"] == "/"
    assert exchange.is_down is False


def test_a_page_of_another_site_sends_nothing(ask, exchange, carry):
    refused = ask("/phones/0/write/", {"word": "x", "text": "Habari", "send": "text"})
    renamed = ask("/", Host="rebound.example")
    carry()

    assert (refused[0], renamed[0]) == (403, 421)
    assert exchange.phones.all()[0].lines == []
    assert not Message.objects.exists()


@pytest.mark.parametrize("path", ["/phones/7/", "/phones/x/", "/elsewhere/", "/../settings/"])
def test_other_addresses_lead_nowhere(ask, path):
    assert ask(path)[0] == 404
    assert ask(path + "write/", {})[0] == 404


def test_too_much_is_not_read(ask):
    assert ask("/phones/0/write/", {"text": "x" * 300_000})[0] == 413


def test_everything_is_shielded_and_no_script_stands_in_a_page(ask):
    for path in ("/", "/phones/0/", "/phone.css", "/phone.js"):
        _status, headers, text = ask(path)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert "<style" not in text
        assert "onclick" not in text
