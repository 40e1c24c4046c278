"""Clocks and decisions on the case file."""

import pytest

from kimbilio.accounts.choices import Role
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Case, Decision, ResponseClock
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_deciding_again_suggests_by_what_is_true_now(sign_in, case):
    client = sign_in(case.lead)
    url = f"/cases/{case.code}/decide/"

    looked = client.post(url, {"safety": "not_safe", "is_body_with_them": "on", "look": "1"})
    assert looked.context["suggestion"].route == "go_now"
    assert not Decision.objects.exists()

    sent = {"safety": "not_safe", "is_body_with_them": "on", "route": "shelter"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "override_reason" in refused.context["form"].errors
    client.post(url, {**sent, "override_reason": "The road is closed tonight."})

    assert Decision.objects.get().route == "shelter"


def test_a_clock_is_met_from_the_file(sign_in, case):
    (clock,) = start_clocks(case, [ClockKind.SAFE_PLACE], by=case.lead)
    client = sign_in(case.lead)
    assert "A safe place" in client.get(f"/cases/{case.code}/").content.decode()

    client.post(f"/cases/{case.code}/clocks/{clock.pk}/met/")

    assert ResponseClock.objects.get().met_by == case.lead
    assert Case.objects.get().due_at is None


def test_a_call_that_is_written_down_is_first_contact(case):
    start_clocks(case, [ClockKind.FIRST_CONTACT], by=case.lead)

    add_note(case=case, kind="call", text="She is well.", by=case.lead)

    assert ResponseClock.objects.get().met_at is not None
    assert Case.objects.get().last_contact_at is not None


@pytest.mark.parametrize("role", Role)
def test_strangers_decide_nothing(sign_in, case, role):
    (clock,) = start_clocks(case, [ClockKind.SAFE_PLACE], by=case.lead)
    client = sign_in(UserFactory(role=role))

    assert client.post(f"/cases/{case.code}/decide/", {"route": "shelter"}).status_code == 404
    client.post(f"/cases/{case.code}/clocks/{clock.pk}/met/")

    assert not Decision.objects.exists()
    assert ResponseClock.objects.get().met_at is None
