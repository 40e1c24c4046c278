"""What a new installation is told to do first, and that it falls silent once cases can be taken."""

import pytest

from kimbilio.accounts.choices import Role
from kimbilio.organisation.models import Organisation
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = ("/settings/", "/settings/staff/")


def pages(client):
    return [client.get(path).content.decode() for path in PAGES]


def test_a_new_installation_says_what_comes_first(sign_in):
    client = sign_in(role=Role.ADMINISTRATOR)

    for page in pages(client):
        assert "Begin here" in page
        assert "Add the units that cases belong to</b>" in page
    UnitFactory()
    UserFactory(worker=True)
    for page in pages(client):
        assert "Say how your organisation is called</b>" in page
    Organisation.objects.create(name="A refuge (invented)")
    for page in pages(client):
        assert "Say how your organisation is called · done" in page
        assert "Add the units that cases belong to · done" in page
        assert "Place them in a unit and say who leads it</b>" in page


def test_with_a_led_unit_nothing_is_said(sign_in):
    UnitMembershipFactory(is_lead=True)

    for page in pages(sign_in(role=Role.ADMINISTRATOR)):
        assert "Begin here" not in page


def test_who_sets_nothing_up_is_told_nothing(sign_in):
    page = sign_in(role=Role.CASE_WORKER).get("/settings/").content.decode()

    assert "Begin here" not in page


def test_a_list_without_cases_says_how_to_begin(sign_in):
    client = sign_in(role=Role.CASE_WORKER)

    untouched = client.get("/cases/").content.decode()
    narrowed = client.get("/cases/?stage=support").content.decode()

    assert "No open case yet" in untouched
    assert "Take the first call" in untouched
    assert "Bring in past cases" not in untouched
    assert "Bring in past cases" in sign_in(role=Role.TEAM_LEAD).get("/cases/").content.decode()
    assert "Take the filters away" in narrowed
