"""What the adapters read, all the way into conversations."""

from urllib.parse import urlencode

import pytest

from kimbilio.helpline.actions.delivering import keep_delivery, read_deliveries
from kimbilio.helpline.choices import CallState, Channel, MediaState, ProviderKind
from kimbilio.helpline.models import Attachment, Conversation, Correspondent, Message
from kimbilio.helpline.providers import known
from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.twilio import Twilio
from tests.factories.helpline import AccountFactory
from tests.helpline.providers.africas_talking_postings import CALL, CALL_END, DIALLED, MENU, SMS
from tests.helpline.providers.test_twilio import MEDIA, WHATSAPP
from tests.helpline.providers.test_twilio import SMS as TWILIO_SMS

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def line(monkeypatch):
    """A function that lets postings arrive on one account of a provider."""
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.AFRICAS_TALKING, AfricasTalking())
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.TWILIO, Twilio())
    accounts = {}

    def arrive(kind, *postings):
        account = accounts.get(kind) or accounts.setdefault(kind, AccountFactory(provider=kind))
        for fields in postings:
            keep_delivery(account=account, body=urlencode(fields).encode(), content_type=FORM)
        assert read_deliveries() == len(postings)

    return arrive


def test_one_sms_posted_twice_is_one_message(line):
    line(ProviderKind.AFRICAS_TALKING, SMS, SMS | {"retryCount": "1"})

    message = Message.objects.get()
    assert (message.text, message.conversation.channel) == ("Habari", Channel.SMS)
    assert Correspondent.objects.get().address == SMS["from"]


def test_a_visit_of_the_menu_is_a_story_and_a_place(line):
    pages = ["", "2", "2*1", "2*1*Wamechukua kitambulisho", "2*1*Wamechukua kitambulisho*Gikomba"]

    line(ProviderKind.AFRICAS_TALKING, *(MENU | {"text": text} for text in pages))

    texts = [message.text for message in Message.objects.order_by("id")]
    assert texts == ["Wamechukua kitambulisho", "Gikomba"]
    assert Conversation.objects.get().channel == Channel.USSD


def test_who_asks_to_be_called_waits_for_a_call(line):
    line(ProviderKind.AFRICAS_TALKING, MENU | {"text": "1*2*2"})

    assert Conversation.objects.get().wants_call


@pytest.mark.parametrize(
    ("end", "state", "waits"),
    [(CALL_END | DIALLED, CallState.ENDED, False), (CALL_END, CallState.MISSED, True)],
)
def test_a_call_ends_in_its_conversation(line, end, state, waits):
    line(ProviderKind.AFRICAS_TALKING, CALL, CALL | {"callSessionState": "Dialing"}, end)

    call = Message.objects.select_related("conversation").get()
    assert call.call_state == state
    assert call.conversation.wants_call is waits


def test_a_message_that_asks_for_silence_keeps_it(line):
    line(ProviderKind.TWILIO, TWILIO_SMS | {"Body": "END"})

    assert Message.objects.get().text == "END"
    assert Correspondent.objects.get().opted_out_at is not None


def test_pictures_wait_to_be_fetched(line):
    pictures = {
        "NumMedia": "2", "MediaUrl0": MEDIA + "0", "MediaContentType0": "image/jpeg",
        "MediaUrl1": MEDIA + "1", "MediaContentType1": "image/jpeg",
    }  # fmt: skip

    line(ProviderKind.TWILIO, WHATSAPP | pictures)

    states = Attachment.objects.values_list("state", flat=True)
    assert list(states.order_by("id")) == [MediaState.WAITING] * 2
    assert Conversation.objects.get().who == "Amani"
