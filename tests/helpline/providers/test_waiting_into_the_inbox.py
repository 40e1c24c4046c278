"""WhatsApp, a mailbox and a modem all the way into conversations, and answers all the way out."""

import base64
import json
import time
from email import message_from_bytes

import pytest
from django.utils import timezone

from kimbilio.cases.models import Notice, NoticeKind
from kimbilio.helpline.actions.delivering import keep_delivery, read_deliveries
from kimbilio.helpline.actions.fetching import fetch_media, pull_all
from kimbilio.helpline.actions.sending import send_due
from kimbilio.helpline.choices import (
    Channel,
    Direction,
    MediaState,
    MessageKind,
    ProviderKind,
    SendState,
    Urgency,
)
from kimbilio.helpline.models import Attachment, Conversation, Message, Sending
from kimbilio.vault import files
from tests.factories.accounts import UserFactory
from tests.factories.helpline import AccountFactory
from tests.helpline.providers.listening import Told, listening
from tests.helpline.providers.mail_reports import report
from tests.helpline.providers.mail_servers import opened_office
from tests.helpline.providers.test_mailbox import PLAIN, bundle, file_part, text_part
from tests.helpline.providers.test_modem import AMANI, Daemon, on_sqlite
from tests.helpline.providers.whatsapp_postings import PHONE, message, posted, status, value, whole
from tests.helpline.test_post import PNG

pytestmark = pytest.mark.django_db


def answered(text="Tuko hapa."):
    """Somebody of ours wrote into the only conversation."""
    written = Message.objects.create(
        conversation=Conversation.objects.get(),
        direction=Direction.OUT,
        text=text,
        by=UserFactory(),
    )
    return Sending.objects.create(message=written, try_at=timezone.now())


def arrives(account, found):
    body = posted(found).body
    keep_delivery(account=account, body=body, content_type="application/json")
    return read_deliveries()


def test_whatsapp_from_the_first_word_to_the_two_blue_ticks():
    with listening() as server:
        account = AccountFactory(
            provider=ProviderKind.WHATSAPP,
            typed={"phone_number_id": "1060000001", "access_token": "t", "base_url": server.base},
        )
        now = {"timestamp": str(int(time.time()) - 60)}  # answered within the provider's window
        picture = message("image", {"id": "555", "mime_type": "image/png"}, id="wamid.2", **now)
        assert arrives(account, whole(value(message(**now), picture))) == 1
        lies = {"url": f"{server.base}/a", "file_size": len(PNG)}
        server.tell(Told(200, json.dumps(lies).encode()), Told(200, PNG))
        assert fetch_media() == 1
        server.tell(Told(200, b'{"messages": [{"id": "wamid.9"}]}'))
        sending = answered()
        assert send_due() == 1

        for state in ("read", "delivered", "sent"):
            arrives(account, whole(value(statuses=[status(state)])))

    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent.address) == (Channel.WHATSAPP, f"+{PHONE}")
    assert files.read(Attachment.objects.get().file) == PNG
    assert json.loads(server.asked[-1].body)["to"] == PHONE
    sending.refresh_from_db()
    assert sending.state == SendState.READ


def test_a_posting_that_comes_again_is_one_message():
    account = AccountFactory(provider=ProviderKind.WHATSAPP)
    arrives(account, whole(value(message())))
    arrives(account, whole(value(message(), message(id="wamid.2"))))

    assert Message.objects.count() == 2


def test_an_email_with_files_becomes_one_conversation_and_is_marked_as_read():
    with opened_office() as office:
        AccountFactory(provider=ProviderKind.MAILBOX, typed=office.settings)
        office.receives(
            bundle(text_part("Ona"), file_part(PNG), file_part(b"MZ\x90", name="x.exe"))
        )
        office.receives("Auto-Submitted: auto-replied\n" + PLAIN)

        assert pull_all() == 2
        assert office.seen == {1, 2}
        assert pull_all() == 0
        sending = answered()
        assert send_due() == 1

    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent.address) == (Channel.EMAIL, "amani@mail.example")
    states = Attachment.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [MediaState.KEPT, MediaState.REFUSED]
    sending.refresh_from_db()
    assert (sending.state, len(office.sent)) == (SendState.SENT, 1)


