"""Writing back: by one person at a time, in neutral words, only where it is safe."""

import pytest
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.helpline.actions.answering import (
    hand_over,
    log_call_back,
    send_text,
    take_conversation,
    translate_message,
    write_answer,
    write_note,
)
from kimbilio.helpline.actions.changing import IsClosed, SomebodyElses
from kimbilio.helpline.actions.deciding import close_conversation, join_case
from kimbilio.helpline.choices import Channel, Direction, Outcome
from kimbilio.helpline.models import Conversation, Message, Sending
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.people.choices import ContactKind
from kimbilio.people.indexing import index_person
from kimbilio.people.models import ContactPoint
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.helpline import (
    AccountFactory,
    ConversationFactory,
    CorrespondentFactory,
)

pytestmark = pytest.mark.django_db


def test_who_answers_first_has_the_conversation():
    talk, worker = ConversationFactory(), UserFactory(worker=True)

    write_answer(conversation=talk, text="Je, ni salama kuandika sasa?", by=worker)

    talk.refresh_from_db()
    assert (talk.owner, talk.waiting_since) == (worker, None)
    assert talk.answered_at is not None
    assert Sending.objects.get().message.text == "Je, ni salama kuandika sasa?"


def test_a_colleagues_conversation_is_read_and_not_answered():
    talk, worker = ConversationFactory(), UserFactory(worker=True)
    take_conversation(conversation=talk, by=UserFactory(worker=True))

    with pytest.raises(SomebodyElses):
        write_answer(conversation=talk, text="Habari", by=worker)

    assert not Message.objects.exists()


def test_taking_over_tells_whoever_had_it():
    talk, one, other = ConversationFactory(), UserFactory(worker=True), UserFactory(worker=True)
    take_conversation(conversation=talk, by=one)
    with pytest.raises(SomebodyElses):
        take_conversation(conversation=talk, by=other)

    take_conversation(conversation=talk, by=other, from_colleague=True)

    one.refresh_from_db()
    assert talk.owner == other
    assert one.notices_waiting == 1


@pytest.mark.parametrize("trait", ["therapist", "administrator", "dpo"])
def test_other_roles_neither_read_nor_answer(trait):
    talk, stranger = ConversationFactory(), UserFactory(**{trait: True})

    with pytest.raises(NotAllowed):
        write_answer(conversation=talk, text="Habari", by=stranger)

    assert not Conversation.objects.visible_to(stranger).exists()
    assert not Message.objects.exists()
    assert not Entry.objects.exists()


def test_a_conversation_of_a_case_is_open_to_those_of_the_case_alone():
    worker, stranger = UserFactory(worker=True), UserFactory(worker=True)
    talk, case = ConversationFactory(), CaseFactory(worker=worker)
    assert Conversation.objects.visible_to(stranger).exists()

    join_case(conversation=talk, case=case, by=worker)

    assert Conversation.objects.visible_to(worker).exists()
    assert not Conversation.objects.visible_to(stranger).exists()
    with pytest.raises(NotAllowed):
        write_answer(conversation=talk, text="Habari", by=stranger)


@pytest.mark.parametrize(
    "text",
    ["Come to the Shelter at six", "Sisi ni wa makazi salama", "We fight trafficking.", "Kimbilio"],
)
def test_words_that_tell_others_too_much_are_refused(text):
    with pytest.raises(BadInput) as refusal:
        write_answer(conversation=ConversationFactory(), text=text, by=UserFactory(worker=True))

    assert refusal.value.field == "text"
    assert not Message.objects.exists()


def test_an_answer_outside_the_persons_rules_is_refused_and_says_why():
    talk = ConversationFactory(channel=Channel.SMS)
    theirs = CaseFactory().survivor
    ContactPoint.objects.create(
        person=theirs, kind=ContactKind.PHONE, value=talk.correspondent.address, may_text=False
    )
    index_person(theirs)

    with pytest.raises(BadInput) as refusal:
        write_answer(conversation=talk, text="Habari", by=UserFactory(worker=True))

    assert "text this number" in str(refusal.value.message)
    assert not Sending.objects.exists()


def test_nothing_is_written_to_who_asked_for_silence():
    talk = ConversationFactory()
    talk.correspondent.opted_out_at = talk.started_at
    talk.correspondent.save()

    with pytest.raises(BadInput):
        write_answer(conversation=talk, text="Habari", by=UserFactory(worker=True))


def test_a_closed_conversation_takes_no_answer():
    talk, worker = ConversationFactory(), UserFactory(worker=True)
    close_conversation(conversation=talk, outcome=Outcome.WRONG_NUMBER, by=worker)

    with pytest.raises(IsClosed):
        write_answer(conversation=talk, text="Habari", by=worker)


def test_a_note_never_leaves_the_house():
    talk, worker = ConversationFactory(), UserFactory(worker=True)

    note = write_note(conversation=talk, text="Speaks Luhya, afraid of the uncle", by=worker)

    assert note.direction == Direction.NOTE
    assert not Sending.objects.exists()


def test_handing_over_asks_for_somebody_who_may_read_it():
    worker, other = UserFactory(worker=True), UserFactory(worker=True)
    talk = ConversationFactory()
    join_case(conversation=talk, case=CaseFactory(worker=worker), by=worker)

    for colleague in (other, UserFactory(therapist=True)):
        with pytest.raises(BadInput):
            hand_over(conversation=talk, to=colleague, by=worker)

    talk.refresh_from_db()
    assert talk.owner is None


def test_calling_back_ends_the_wait_only_if_they_were_reached():
    talk, worker = ConversationFactory(channel=Channel.CALL), UserFactory(worker=True)
    log_call_back(conversation=talk, was_reached=False, by=worker)
    assert talk.wants_call

    log_call_back(conversation=talk, was_reached=True, words="Is with her aunt", by=worker)

    assert not talk.wants_call
    assert talk.answered_at is not None


def test_a_translation_stands_beside_the_words():
    talk, worker = ConversationFactory(), UserFactory(worker=True)
    heard = Message.objects.create(conversation=talk, direction="in", text="Habari")

    translate_message(message=heard, text="Hello", expected=1, by=worker)

    heard.refresh_from_db()
    assert (heard.text, heard.translation) == ("Habari", "Hello")


def test_a_text_to_a_partner_needs_an_account_and_ends_nothing_that_waits():
    worker = UserFactory(worker=True)
    with pytest.raises(BadInput):
        send_text(to="0799 000 401", text="Msimbo wako ni 123456", by=worker)
    assert not Message.objects.exists()
    AccountFactory(provider="africas_talking")
    talk = ConversationFactory(
        channel=Channel.SMS, correspondent=CorrespondentFactory(address="+254799000401"),
        waiting_since=timezone.now(),
    )  # fmt: skip

    send_text(to="0799 000 401", text="Msimbo wako ni 123456", by=worker)

    talk.refresh_from_db()
    assert talk.is_open
    assert talk.messages.count() == 1
