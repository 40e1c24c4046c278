"""Referring from the file, and a partner answering without an account."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.referrals.models import Referral
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.partners import an_offer

pytestmark = pytest.mark.django_db
FORM = {"partner": "Day Clinic", "service": "health", "need": "A check", "share": ["name_used"]}


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    return case


def test_no_consent_keeps_the_words_and_makes_nothing(sign_in, case):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/referrals/new/", FORM)

    assert answer.status_code == 422
    assert "A check" in answer.content.decode()
    assert not Referral.objects.exists()


def test_a_partner_answers_by_link(sign_in, case, django_assert_max_num_queries):
    Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient="Day Clinic", answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip
    client = sign_in(case.lead)
    assert client.get(f"/cases/{case.code}/referrals/new/").status_code == 200
    where = client.post(f"/cases/{case.code}/referrals/new/", FORM)["Location"]
    shown = client.post(where, {"send": "1"})
    path = re.search(r"/answer/[\w-]+/", shown.content.decode())[0]
    code = shown.context["key"].code

    partner = Client()
    assert "Pendo" not in partner.get(path).content.decode()
    assert partner.post(path, {"code": code}).status_code == 302
    inside = partner.get(path).content.decode()
    assert "Pendo" in inside
    assert "Kwekwe" not in inside
    assert partner.post(path, {"state": "declined"}).status_code == 422
    assert partner.post(path, {"state": "accepted"}).status_code == 302
    assert partner.post(path, {"state": "completed", "words": "Done."}).status_code == 302

    with django_assert_max_num_queries(12):
        assert "Done." in client.get(where).content.decode()
    with django_assert_max_num_queries(12):
        assert "Day Clinic" in client.get(f"/cases/{case.code}/referrals/").content.decode()
    with django_assert_max_num_queries(12):
        assert client.get("/referrals/").status_code == 200
    assert Client().post(path, {"code": code}).status_code == 422  # a code works once
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)
    assert "Pendo" not in partner.get(path).content.decode()


def test_a_guessed_link_is_closed():
    assert Client().get("/answer/guessed/").status_code == 410


def test_a_stranger_finds_nothing(sign_in, case):
    client = sign_in(UserFactory(worker=True))
    for path in ("", "new/"):
        assert client.get(f"/cases/{case.code}/referrals/{path}").status_code == 404


def test_the_field_offers_the_names_of_the_directory(sign_in, case, django_assert_max_num_queries):
    offer = an_offer()
    client = sign_in(case.lead)
    client.get("/referrals/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/cases/{case.code}/referrals/new/").content.decode()

    assert f'<option value="{offer.partner.name}">' in page
    assert 'list="partners"' in page
