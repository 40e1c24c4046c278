"""The rooms of the organisation, and a case that no service helps yet."""

import pytest

from kimbilio.care.models import Room
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_matter
from tests.factories.shelter import a_resident
from tests.factories.therapy import RoomFactory, an_episode
from tests.factories.tracing import a_tracing

pytestmark = pytest.mark.django_db
FORM = {"name": "Jacaranda", "kind": "talk", "places": 2, "is_active": "on"}


def test_an_administrator_adds_and_changes_rooms(sign_in, django_assert_max_num_queries):
    client = sign_in(administrator=True)
    client.post("/settings/rooms/new/", FORM)
    room = Room.objects.get()
    here = f"/settings/rooms/{room.pk}/"

    twice = client.post("/settings/rooms/new/", {**FORM, "name": "JACARANDA"})
    client.post(here, {**FORM, "places": 3, "version": 1})
    stale = client.post(here, {**FORM, "places": 4, "version": 1})

    room.refresh_from_db()
    assert twice.status_code == 422
    assert stale.status_code == 409
    assert room.places == 3
    with django_assert_max_num_queries(12):
        assert "3 places" in client.get("/settings/rooms/").content.decode()
    assert "Rooms" in client.get("/settings/").content.decode()


def test_nobody_else_keeps_rooms(sign_in):
    room = RoomFactory()

    for role in ("therapist", "team_lead", "manager"):
        client = sign_in(UserFactory(role=role))
        for path in ("", "new/", f"{room.pk}/"):
            assert client.get(f"/settings/rooms/{path}").status_code == 404
            assert client.post(f"/settings/rooms/{path}", FORM).status_code in {404, 405}
    assert Room.objects.get().name == room.name


def test_a_case_without_a_service_says_so_and_offers_one(sign_in, django_assert_max_num_queries):
    case = CaseFactory(worker=UserFactory(worker=True))
    client = sign_in(case.lead)
    client.get("/account/")  # the first page of a visit also notes when it was

    with django_assert_max_num_queries(12):
        page = client.get(f"/cases/{case.code}/services/").content.decode()

    assert "No service yet" in page
    assert f"/cases/{case.code}/therapy/new/" in page


def test_a_closed_case_offers_none(sign_in):
    case = CaseFactory(closed=True, worker=UserFactory(worker=True))

    page = sign_in(case.lead).get(f"/cases/{case.code}/services/").content.decode()

    assert "/therapy/new/" not in page


def test_a_case_with_many_services_shows_three_and_fetches_the_rest(sign_in):
    tracing = a_tracing()
    case = tracing.case
    a_resident(case=case)
    an_episode(case=case)
    a_matter(case=case)
    client, where = sign_in(case.lead), f"/cases/{case.code}/services/"

    first = client.get(where).content.decode()
    rest = client.get(f"{where}?rest=1", headers={"HX-Request": "true"}).content.decode()

    assert "Family tracing:" not in first
    assert f'hx-get="{where}?rest=1"' in first
    assert "Family tracing:" in rest
    assert "<html" not in rest
    assert "Family tracing:" in client.get(f"{where}?rest=1").content.decode()