def test_a_long_email_and_one_that_cannot_be_read_keep_all_their_words():
    with opened_office() as office:
        AccountFactory(provider=ProviderKind.MAILBOX, typed=office.settings)
        long = base64.b64encode(("Nisaidie\x07 " * 2_000).encode()).decode()
        office.receives(f"From: a@b.example\nContent-Transfer-Encoding: base64\n\n{long}")
        office.receives(
            "From: c@d.example\n" + "Content-Type: multipart/mixed\n" * 200 + "\nMsaada"
        )

        assert pull_all() == 2

    kept = [files.read(row.file) for row in Attachment.objects.order_by("id")]
    assert kept[0].count(b"Nisaidie ") >= 1_999
    assert b"Msaada" in kept[1]


def test_an_sms_by_the_modem_is_answered_and_its_delivery_is_seen(tmp_path):
    daemon = Daemon(on_sqlite(tmp_path))
    AccountFactory(provider=ProviderKind.MODEM, typed=daemon.settings)
    daemon.receives("Nahitaji ", udh="050003A70201")
    daemon.receives("msaada", udh="050003A70202")

    assert pull_all() == 1
    assert pull_all() == 0
    sending = answered()
    assert send_due() == 1
    ((identity, number, *_rest),) = daemon.outbox()
    daemon.sent(identity, "SendingOK")
    pull_all()
    daemon.reports(identity, "DeliveryOK")
    pull_all()

    assert Message.objects.get(direction=Direction.IN).text == "Nahitaji msaada"
    assert number == AMANI
    sending.refresh_from_db()
    assert sending.state == SendState.DELIVERED


def test_an_account_that_was_never_filled_in_harms_nothing():
    for kind in (ProviderKind.MAILBOX, ProviderKind.MODEM):
        AccountFactory(provider=kind)

    assert pull_all() == 0
    assert not Message.objects.exists()


def test_an_email_that_comes_back_is_not_delivered_and_its_writer_is_told():
    with opened_office() as office:
        AccountFactory(provider=ProviderKind.MAILBOX, typed=office.settings)
        office.receives(PLAIN)
        pull_all()
        sending = answered()
        send_due()
        (sent,) = office.sent
        ours = message_from_bytes(sent)["Message-ID"]
        strangers = ["<0000@kimbilio.example>", "<x@mail.example>"]
        for identity in strangers:  # forged, or of another program
            office.receives(report(identity, server="elsewhere.example"))
        office.receives(report(ours, action="delayed", status="4.4.1"))
        assert pull_all() == 3
        sending.refresh_from_db()
        assert sending.state == SendState.SENT

        office.receives(report(ours))
        office.receives(report(ours).replace("20261130", "20261201"))
        assert pull_all() == 2

    sending.refresh_from_db()
    assert (sending.state, sending.reason) == (SendState.FAILED, "bounced")
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (sending.message.by, NoticeKind.HELPLINE_UNSENT)
    assert Message.objects.filter(direction=Direction.IN).count() == 1
    assert Conversation.objects.count() == 1


def test_an_automatic_answer_is_a_note_where_we_wrote_and_nobody_waits():
    with opened_office() as office:
        AccountFactory(provider=ProviderKind.MAILBOX, typed=office.settings)
        office.receives(PLAIN)
        pull_all()
        Conversation.objects.update(waiting_since=None)
        away = "Auto-Submitted: auto-replied\nMessage-ID: <away-{n}@mail.example>\n"
        rest = (
            "From: {who}\nSubject: Out of office\n\nHelp me is what I would write. Back on Monday."
        )
        office.receives(away.format(n=0) + rest.format(who="nobody.known@mail.example"))
        for number in range(1, 9):
            office.receives(away.format(n=number) + rest.format(who="amani@mail.example"))
        office.receives(away.format(n=1) + rest.format(who="amani@mail.example"))
        assert pull_all() == 10

    talk = Conversation.objects.get()
    notes = talk.messages.filter(kind=MessageKind.NOTE)
    assert notes.count() == 5  # two machines that answer each other fill nothing
    assert "Back on Monday." in notes.first().text
    assert (talk.waiting_since, talk.urgency) == (None, Urgency.NORMAL)


def test_an_automatic_answer_opens_no_conversation_again():
    with opened_office() as office:
        account = AccountFactory(provider=ProviderKind.MAILBOX, typed=office.settings)
        office.receives(PLAIN)
        pull_all()
        closed = {"closed_at": timezone.now(), "outcome": "informed", "waiting_since": None,
                  "closed_by": UserFactory()}  # fmt: skip
        Conversation.objects.update(**closed)
        office.receives("Auto-Submitted: auto-replied\n" + PLAIN.replace("<one@", "<two@"))
        pull_all()

    talk = Conversation.objects.get()
    assert (talk.account, talk.is_open, talk.messages.count()) == (account, False, 2)
