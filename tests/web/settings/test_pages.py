"""The settings through the browser's door."""

import pytest
from django.contrib.auth.hashers import make_password

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case
from kimbilio.organisation.models import Organisation, Unit, UnitMembership
from kimbilio.organisation.queries import this_organisation
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db
ABOUT = {
    "name": "Bahari Trust", "address": "Box 1\nKilifi", "phone": "0700 111 222", "email": "",
    "fair_load": "20", "follow_up_days": "30, 2;7", "idle_minutes_desk": "10",
    "idle_minutes_phone": "3",
}  # fmt: skip


@pytest.fixture
def client(sign_in):
    return sign_in(UserFactory(administrator=True))


def test_the_organisation_is_kept_and_traced(client):
    assert client.post("/settings/organisation/", ABOUT).status_code == 302

    held = this_organisation()
    assert (held.name, held.fair_load, held.follow_up_days) == ("Bahari Trust", 20, "2,7,30")
    again = {**ABOUT, "fair_load": "30", "version": held.version}
    assert client.post("/settings/organisation/", again).status_code == 302
    assert Organisation.objects.get().fair_load == 30
    assert Entry.objects.filter(event="settings_changed").count() == 2


def test_two_administrators_see_both_versions(client):
    client.post("/settings/organisation/", ABOUT)
    held = this_organisation()
    client.post("/settings/organisation/", {**ABOUT, "name": "First", "version": held.version})

    slower = client.post(
        "/settings/organisation/", {**ABOUT, "name": "Second", "version": held.version}
    )

    assert slower.status_code == 409
    assert "First" in slower.content.decode()
    assert this_organisation().name == "First"


@pytest.mark.parametrize("days", ["", "soon", "0", "2,,x", "99999"])
def test_days_that_are_none_are_explained(client, days):
    answer = client.post("/settings/organisation/", {**ABOUT, "follow_up_days": days})

    assert answer.status_code == 422
    assert "follow_up_days" in answer.context["form"].errors
    assert not Organisation.objects.exists()


def test_a_unit_gets_a_name_members_and_a_lead(client):
    lead, case = UserFactory(lead=True), CaseFactory()
    answer = client.post("/settings/units/new/", {"name": "Lake office", "is_active": "on"})
    unit = Unit.objects.get(name="Lake office")
    assert answer.url == f"/settings/units/{unit.pk}/"
    Case.objects.filter(pk=case.pk).update(unit=unit)

    client.post(f"/settings/units/{unit.pk}/members/", {"user": lead.pk, "is_lead": "on"})

    assert UnitMembership.objects.get(user=lead).is_lead
    assert Case.objects.visible_to(lead).exists()
    client.post(f"/settings/units/members/{UnitMembership.objects.get(user=lead).pk}/remove/")
    assert not Case.objects.visible_to(lead).exists()
    assert Entry.objects.filter(event__in=["unit_created", "unit_changed"]).count() == 3


def test_a_worker_cannot_lead_and_a_name_stands_once(client):
    unit, other = UnitFactory(name="Lake office"), UnitFactory()

    as_lead = {"user": UserFactory().pk, "is_lead": "on"}
    refused = client.post(f"/settings/units/{unit.pk}/members/", as_lead)
    twice = client.post(
        f"/settings/units/{other.pk}/", {"name": "Lake office", "version": other.version}
    )

    assert (refused.status_code, twice.status_code) == (422, 422)
    assert not UnitMembership.objects.exists()
    assert Unit.objects.filter(name="Lake office").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_read_the_table_of_access_and_change_nothing(sign_in, role):
    client = sign_in(UserFactory(role=role))

    assert "Alleged traffickers" in client.get("/settings/access/").content.decode()
    assert "/settings/organisation/" not in client.get("/settings/").content.decode()
    assert client.post("/settings/organisation/", ABOUT).status_code == 404
    assert client.get("/settings/units/").status_code == 404


def test_pages_are_few_queries(client, django_assert_max_num_queries):
    unit = UnitFactory()
    UnitMembershipFactory.create_batch(5, unit=unit)
    client.get("/settings/")

    for address in ("", "organisation/", "units/", f"units/{unit.pk}/", "access/"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/settings/{address}").status_code == 200


def test_a_screen_may_be_quiet_for_as_long_as_the_organisation_says(client, sign_in):
    client.post("/settings/organisation/", ABOUT)

    worker = sign_in(UserFactory(pin=make_password("2580")))
    worker.post("/account/lock/")
    worker.post("/account/locked/", {"secret": "2580"})

    page = worker.get("/cases/").content.decode()
    assert 'data-lock-after="600"' in page
    assert 'data-lock-after-phone="180"' in page


def test_a_screen_that_never_locks_is_refused(client):
    answer = client.post("/settings/organisation/", {**ABOUT, "idle_minutes_desk": "600"})

    assert answer.status_code == 422
    assert not Organisation.objects.exists()
