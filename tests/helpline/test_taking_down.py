"""Contacts that no provider brings: at the desk, on paper, through the public form."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kimbilio.helpline.actions.deciding import join_case, save_triage
from kimbilio.helpline.actions.taking_down import add_to_web_report, log_contact, take_web_report
from kimbilio.helpline.choices import Channel, Urgency
from kimbilio.helpline.marks import receipt_hash
from kimbilio.helpline.models import Conversation, Message
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


def test_a_call_taken_on_paper_keeps_its_real_time():
    friday = timezone.now() - timedelta(days=3)

    talk = log_contact(
        channel=Channel.CALL, words="Girl of about 9, neighbour called", at=friday,
        phone="0799 000 118", by=UserFactory(worker=True),
    )  # fmt: skip

    assert (talk.started_at, talk.answered_at, talk.waiting_since) == (friday, friday, None)
    assert talk.messages.get().at == friday


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"at": timedelta(hours=2)}, "at"),
        ({"at": timedelta(days=-400)}, "at"),
        ({"phone": "12"}, "phone"),
        ({"words": " "}, "words"),
        ({"channel": Channel.WEB}, "channel"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_cause(given, field):
    values = {"channel": Channel.CALL, "words": "x", **given}
    if "at" in given:
        values["at"] = timezone.now() + given["at"]

    with pytest.raises(BadInput) as refusal:
        log_contact(by=UserFactory(worker=True), **values)

    assert refusal.value.field == field
    assert not Conversation.objects.exists()


def test_a_stranger_logs_nothing():
    with pytest.raises(NotAllowed):
        log_contact(channel=Channel.CALL, words="x", by=UserFactory(dpo=True))

    assert not Conversation.objects.exists()


def test_a_web_report_comes_back_by_its_receipt_and_nothing_else():
    receipt = take_web_report(key=uuid4(), words="Watatu wameahidiwa kazi ng'ambo", place="Ruiru")

    talk = Conversation.objects.get(
        receipt_hash=receipt_hash(receipt.code.lower().replace("-", " "))
    )
    assert talk.waiting_since is not None
    assert talk.triage.answers == {"place": "Ruiru"}
    assert receipt.code not in str(vars(talk))
    assert talk.correspondent is None


def test_the_same_report_twice_is_one():
    key = uuid4()
    receipt = take_web_report(key=key, words="Once")

    assert take_web_report(key=key, words="Once") == receipt
    assert Message.objects.count() == 1


def test_an_urgent_report_is_looked_at_first():
    take_web_report(key=uuid4(), words="Nisaidie, nimefungiwa")

    assert Conversation.objects.get().urgency == Urgency.LOOK_FIRST


def test_who_holds_the_code_adds_to_the_report_once():
    receipt = take_web_report(key=uuid4(), words="First")
    talk, key = Conversation.objects.get(receipt_hash=receipt_hash(receipt.code)), uuid4()

    add_to_web_report(conversation=talk, key=key, words="They leave on Friday")
    add_to_web_report(conversation=talk, key=key, words="They leave on Friday")

    assert talk.messages.count() == 2


def test_an_empty_report_is_refused():
    with pytest.raises(BadInput):
        take_web_report(key=uuid4(), words=" \n ")

    assert not Conversation.objects.exists()


def test_a_number_of_a_case_of_others_is_written_down_as_a_new_conversation():
    theirs, worker = UserFactory(worker=True), UserFactory(worker=True)
    hidden = log_contact(channel=Channel.CALL, words="First", phone="0799000118", by=theirs)
    join_case(conversation=hidden, case=CaseFactory(worker=theirs), by=theirs)

    mine = log_contact(channel=Channel.CALL, words="Second", phone="0799000118", by=worker)
    again = log_contact(channel=Channel.CALL, words="Third", phone="0799000118", by=worker)

    assert mine != hidden
    assert again == mine
    assert hidden.messages.count() == 1
    assert log_contact(channel=Channel.CALL, words="x", phone="0799000118", by=theirs) == hidden


def test_where_the_reporter_can_be_reached_outlasts_what_colleagues_understood():
    take_web_report(key=uuid4(), words="Three young men", reach="Ask at the kiosk")
    talk, worker = Conversation.objects.get(), UserFactory(worker=True)

    save_triage(conversation=talk, by=worker, answers={"place": "Ruiru"}, expected=1)

    talk.triage.refresh_from_db()
    assert talk.triage.answers == {"place": "Ruiru", "reach": "Ask at the kiosk"}
