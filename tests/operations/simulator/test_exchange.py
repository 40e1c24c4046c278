"""From an invented phone to the inbox and back, on every channel."""

import pytest
from django.utils import timezone

from kimbilio.helpline.actions.answering import write_answer
from kimbilio.helpline.choices import Channel
from kimbilio.helpline.models import (
    Account,
    Attachment,
    Conversation,
    Correspondent,
    Message,
    Refusal,
    Sending,
)
from kimbilio.operations.simulator.values import Asked, Way
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
CHANNELS = {
    Way.WHATSAPP: Channel.WHATSAPP,
    Way.SMS: Channel.SMS,
    Way.TWILIO: Channel.SMS,
}


@pytest.fixture
def phone(exchange):
    return exchange.phones.all()[0]


def answer(text="Uko salama sasa?"):
    write_answer(conversation=Conversation.objects.get(), text=text, by=UserFactory())


@pytest.mark.parametrize("way", CHANNELS)
def test_what_is_written_arrives_and_its_answer_is_delivered(exchange, carry, phone, way):
    line = exchange.write(phone, way, "Habari 🙂 & zaidi")
    carry()
    talk = Conversation.objects.get()
    answer()
    carry()

    assert line.state == "sent"
    assert talk.channel == CHANNELS[way]
    assert talk.correspondent.address == phone.number
    assert [one.text for one in talk.messages.filter(direction="in")] == ["Habari 🙂 & zaidi"]
    assert [(one.text, one.way) for one in phone.lines if not one.is_mine] == [
        ("Uko salama sasa?", way)
    ]
    assert Sending.objects.get().state == "delivered"
    assert not Refusal.objects.exists()


def test_whatsapp_says_read_once_somebody_looks(exchange, carry, phone):
    exchange.write(phone, Way.WHATSAPP, "Habari")
    carry()
    answer()
    carry()
    assert Sending.objects.get().state == "delivered"

    exchange.look_at(phone)
    exchange.look_at(phone)
    carry()

    assert Sending.objects.get().state == "read"
    assert phone.unread == 0


def test_picture_voice_note_and_place_are_kept(exchange, carry, phone):
    sent = [
        exchange.send_picture(phone),
        exchange.send_voice_note(phone),
        exchange.send_place(phone),
    ]
    carry()

    assert [line.state for line in sent] == ["sent"] * 3
    assert set(Message.objects.values_list("kind", flat=True)) == {"picture", "voice", "place"}
    assert list(Attachment.objects.values_list("state", flat=True)) == ["kept", "kept"]
    assert Message.objects.get(kind="place").place == "0.282731,34.751863"


def test_the_menu_is_walked_page_by_page(exchange, carry, phone):
    exchange.dial_menu(phone)
    for text in ("1", "1", "They took my papers", "Kikazi"):
        exchange.type_in_menu(phone, text)
    carry()

    assert phone.visit is None
    assert phone.lines[-1].text.startswith("Thank you, we have it.")
    assert {one.text for one in Message.objects.all()} == {"They took my papers", "Kikazi"}


def test_who_breaks_off_has_told_all_the_same(exchange, carry, phone):
    exchange.dial_menu(phone)
    for text in ("1", "1", "They took my papers"):
        exchange.type_in_menu(phone, text)
    exchange.leave_menu(phone)
    exchange.type_in_menu(phone, "Kikazi")
    carry()

    assert Message.objects.get().text == "They took my papers"


@pytest.mark.parametrize(
    ("seconds", "state", "wants_call"), [(1, "ended", False), (None, "missed", True)]
)
def test_a_call_is_taken_or_missed(exchange, carry, phone, seconds, state, wants_call):
    exchange.ring(phone, seconds)
    exchange.ring(phone, seconds)  # one cannot ring twice at once
    assert phone.call == "Ringing…"
    carry()

    call = Message.objects.get()
    assert (call.call_state, call.seconds or 0) == (state, seconds or 0)
    assert call.conversation.wants_call is wants_call
    assert phone.call == ""
    assert ("We cannot take your call now." in phone.lines[-1].text) is wants_call


@pytest.mark.parametrize("way", CHANNELS)
def test_stop_brings_silence(exchange, carry, phone, way):
    exchange.write(phone, way, "STOP")
    carry()

    assert Correspondent.objects.get().opted_out_at is not None


def test_while_the_provider_is_down_the_queue_holds_and_says_so(exchange, carry, phone):
    exchange.write(phone, Way.SMS, "Habari")
    carry()
    exchange.is_down = True
    answer()
    carry()
    held = Sending.objects.get()
    assert (held.state, held.reason) == ("queued", "no_line")
    assert Account.objects.exclude(trouble="").get().provider == "africas_talking"

    exchange.is_down = False
    Sending.objects.update(try_at=timezone.now())
    carry()

    assert Sending.objects.get().state == "delivered"
    assert not Account.objects.exclude(trouble="").exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/version1/messaging", 401),
        ("/v25.0/123/messages", 401),
        (f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json", 401),
        ("/v25.0/900000000000001", 401),
    ],
)
def test_who_has_no_key_is_refused(exchange, path, status):
    method = "GET" if path.endswith("001") else "POST"

    told = exchange.answer(Asked(method, path, {}))

    assert (told.status, told.sent) == (status, None)


def test_a_message_to_a_number_that_nobody_chose_shows_on_a_phone_of_its_own(exchange, carry):
    phone = exchange.phones.of("0799 000 599")
    exchange.write(phone, Way.WHATSAPP, "Habari")
    carry()
    exchange.phones._rows.remove(phone)
    answer()
    carry()

    assert exchange.phones.of("+254799000599").lines[0].text == "Uko salama sasa?"


def test_a_silent_door_is_said_on_the_screen(exchange, phone, monkeypatch):
    for kind, joined in exchange.joined.items():
        door = joined.door.replace(joined.door.split("/")[2], "127.0.0.1:9")
        monkeypatch.setitem(exchange.joined, kind, type(joined)(kind, joined.typed, door, door))

    line = exchange.write(phone, Way.SMS, "Habari")
    exchange.dial_menu(phone)

    assert line.state == "Kimbilio does not answer"
    assert phone.lines[-1].text == "Connection problem."
