"""A worker refers from the file; a partner without an account answers on a phone, without scripts."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.referrals.models import Referral
from tests.browser.conftest import PHONE
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.partners import an_offer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    return case


def test_from_the_file_to_the_outcome(open_page, sign_in, case, axe):
    name = an_offer(service="health").partner.name
    Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient=name, answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip
    desk = open_page(f"/cases/{case.code}/referrals/new/", client=sign_in(case.lead))
    desk.get_by_label("Partner", exact=True).fill(name)
    desk.get_by_label("What do you ask them for?").fill("A check of the ears.")
    desk.get_by_text("Goes by", exact=True).click()
    desk.get_by_role("button", name="See what they will see").click()
    desk.get_by_role("button", name="Send", exact=True).click()
    shown = desk.locator("section", has_text="Pass these on now")
    link = re.search(r"/answer/\S+/", shown.inner_text())[0]
    code = re.search(r"\b\d{6}\b", shown.inner_text())[0]

    phone = open_page(link, size=PHONE, java_script_enabled=False)
    assert "Pendo" not in phone.content()
    phone.get_by_label("Your code").fill(code)
    phone.get_by_role("button", name="Open").click()
    expect(phone.get_by_text("A check of the ears.")).to_be_visible()
    phone.get_by_text("We can help", exact=True).click()
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_text("We can help", exact=True)).to_be_visible()
    phone.get_by_text("Help was given", exact=True).click()
    phone.get_by_label("Words").fill("Seen on Monday.")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_text("Thank you. Nothing more is needed.")).to_be_visible()
    assert "Pendo" not in phone.content()

    desk.goto(f"/cases/{case.code}/referrals/{Referral.objects.get().pk}/")
    expect(desk.get_by_text("Seen on Monday.")).to_be_visible()
    assert axe(desk) == []


def test_going_back_and_sending_again_does_not_break_the_link(open_page, sign_in, case):
    name = an_offer().partner.name
    Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient=name, answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip
    desk = open_page(f"/cases/{case.code}/referrals/new/", client=sign_in(case.lead))
    desk.get_by_label("Partner", exact=True).fill(name)
    desk.get_by_label("What do you ask them for?").fill("A bed.")
    desk.get_by_role("button", name="See what they will see").click()
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.get_by_text("Pass these on now")).to_be_visible()

    desk.reload()

    assert Referral.objects.get().links.count() == 1
    assert not Referral.objects.get().links.exclude(revoked_at=None).exists()
