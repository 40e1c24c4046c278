"""The adapters behind the true door: what a provider is answered, and what is kept of it."""

from urllib.parse import urlencode as as_form

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kimbilio.api.webhooks import forget_accounts
from kimbilio.helpline.actions.delivering import read_deliveries
from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.models import Delivery, Message
from kimbilio.helpline.providers import known
from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.twilio import Twilio
from tests.factories.helpline import AccountFactory
from tests.helpline.providers.africas_talking_postings import CALL, FORM, MENU
from tests.helpline.providers.test_twilio import SMS, signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(monkeypatch):
    """A function that opens an account with these settings and gives its address."""
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.AFRICAS_TALKING, AfricasTalking())
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.TWILIO, Twilio())
    forget_accounts()

    def opened(provider, **typed):
        account = AccountFactory(provider=provider, typed=typed)
        return reverse("api:door", args=[account.door])

    yield opened
    forget_accounts()


def test_the_menu_answers_page_by_page_and_keeps_the_story(door):
    address = door(ProviderKind.AFRICAS_TALKING)

    pages = [
        Client(enforce_csrf_checks=True).post(
            address, as_form(MENU | {"text": text}), content_type=FORM
        )
        for text in ("", "1", "1*1", "1*1*They took my papers")
    ]

    assert [page.status_code for page in pages] == [200] * 4
    assert [page.content[:3] for page in pages] == [b"CON"] * 4
    assert all(page["content-type"] == "text/plain; charset=utf-8" for page in pages)
    read_deliveries()
    assert Message.objects.get().text == "They took my papers"


def test_a_call_is_told_what_to_do(door):
    address = door(ProviderKind.AFRICAS_TALKING, office_numbers="+254799000801")

    reply = Client().post(address, as_form(CALL), content_type=FORM)

    assert reply["content-type"].startswith("application/xml")
    assert b'<Dial phoneNumbers="+254799000801" />' in reply.content


def test_only_named_addresses_come_in_whatever_they_write_of_themselves(door):
    address = door(ProviderKind.AFRICAS_TALKING, allowed_addresses="198.51.100.7")
    claims = {"x-forwarded-for": "198.51.100.7", "x-real-peer": "198.51.100.7"}

    refused = Client(REMOTE_ADDR="203.0.113.9").post(
        address, as_form(MENU), content_type=FORM, headers=claims
    )
    taken = Client(REMOTE_ADDR="198.51.100.7").post(address, as_form(MENU), content_type=FORM)

    assert (refused.status_code, taken.status_code) == (403, 200)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?line=1&name=a%20b%2Bc"])
def test_twilio_comes_in_with_its_signature_over_the_public_address(door, query):
    address = door(ProviderKind.TWILIO, auth_token="token") + query
    public = settings.PUBLIC_URL.rstrip("/") + address
    fields = SMS | {"Body": "Habari 🙂 & zaidi"}
    signed = {"X-Twilio-Signature": signature(public, fields, token="token")}

    taken = Client().post(address, as_form(fields), content_type=FORM, headers=signed)
    forged = Client().post(
        address, as_form(fields | {"Body": "x"}), content_type=FORM, headers=signed
    )

    assert (taken.status_code, forged.status_code) == (200, 403)
    assert taken.content == b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
    read_deliveries()
    assert Message.objects.get().text == "Habari 🙂 & zaidi"
