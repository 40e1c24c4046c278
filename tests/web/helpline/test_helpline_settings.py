"""Accounts and lists of the helpline: secrets go in and never come out."""

import pytest
from django.urls import reverse

from kimbilio.audit.models import Entry
from kimbilio.helpline.actions.sending import account_for
from kimbilio.helpline.choices import Channel
from kimbilio.helpline.models import Account, Conversation, SafeReply, UrgentWord
from kimbilio.helpline.queries import can_text
from tests.factories.helpline import AccountFactory

pytestmark = pytest.mark.django_db


def test_a_secret_is_kept_encrypted_and_never_shown_again(sign_in):
    admin = sign_in(administrator=True)
    fields = {"name": "Main line", "is_active": "on", "account_sid": "AC0123456789abcdef0123456789abcdef",
              "auth_token": "Qzxsecret-token", "sms_number": "+254799000001",
              "whatsapp_number": "+254799000001"}  # fmt: skip

    done = admin.post(reverse("helpline:new_account", args=["twilio"]), fields)

    account = Account.objects.get()
    page = admin.get(done["Location"]).content.decode()
    assert account.typed["auth_token"] == "Qzxsecret-token"
    assert "Qzxsecret" not in page
    assert account.door in page
    assert "Qzxsecret" not in str([entry.facts for entry in Entry.objects.all()])


def test_an_empty_secret_keeps_what_was_there(sign_in):
    admin = sign_in(administrator=True)
    account = AccountFactory(
        provider="twilio", name="Line",
        typed={"account_sid": "AC0123456789abcdef0123456789abcdef", "auth_token": "kept",
               "sms_number": "+254799000001"},
    )  # fmt: skip

    admin.post(
        reverse("helpline:account", args=[account.pk]),
        {"name": "Other", "version": account.version, "auth_token": "",
         "account_sid": "AC0123456789abcdef0123456789abcdef", "sms_number": "+254799000001"},
    )  # fmt: skip

    account.refresh_from_db()
    assert (account.name, account.typed["auth_token"], account.is_active) == (
        "Other",
        "kept",
        False,
    )


def test_an_account_can_get_another_door(sign_in):
    admin, account = sign_in(administrator=True), AccountFactory(provider="twilio")
    was = account.door

    admin.post(reverse("helpline:account", args=[account.pk]), {"renew": "1"})

    account.refresh_from_db()
    assert account.door != was


def test_what_a_provider_needs_is_asked_for(sign_in):
    admin = sign_in(administrator=True)

    answer = admin.post(reverse("helpline:new_account", args=["twilio"]), {"name": "Main"})

    assert answer.status_code == 422
    assert not Account.objects.exists()


def test_an_account_is_used_only_for_the_channels_it_has_a_number_for(sign_in):
    admin, new = sign_in(administrator=True), reverse("helpline:new_account", args=["twilio"])
    fields = {"name": "Main", "is_active": "on", "account_sid": "AC01", "auth_token": "Qzx"}
    text = Conversation(channel=Channel.SMS, account=None)

    refused = admin.post(new, fields)
    assert refused.status_code == 422
    assert "sms_number" in refused.context["form"].errors
    assert not Account.objects.exists()
    admin.post(new, {**fields, "whatsapp_number": "+254799000001"})

    account = Account.objects.get()
    assert (can_text(), account_for(text)) == (False, None)
    assert account_for(Conversation(channel=Channel.WHATSAPP)) == account
    assert "Sends by WhatsApp" in admin.get(reverse("helpline:accounts")).content.decode()
    admin.post(
        reverse("helpline:account", args=[account.pk]),
        {**fields, "sms_number": "+254799000002", "version": account.version},
    )
    assert (can_text(), account_for(text)) == (True, account)
    assert account_for(Conversation(channel=Channel.WHATSAPP)) is None


def test_case_workers_set_up_nothing(sign_in):
    worker = sign_in(worker=True)

    assert worker.get(reverse("helpline:accounts")).status_code == 404
    assert worker.get(reverse("helpline:words")).status_code == 404


def test_a_lead_adds_a_word_and_an_answer(sign_in):
    lead = sign_in(lead=True)
    lead.post(
        reverse("helpline:new_word"),
        {"word": "Wamemchoma!", "language": "sw", "urgency": "look_first", "is_active": "on"},
    )
    lead.post(
        reverse("helpline:new_reply"),
        {"text": "Tutaongea kesho?", "language": "sw", "place": "3", "is_active": "on"},
    )

    assert UrgentWord.objects.filter(word="wamemchoma", urgency="look_first").exists()
    assert SafeReply.objects.filter(text="Tutaongea kesho?").exists()


def test_an_answer_that_tells_too_much_is_refused(sign_in):
    lead = sign_in(lead=True)

    answer = lead.post(
        reverse("helpline:new_reply"),
        {"text": "Come to the shelter", "language": "en", "place": "0", "is_active": "on"},
    )

    assert answer.status_code == 422
    assert not SafeReply.objects.filter(text__contains="shelter").exists()
