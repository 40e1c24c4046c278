"""The directory for everybody: closed unless opened, only what was chosen, small and without a trace."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.kernel.errors import BadInput
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.actions.rules import save_directory_rules
from kimbilio.partners.models import Partner
from tests.factories.accounts import UserFactory
from tests.factories.partners import KAKAMEGA, MOMBASA, an_offer

pytestmark = pytest.mark.django_db
KB = 1024


@pytest.fixture
def opened():
    """The page is open."""
    save_directory_rules(by=UserFactory(role=Role.ADMINISTRATOR), is_page_open=True)


def a_public_offer(**given):
    offer = an_offer(**given)
    Partner.objects.filter(pk=offer.partner_id).update(is_public=True, phone="0700 000 410")
    return offer


def read(query=""):
    return Client().get(f"/help/{query}")


def test_the_page_is_closed_until_it_is_opened():
    a_public_offer()

    assert read().status_code == 404


def test_an_administrator_opens_the_page(sign_in):
    client = sign_in(role=Role.ADMINISTRATOR)
    client.post("/partners/rules/", {"stale_after_days": "180", "is_page_open": "on"})

    assert read().status_code == 200


def test_only_chosen_checked_entries_in_use_are_read(opened, django_assert_num_queries):
    chosen = a_public_offer()
    others = [an_offer(), *(a_public_offer() for _ in range(3)), a_public_offer(is_active=False)]
    not_checked, old, left = (Partner.objects.filter(pk=o.partner_id) for o in others[1:4])
    not_checked.update(assured_on=None, assured_by=None)
    old.update(assured_on="2025-01-01")
    left.update(is_active=False)

    with django_assert_num_queries(2):  # the rules and one search
        page = read().content.decode()

    assert chosen.partner.name in page
    assert [offer.partner.name for offer in others if f">{offer.partner.name}<" in page] == []


def test_it_is_searched_by_service_and_county(opened):
    here, there = a_public_offer(service="legal"), a_public_offer(counties=[MOMBASA])

    page = read(f"?service=legal&county={KAKAMEGA}").content.decode()

    assert f">{here.partner.name}<" in page
    assert f">{there.partner.name}<" not in page
    assert read("?service=nonsense&county=999").status_code == 200


def test_it_is_small_says_nothing_of_people_and_leaves_no_trace(opened):
    lead = UserFactory(lead=True)
    for _ in range(40):
        offer = a_public_offer()
    save_partner(
        partner=Partner.objects.get(pk=offer.partner_id), by=lead, name="Mwanga", note="Ring first.",
        contact_name="Asha Ojwang", contact_phone="+254799000123",
    )  # fmt: skip
    before = Entry.objects.count()

    answer = read()
    page = answer.content.decode()

    assert len(read(f"?county={MOMBASA}").content) < 10 * KB
    assert not [words for words in ("Asha", "+254799000123", "Ring first.") if words in page]
    assert "<script" not in page
    assert "Leave this page" in page
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert Entry.objects.count() == before


def test_the_whole_page_stays_under_twenty_kilobytes_on_the_line(opened):
    for _ in range(60):
        a_public_offer()

    answer = Client(headers={"accept-encoding": "gzip"}).get("/help/")

    assert len(answer.content) < 20 * KB


def test_it_reads_in_kiswahili_by_its_address(opened):
    a_public_offer()

    assert "Nani anaweza kusaidia" in read("?lang=sw").content.decode()


def test_a_secret_place_never_stands_there(opened):
    offer, lead = a_public_offer(), UserFactory(lead=True)
    partner = Partner.objects.get(pk=offer.partner_id)

    with pytest.raises(BadInput) as refusal:
        save_partner(partner=partner, by=lead, name=partner.name, is_place_secret=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.update(is_place_secret=True)

    assert refusal.value.field == "is_public"
    assert not Partner.objects.get().is_place_secret


def test_a_lead_chooses_what_stands_there(sign_in, opened):
    offer, client = an_offer(), sign_in(lead=True)
    partner = offer.partner

    client.post(f"/partners/{partner.pk}/edit/", {
        "name": partner.name, "kind": "ngo", "is_active": "on", "is_public": "on", "version": "1",
        "phone": "0800 000 410 / 0800 000 411",
    })  # fmt: skip

    page = read().content.decode()
    assert partner.name in page
    assert 'href="tel:0800000410"' in page
