"""The way in and out: kept before it is read, sent with patience, nothing lost in between."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.helpline import post
from kimbilio.helpline.actions.answering import write_answer
from kimbilio.helpline.actions.delivering import (
    LATE_REPORT,
    forget_read,
    keep_delivery,
    read_deliveries,
)
from kimbilio.helpline.actions.fetching import fetch_media, pull_all
from kimbilio.helpline.actions.receiving import receive
from kimbilio.helpline.actions.sending import GIVES_UP, send_due
from kimbilio.helpline.choices import Channel, MediaState, ProviderKind, SendState
from kimbilio.helpline.events import Incoming, Media, StatusChange
from kimbilio.helpline.models import Attachment, Conversation, Delivery, Message, Refusal, Sending
from kimbilio.helpline.providers import known
from kimbilio.helpline.providers.base import Pulled, TryLater
from kimbilio.vault import files
from tests.factories.accounts import UserFactory
from tests.factories.helpline import AccountFactory, ConversationFactory

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360"
    "f8cfc0000000030001" "9a60e1d50000000049454e44ae426082"
)  # fmt: skip


def posted(*rows):
    return json.dumps([{"sender": "0799000552", **row} for row in rows]).encode()


def kept(account, *rows):
    return keep_delivery(account=account, body=posted(*rows), content_type="application/json")


def test_a_posting_is_kept_encrypted_and_read_once(postbox):
    account = AccountFactory()
    assert kept(account, {"provider_id": "1", "text": "Qzxsiri"})
    assert not kept(account, {"provider_id": "1", "text": "Qzxsiri"})

    assert read_deliveries() == 1
    assert read_deliveries() == 0

    assert Message.objects.get().text == "Qzxsiri"
    account.refresh_from_db()
    assert account.heard_at is not None


def test_bytes_that_are_no_text_are_kept_as_they_came(postbox):
    keep_delivery(account=AccountFactory(), body=bytes(range(256)), content_type="x")

    assert Delivery.objects.get().body.encode("latin-1") == bytes(range(256))


def test_what_is_not_in_the_documented_form_is_kept_and_counted(postbox):
    keep_delivery(account=AccountFactory(), body=b"no json", content_type="application/json")

    assert read_deliveries() == 0
    assert read_deliveries() == 0

    assert Delivery.objects.get().failure == "unreadable"
    refusal = Refusal.objects.get()
    assert (refusal.why, refusal.count) == (Refusal.Why.UNREADABLE, 1)


def test_one_posting_that_fails_does_not_keep_the_others_waiting(postbox):
    account = AccountFactory()
    kept(account, {"provider_id": "1", "text": "a", "nobody_knows": 1})
    kept(account, {"provider_id": "2", "text": "b"})

    assert read_deliveries() == 1

    assert [message.text for message in Message.objects.all()] == ["b"]
    broken = Delivery.objects.get(read_at=None)
    assert (broken.tries, broken.failure) == (1, "TypeError")
    Delivery.objects.update(try_at=timezone.now() + timedelta(hours=1))
    assert read_deliveries() == 0


def test_what_was_read_is_forgotten_after_a_week(postbox):
    kept(AccountFactory(), {"provider_id": "1", "text": "a"})
    read_deliveries()
    assert forget_read() == 0

    Delivery.objects.update(read_at=timezone.now() - timedelta(days=8))

    assert forget_read() == 1
    assert Message.objects.count() == 1


def answered(channel=Channel.WHATSAPP, account=None):
    talk = ConversationFactory(channel=channel, account=account)
    Message.objects.create(conversation=talk, direction="in", text="Habari")
    write_answer(conversation=talk, text="Uko salama sasa?", by=UserFactory(worker=True))
    return talk


def test_an_answer_is_handed_over_once(postbox):
    answered(account=AccountFactory())

    assert send_due() == 1
    assert send_due() == 0

    message = postbox.sent[0]
    assert (message.text, message.is_conversation) == ("Uko salama sasa?", True)
    assert Sending.objects.get().state == SendState.SENT


def test_beyond_a_day_the_provider_is_told_that_it_is_no_conversation(postbox):
    talk = answered(account=AccountFactory())
    Message.objects.filter(conversation=talk, direction="in").update(
        at=timezone.now() - timedelta(hours=25)
    )

    send_due()

    assert not postbox.sent[0].is_conversation


def test_a_provider_down_for_a_day_loses_nothing(postbox):
    account = AccountFactory()
    answered(account=account)
    postbox.answers = ["later"] * 3

    for _ in range(3):
        assert send_due() == 0
        Sending.objects.update(try_at=timezone.now())
    account.refresh_from_db()
    assert account.trouble == "no_line"
    assert Sending.objects.get().reason == "no_line"

    assert send_due() == 1
    account.refresh_from_db()
    assert (account.trouble, account.trouble_since) == ("", None)


def test_after_two_days_the_writer_is_told_that_it_failed(postbox):
    talk = answered(account=AccountFactory())
    Message.objects.filter(direction="out").update(
        at=timezone.now() - GIVES_UP - timedelta(hours=1)
    )
    postbox.answers = ["later"]

    send_due()

    sending = Sending.objects.get()
    assert (sending.state, sending.try_at) == (SendState.FAILED, None)
    talk.owner.refresh_from_db()
    assert talk.owner.notices_waiting == 1


def test_what_a_provider_will_never_take_is_not_tried_again(postbox):
    answered(account=AccountFactory())
    postbox.answers = ["never"]

    send_due()

    sending = Sending.objects.get()
    assert (sending.state, sending.reason) == (SendState.FAILED, "131026")


def test_the_rules_are_asked_again_when_it_leaves(postbox):
    talk = answered(account=AccountFactory())
    talk.correspondent.opted_out_at = timezone.now()
    talk.correspondent.save()

    send_due()

    assert postbox.sent == []
    assert Sending.objects.get().state == SendState.REFUSED


def test_without_an_account_it_waits(postbox):
    answered()

    assert send_due() == 0

    assert (Sending.objects.get().state, Sending.objects.get().reason) == ("queued", "no_account")


def heard_with_picture(postbox, content):
    account = AccountFactory()
    postbox.media = {"pic": content} if content is not None else {}
    event = Incoming(
        provider_id="1", channel=Channel.WHATSAPP, sender="0799000552",
        media=Media(reference="pic", type="image/png", name="a.exe"),
    )  # fmt: skip
    receive(account=account, event=event)
    return Attachment.objects.get()


def test_a_picture_is_fetched_and_kept_encrypted(postbox):
    attachment = heard_with_picture(postbox, PNG)

    assert fetch_media() == 1

    attachment.refresh_from_db()
    assert attachment.state == MediaState.KEPT
    assert files.read(attachment.file) == PNG


@pytest.mark.parametrize("content", [b"MZ\x90\x00 program", b"", b"<html><script>"])
def test_what_may_harm_is_not_kept_and_says_so(postbox, content):
    attachment = heard_with_picture(postbox, content)

    assert fetch_media() == 0

    attachment.refresh_from_db()
    assert (attachment.state, attachment.file) == (MediaState.REFUSED, None)


def test_what_the_provider_lost_is_said(postbox):
    attachment = heard_with_picture(postbox, None)

    fetch_media()

    attachment.refresh_from_db()
    assert attachment.state == MediaState.LOST


def test_what_waits_elsewhere_is_taken_and_put_away(postbox, monkeypatch):
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.MAILBOX, postbox)
    AccountFactory(provider=ProviderKind.MAILBOX)
    event = Incoming(
        provider_id="mail1", channel=Channel.EMAIL, sender="Desk@Example.org", text="Bed tonight",
        media=Media(name="photo.png", type="image/png", content=PNG),
    )  # fmt: skip
    postbox.waiting = [Pulled("7", [event])]

    assert pull_all() == 1
    pull_all()

    assert postbox.gone == ["7", "7"]
    assert Conversation.objects.get().correspondent.address == "desk@example.org"
    assert Message.objects.get().attachment.state == MediaState.KEPT


def test_one_round_does_everything_that_is_due(postbox):
    account = AccountFactory()
    kept(account, {"provider_id": "1", "text": "a"})
    answered(account=account)

    assert post.one_round() == 2


def test_a_report_about_nothing_of_ours_is_let_go_in_the_end(postbox, monkeypatch):
    monkeypatch.setattr(
        postbox, "read", lambda posting: [StatusChange(provider_id="x", state=SendState.READ)]
    )
    kept(AccountFactory(), {"provider_id": "1"})
    assert read_deliveries() == 0
    assert Delivery.objects.get().failure == "not_known_yet"

    long_ago = timezone.now() - LATE_REPORT - timedelta(minutes=1)
    Delivery.objects.update(received_at=long_ago, try_at=long_ago)

    assert read_deliveries() == 1


def test_what_waits_behind_a_report_nobody_knows_is_read_all_the_same(postbox, monkeypatch):
    events = [
        StatusChange(provider_id="x", state=SendState.READ),
        Incoming(provider_id="1", channel=Channel.SMS, sender="0799000552", text="Naomba msaada"),
    ]
    monkeypatch.setattr(postbox, "read", lambda posting: events)
    kept(AccountFactory(), {"provider_id": "1"})

    read_deliveries()

    assert Message.objects.get().text == "Naomba msaada"


def test_a_posting_is_tried_for_ever_with_longer_pauses(postbox, monkeypatch):
    kept(AccountFactory(), {"provider_id": "1", "text": "a", "nobody_knows": 1})
    for _ in range(25):
        read_deliveries()
        waits = Delivery.objects.get().try_at - timezone.now()
        assert timedelta(0) < waits <= timedelta(hours=1)
        Delivery.objects.update(try_at=timezone.now())

    mended = Incoming(provider_id="1", channel=Channel.SMS, sender="0799", text="at last")
    monkeypatch.setattr(postbox, "read", lambda posting: [mended])

    assert Delivery.objects.get().tries == 25
    assert read_deliveries() == 1
    assert Message.objects.get().text == "at last"


def test_a_provider_that_breaks_over_one_message_sends_the_others(postbox, monkeypatch):
    account, whole = AccountFactory(), postbox.send
    answered(account=account)
    answered(account=account)
    first = Sending.objects.order_by("try_at", "id").first()

    def send(message, settings):
        if not postbox.sent and not seen:
            seen.append(1)
            raise KeyError("to")
        return whole(message, settings)

    seen = []
    monkeypatch.setattr(postbox, "send", send)

    assert send_due() == 1

    first.refresh_from_db()
    assert first.state != SendState.SENT
    assert Sending.objects.filter(state=SendState.SENT).count() == 1


def test_a_voice_note_reaches_a_conversation_that_was_begun_by_hand(postbox):
    talk = ConversationFactory(account=None)
    postbox.media = {"pic": PNG}
    event = Incoming(
        provider_id="1", channel=Channel.WHATSAPP, sender=talk.correspondent.address,
        media=Media(reference="pic", type="image/png"),
    )  # fmt: skip

    receive(account=AccountFactory(), event=event)

    assert Message.objects.get().conversation == talk
    assert fetch_media() == 1


def test_a_file_is_asked_for_again_until_a_message_would_be_given_up(postbox, monkeypatch):
    attachment = heard_with_picture(postbox, PNG)
    whole = postbox.fetch

    def away(media, settings):
        raise TryLater("no_line")

    monkeypatch.setattr(postbox, "fetch", away)
    for _ in range(10):
        assert fetch_media() == 0
        attachment.refresh_from_db()
        assert attachment.state == MediaState.WAITING
        Attachment.objects.update(try_at=timezone.now())
    monkeypatch.setattr(postbox, "fetch", whole)
    assert fetch_media() == 1
