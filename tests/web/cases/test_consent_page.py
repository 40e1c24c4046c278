"""Consent through the browser's door."""

import pytest

from kimbilio.accounts.choices import Role
from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db

SENT = {
    "purpose": "sharing", "recipient": "Amani Clinic", "answer": "yes", "giver": "self",
    "manner": "spoken", "given_on": "2026-04-14", "words": "They may know.",
}  # fmt: skip


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    return case


def test_an_answer_is_recorded_shown_and_taken_back(sign_in, case, django_assert_max_num_queries):
    client = sign_in(case.lead)
    url = f"/cases/{case.code}/consent/"

    assert client.post(url, SENT).status_code == 302
    with django_assert_max_num_queries(12):
        page = client.get(url).content.decode()
    assert "They may know." in page
    client.post(f"{url}{Consent.objects.get().pk}/withdraw/", {"words": "Not any more."})

    assert Consent.objects.get().withdrawn_at is not None
    timeline = client.get(f"/cases/{case.code}/timeline/").content.decode()
    assert "withdrawn" in timeline


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient": ""}, "recipient"),
        ({"given_on": "2999-01-01"}, "given_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"manner": "witnessed"}, "witness"),
        ({"giver": "guardian"}, "giver"),
    ],
)
def test_a_wrong_answer_is_explained_and_kept(sign_in, case, change, field):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/consent/", {**SENT, **change})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "They may know." in answer.content.decode()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_strangers_find_nothing(sign_in, case, role):
    client = sign_in(UserFactory(role=role))

    assert client.get(f"/cases/{case.code}/consent/").status_code == 404
    assert client.post(f"/cases/{case.code}/consent/", SENT).status_code == 404
    assert not Consent.objects.exists()
