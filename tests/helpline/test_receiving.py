"""What reaches us becomes one message of one conversation, however it arrives."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.audit.choices import Event as Trace
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Notice
from kimbilio.helpline.actions.accounts import save_account
from kimbilio.helpline.actions.answering import write_answer
from kimbilio.helpline.actions.deciding import close_conversation
from kimbilio.helpline.actions.receiving import NotKnownYet, receive
from kimbilio.helpline.choices import (
    CallState,
    Channel,
    Outcome,
    ProviderKind,
    SendState,
    Urgency,
)
from kimbilio.helpline.events import CallEvent, Incoming, OptedOut, StatusChange
from kimbilio.helpline.marks import mark_of
from kimbilio.helpline.models import (
    Attachment,
    Conversation,
    Correspondent,
    Message,
    Sending,
    UrgentWord,
)
from kimbilio.helpline.providers.known import provider_of
from kimbilio.kernel.errors import BadInput
from kimbilio.organisation.models import DutyShift
from tests.factories.accounts import UserFactory
from tests.factories.helpline import AccountFactory

pytestmark = pytest.mark.django_db
NUMBER = "0799 000 552"


def wrote(number=NUMBER, text="Habari", provider_id="m1", **more):
    return Incoming(
        provider_id=provider_id, channel=Channel.WHATSAPP, sender=number, text=text, **more
    )


def test_a_message_opens_a_conversation_that_waits():
    account = AccountFactory()

    receive(account=account, event=wrote())

    talk = Conversation.objects.get()
    assert (talk.channel, talk.account, talk.is_open) == (Channel.WHATSAPP, account, True)
    assert talk.waiting_since is not None
    assert talk.messages.get().text == "Habari"
    assert talk.correspondent.address == "+254799000552"
    entry = Entry.objects.get(event=Trace.CONTACT_RECEIVED)
    assert "0799" not in str(entry.facts)
    assert "Habari" not in str(entry.facts)


def test_the_same_message_twice_is_one():
    account = AccountFactory()

    receive(account=account, event=wrote())
    receive(account=account, event=wrote(text="altered on the way"))

    assert Message.objects.get().text == "Habari"


def test_the_same_id_at_another_account_is_another_message():
    receive(account=AccountFactory(), event=wrote())
    receive(account=AccountFactory(), event=wrote())

    assert Message.objects.count() == 2


def test_a_number_is_one_however_it_is_written():
    account = AccountFactory()
    for place, number in enumerate(["254799000552", "+254 799 000 552", "whatsapp:+254799000552"]):
        receive(account=account, event=wrote(number, provider_id=str(place)))

    assert Correspondent.objects.count() == 1
    assert Conversation.objects.get().messages.count() == 3


@pytest.mark.parametrize("sender", ["Safaricom", "22141", "", "•••", "A" * 500, "+1"])
def test_a_number_that_is_none_is_kept_all_the_same(sender):
    receive(account=AccountFactory(), event=wrote(sender))

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("\u202emoor\u202c", "moor"),
        ("😀😀", "😀😀"),
        ("half \ud83d", "half"),
        ("  line\r\nnext ", "line\nnext"),
    ],
)
def test_what_cannot_be_kept_is_left_out(text, kept):
    receive(account=AccountFactory(), event=wrote(text=text))

    assert Message.objects.get().text == kept


def test_ten_thousand_characters_and_more_are_cut_and_say_so():
    receive(account=AccountFactory(), event=wrote(text="x" * 12_000))

    text = Message.objects.get().text
    assert len(text) == 10_000
    assert text.endswith("[…]")


def test_an_urgent_word_raises_urgency_and_never_answers():
    receive(account=AccountFactory(), event=wrote(text="Tafadhali, WANANIPIGA!"))

    talk = Conversation.objects.get()
    assert talk.urgency == Urgency.LOOK_FIRST
    assert Sending.objects.count() == 0
    assert not Message.objects.exclude(direction="in").exists()
    assert talk.messages.get().is_urgent


@pytest.mark.django_db(transaction=True)
def test_whoever_is_on_duty_is_told_of_urgent_words_and_nobody_else(hours_around):
    on_duty = UserFactory(worker=True)
    UserFactory(worker=True)
    DutyShift.objects.create(user=on_duty, **hours_around(-1, 1))
    UrgentWord.objects.get_or_create(word="nisaidie", defaults={"urgency": "look_first"})

    receive(account=AccountFactory(), event=wrote(text="nisaidie"))

    assert [notice.user for notice in Notice.objects.all()] == [on_duty]


def test_part_of_a_word_is_no_urgent_word():
    receive(account=AccountFactory(), event=wrote(text="We sell skillets"))

    assert Conversation.objects.get().urgency == Urgency.NORMAL


def test_a_clock_ahead_of_ours_is_not_believed():
    receive(account=AccountFactory(), event=wrote(sent_at=timezone.now() + timedelta(days=2)))

    assert Message.objects.get().at <= timezone.now()


def test_a_late_message_keeps_its_own_time():
    yesterday = timezone.now() - timedelta(days=1)

    receive(account=AccountFactory(), event=wrote(sent_at=yesterday))

    assert Message.objects.get().at == yesterday
    assert Conversation.objects.get().waiting_since == yesterday


def test_after_an_outcome_a_new_conversation_begins():
    account, worker = AccountFactory(), UserFactory(worker=True)
    receive(account=account, event=wrote())
    close_conversation(
        conversation=Conversation.objects.get(), outcome=Outcome.INFORMED, words="Hours told",
        by=worker,
    )  # fmt: skip

    receive(account=account, event=wrote(provider_id="m2"))

    assert Conversation.objects.count() == 2
    assert Conversation.objects.open().count() == 1


def test_who_is_put_aside_opens_nothing_until_the_time_is_over():
    account, worker = AccountFactory(), UserFactory(worker=True)
    receive(account=account, event=wrote())
    close_conversation(
        conversation=Conversation.objects.get(), outcome=Outcome.NUISANCE, block_days=1, by=worker
    )

    receive(account=account, event=wrote(provider_id="m2"))
    assert Conversation.objects.open().count() == 0
    assert Message.objects.count() == 2

    Correspondent.objects.update(blocked_until=timezone.now() - timedelta(minutes=1))
    receive(account=account, event=wrote(provider_id="m3"))
    assert Conversation.objects.open().count() == 1


def rang(state, **more):
    return CallEvent(provider_id="c1", caller=NUMBER, state=state, **more)


def test_a_call_that_nobody_took_waits_for_a_call_back():
    account = AccountFactory()

    receive(account=account, event=rang(CallState.RINGING))
    receive(account=account, event=rang(CallState.ENDED, seconds=0))

    talk = Conversation.objects.get()
    assert talk.messages.get().call_state == CallState.MISSED
    assert (talk.wants_call, talk.waiting_since is None) == (True, False)


def test_an_answered_call_waits_no_more_and_late_events_move_nothing_back():
    account = AccountFactory()

    receive(account=account, event=rang(CallState.ENDED, seconds=65))
    receive(account=account, event=rang(CallState.ANSWERED))
    receive(account=account, event=rang(CallState.RINGING))
    receive(account=account, event=rang(CallState.ENDED, seconds=65))

    call, talk = Message.objects.get(), Conversation.objects.get()
    assert (call.call_state, call.seconds) == (CallState.ENDED, 65)
    assert talk.waiting_since is None
    assert not talk.wants_call


@pytest.mark.parametrize(("allowed", "kept"), [({"keep_recordings": "yes"}, 1), ({}, 0)])
def test_a_recording_is_fetched_only_where_the_organisation_records(allowed, kept):
    end = rang(CallState.ENDED, seconds=65, recording="https://voice.example/1.mp3")

    receive(account=AccountFactory(typed=allowed), event=end)

    assert Attachment.objects.count() == kept


def test_calls_of_ours_are_for_us_to_write_down():
    receive(account=AccountFactory(), event=rang(CallState.ENDED, seconds=5, is_ours=True))

    assert not Message.objects.exists()


def test_a_report_about_a_message_not_yet_known_is_looked_at_again():
    account = AccountFactory()
    report = StatusChange(provider_id="out1", state=SendState.DELIVERED)
    with pytest.raises(NotKnownYet):
        receive(account=account, event=report)

    receive(account=account, event=wrote())
    answer = write_answer(
        conversation=Conversation.objects.get(), text="Uko salama sasa?", by=UserFactory()
    )
    Sending.objects.filter(message=answer).update(
        state=SendState.SENT, mark=mark_of(account.pk, "out", "out1")
    )
    receive(account=account, event=report)
    receive(account=account, event=StatusChange(provider_id="out1", state=SendState.SENT))

    assert Sending.objects.get().state == SendState.DELIVERED


def test_stop_is_silence_and_writing_again_ends_it():
    account = AccountFactory()
    receive(account=account, event=wrote(text="STOP"))
    assert Correspondent.objects.get().opted_out_at is not None
    assert Conversation.objects.get().waiting_since is None

    receive(account=account, event=wrote(text="Bado niko hapa", provider_id="m2"))
    assert Correspondent.objects.get().opted_out_at is None

    receive(account=account, event=OptedOut(sender=NUMBER, channel=Channel.SMS))
    assert Correspondent.objects.get().opted_out_at is not None


@pytest.mark.parametrize("sender", ["", "•••", "Anonymous"])
def test_callers_who_hide_their_number_share_nothing(sender):
    account = AccountFactory()
    for place in ("m1", "m2"):
        receive(account=account, event=wrote(sender, text="STOP", provider_id=place))

    assert Conversation.objects.count() == 2
    assert not Correspondent.objects.exists()
    with pytest.raises(BadInput) as refusal:
        close_conversation(
            conversation=Conversation.objects.first(), outcome=Outcome.NUISANCE, block_days=1,
            by=UserFactory(worker=True),
        )  # fmt: skip
    assert refusal.value.field == "block_days"


@pytest.mark.django_db(transaction=True)
def test_duty_is_told_when_the_owner_has_gone_and_again_when_new_words_come(hours_around):
    on_duty, gone = UserFactory(worker=True), UserFactory(worker=True)
    DutyShift.objects.create(user=on_duty, **hours_around(-1, 1))
    UrgentWord.objects.get_or_create(word="nisaidie", defaults={"urgency": "look_first"})
    account = AccountFactory()
    receive(account=account, event=wrote())
    Conversation.objects.update(owner=gone, owned_at=timezone.now())
    gone.is_active = False
    gone.save()

    receive(account=account, event=wrote(text="nisaidie", provider_id="m2"))
    assert [notice.user for notice in Notice.objects.all()] == [on_duty]

    Conversation.objects.update(waiting_since=None)
    Notice.objects.update(read_at=timezone.now())
    receive(account=account, event=wrote(text="nisaidie", provider_id="m3"))
    assert Notice.objects.filter(read_at=None).count() == 1


def test_a_setting_is_emptied_a_secret_is_kept():
    admin, kind = UserFactory(administrator=True), ProviderKind.AFRICAS_TALKING
    asks = {"key": "secret", "username": "line", "keep_recordings": "yes"}
    given = {one.name: asks.get(one.name, "x") for one in provider_of(kind).asks}
    account = save_account(account=None, name="Line", provider=kind, typed=given, by=admin)
    secret = next(one.name for one in provider_of(kind).asks if one.is_secret)

    changed = save_account(
        account=account, name="Line", provider=kind, by=admin,
        typed={**given, secret: "", "keep_recordings": ""}, expected=account.version,
    )  # fmt: skip

    assert changed.typed["keep_recordings"] == ""
    assert changed.typed[secret] == given[secret]
