"""Calls at Africa's Talking: how they ring, end or are missed, what is told to them, their recordings."""

from xml.etree import ElementTree

import pytest

from kimbilio.helpline.choices import CallState
from kimbilio.helpline.events import CallEvent, Media
from kimbilio.helpline.providers.base import Unreadable
from tests.helpline.providers.africas_talking_postings import (
    CALL,
    CALL_END,
    DIALLED,
    PHONE,
    posted,
    provider,
    read,
)
from tests.helpline.providers.listening import Told, listening


def test_a_call_rings():
    assert read(CALL) == [CallEvent(provider_id="ATVId_1", caller=PHONE, state=CallState.RINGING)]
    assert read(CALL | {"callSessionState": "Dialing"})[0].state == CallState.RINGING


def test_a_call_is_answered_when_the_office_picks_up():
    (event,) = read(CALL | {"callSessionState": "Bridged"})

    assert event.state == CallState.ANSWERED


def test_an_answered_call_ends_with_the_seconds_talked():
    (event,) = read(CALL_END | DIALLED | {"recordingUrl": "https://voice.africastalking.com/1.mp3"})

    assert (event.state, event.seconds) == (CallState.ENDED, 81)
    assert event.recording == "https://voice.africastalking.com/1.mp3"


@pytest.mark.parametrize(
    "fields",
    [
        CALL_END | {"durationInSeconds": "0"},
        CALL_END,  # 95 seconds, all of them our voice
        CALL_END | {"dialDestinationNumber": "", "dialDurationInSeconds": ""},
        CALL_END | DIALLED | {"dialDurationInSeconds": "0", "hangupCause": "NO_ANSWER"},
        CALL_END | DIALLED | {"dialDurationInSeconds": "rubbish"},
        CALL_END | DIALLED | {"dialDurationInSeconds": "9" * 5000},
    ],
)
def test_a_call_that_nobody_took_is_missed(fields):
    (event,) = read(fields)

    assert (event.state, event.seconds) == (CallState.MISSED, 0)


def test_a_call_of_ours_counts_its_whole_length():
    (talked,) = read(CALL_END | {"direction": "Outbound"})
    (missed,) = read(CALL_END | {"direction": "Outbound", "durationInSeconds": "0"})

    assert (talked.state, talked.seconds, talked.is_ours) == (CallState.ENDED, 95, True)
    assert (missed.state, missed.is_ours) == (CallState.MISSED, True)


def test_all_postings_of_a_call_share_its_id_in_any_order():
    events = [read(one)[0] for one in (CALL_END | DIALLED, CALL, CALL, CALL_END | DIALLED)]

    assert {event.provider_id for event in events} == {"ATVId_1"}
    assert events[0] == events[3]


def test_a_hidden_number_rings_all_the_same():
    (event,) = read(CALL | {"callerNumber": " "})

    assert (event.caller, event.state) == ("", CallState.RINGING)


@pytest.mark.parametrize("caller", ["+25479\0", "x" * 1000])
def test_a_caller_that_is_nobody_is_kept_unread(caller):
    with pytest.raises(Unreadable):
        read(CALL | {"callerNumber": caller})


def test_the_office_rings_and_then_a_neutral_voice_speaks():
    settings = {"office_numbers": "+254 799 000 801, 0799-000-802;desk@ke.sip.africastalking.com"}

    reply = provider.answer(posted(CALL), settings)

    response = ElementTree.fromstring(reply.body)
    assert reply.content_type.startswith("application/xml")
    assert reply.body.startswith('<?xml version="1.0" encoding="UTF-8"?><Response><Dial ')
    assert [one.tag for one in response] == ["Dial", "Say"]
    assert response[0].attrib == {
        "phoneNumbers": "+254799000801,0799000802,desk@ke.sip.africastalking.com"
    }


def test_without_numbers_the_voice_asks_to_call_again():
    response = ElementTree.fromstring(provider.answer(posted(CALL), {}).body)

    assert [one.tag for one in response] == ["Say"]
    assert "call again later" in response[0].text
    assert "piga tena" in response[0].text


def test_what_is_no_number_never_gets_into_the_instruction():
    settings = {"office_numbers": '"/><Redirect>http://x</Redirect>, +254799000801, call&me, \0'}

    response = ElementTree.fromstring(provider.answer(posted(CALL), settings).body)

    assert response[0].attrib == {"phoneNumbers": "+254799000801"}
    assert [one.tag for one in response] == ["Dial", "Say"]


@pytest.mark.parametrize(
    ("setting", "recorded"), [("yes", "true"), (" Ndiyo", "true"), ("", None), ("no", None)]
)
def test_recording_is_asked_for_by_the_setting_alone(setting, recorded):
    settings = {"office_numbers": "+254799000801", "keep_recordings": setting}

    response = ElementTree.fromstring(provider.answer(posted(CALL), settings).body)

    assert response[0].get("record") == recorded


@pytest.mark.parametrize("state", ["Dialing", "Bridged", "DialCompleted"])
def test_a_call_under_way_is_left_alone(state):
    settings = {"office_numbers": "+254799000801"}

    reply = provider.answer(posted(CALL | {"callSessionState": state}), settings)

    assert list(ElementTree.fromstring(reply.body)) == []


def test_after_the_end_nothing_is_told():
    assert provider.answer(posted(CALL_END), {"office_numbers": "+254799000801"}).body == ""


def test_a_recording_is_fetched():
    with listening() as server:
        server.tell(Told(body=b"ID3"))
        media = Media(reference=f"{server.base}/recordings/1.mp3")

        assert provider.fetch(media, {"base_url": server.base}) == b"ID3"


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "recordings/1.mp3",
        "http://voice.africastalking.com/1.mp3",
        "https://africastalking.com.example.org/1.mp3",
        "https://evilafricastalking.com/1.mp3",
        "https://voice.africastalking.com@example.org/1.mp3",
        "https://127.0.0.1/1.mp3",
        "http://127.0.0.1/latest/meta-data",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_nothing_is_fetched_from_elsewhere(reference):
    with pytest.raises(Unreadable):
        provider.fetch(Media(reference=reference), {})


def test_what_is_gone_is_unreadable():
    with listening() as server:
        server.tell(Told(404))

        with pytest.raises(Unreadable):
            provider.fetch(Media(reference=f"{server.base}/1"), {"base_url": server.base})
