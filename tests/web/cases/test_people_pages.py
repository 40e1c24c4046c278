"""People and contacts through the browser's door."""

import pytest

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.queries.search import find_cases
from kimbilio.people.models import ContactPoint, Person, Relation
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory

pytestmark = pytest.mark.django_db

CONTACT = {
    "kind": "phone", "value": "0722 123 456", "best_way": "call", "may_call": "on",
    "safe_from": "10:00", "safe_until": "12:00", "code_phrase": "wrong number", "is_active": "on",
}  # fmt: skip
PERSON = {
    "version": "1", "goes_by": "Neema", "full_name": "Neema Achieng Mfano", "sex": "Feminine",
    "birth_precision": "estimate", "age": "15", "disability": "none",
}  # fmt: skip


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_a_changed_name_is_found_at_once_and_the_old_one_no_more(sign_in, case):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/people/edit/", PERSON)

    assert answer.status_code == 302
    person = Person.objects.get(pk=case.survivor_id)
    assert (person.goes_by, person.ages()) == ("Neema", (15, 15))
    assert person.minority() == "minor"
    assert find_cases("Achieng", viewer=case.lead)
    assert not find_cases("Kwekwe", viewer=case.lead)


def test_two_people_changing_one_person_see_both_versions(sign_in, case):
    client = sign_in(case.lead)
    url = f"/cases/{case.code}/people/edit/"
    client.post(url, PERSON)

    slower = client.post(url, {**PERSON, "goes_by": "Neno"})

    page = slower.content.decode()
    assert slower.status_code == 409
    assert "Neema" in page
    assert 'value="Neno"' in page
    assert Person.objects.get(pk=case.survivor_id).goes_by == "Neema"
    sent = {**PERSON, "goes_by": "Neno", "version": slower.context["form"].data["version"]}
    assert client.post(url, sent).status_code == 302
    assert Person.objects.get(pk=case.survivor_id).goes_by == "Neno"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"birth_precision": "day", "born_on": "2035-01-01"}, "born_on"),
        ({"birth_precision": "day", "born_on": "2011-02-30"}, "born_on"),
        ({"birth_precision": "day", "born_on": "1811-02-03"}, "born_on"),
        ({"birth_precision": "month", "birth_month": "2011-13"}, "birth_month"),
        ({"birth_precision": "estimate", "age": ""}, "age"),
        ({"birth_precision": "estimate", "age": "400"}, "age"),
        ({"sex": "robot"}, "sex"),
        ({"nationality": "Kenya"}, "nationality"),
        ({"goes_by": "Ne\u202ema"}, "goes_by"),
    ],
)
def test_impossible_people_are_explained(sign_in, case, change, field):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/people/edit/", {**PERSON, **change})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Person.objects.get(pk=case.survivor_id).goes_by == "Pendo"


def test_a_contact_is_kept_with_its_rules_and_shows_its_ending_alone(sign_in, case):
    client = sign_in(case.lead)

    client.post(f"/cases/{case.code}/people/contact/", CONTACT)

    contact = ContactPoint.objects.get()
    assert (contact.value, contact.may_call, contact.may_text) == ("0722 123 456", True, False)
    page = client.get(f"/cases/{case.code}/people/").content.decode()
    assert "456" in page
    assert "0722" not in page
    assert [hit.case for hit in find_cases("+254722123456", viewer=case.lead)] == [case]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"value": "twelve"}, "value"), ({"safe_until": ""}, "safe_until"), ({"value": ""}, "value")],
)
def test_a_wrong_contact_is_explained(sign_in, case, change, field):
    url = f"/cases/{case.code}/people/contact/"

    answer = sign_in(case.lead).post(url, {**CONTACT, **change})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ContactPoint.objects.exists()


def test_a_guardian_is_written_down_with_a_phone(sign_in, case, django_assert_max_num_queries):
    client = sign_in(case.lead)
    sent = {"full_name": "Mama Mfano", "kind": "mother", "phone": "0733000111", "is_guardian": "on"}

    client.post(f"/cases/{case.code}/people/new/", sent)

    relation = Relation.objects.get()
    assert relation.is_guardian
    assert relation.other.contacts.get().value == "0733000111"
    with django_assert_max_num_queries(12):
        assert "Mama" in client.get(f"/cases/{case.code}/people/").content.decode()
    client.post(f"/cases/{case.code}/people/{relation.pk}/end/")
    assert "Mama" not in client.get(f"/cases/{case.code}/people/").content.decode()


def test_a_contact_of_somebody_else_is_not_found(sign_in, case):
    other = ContactPointFactory()
    client = sign_in(case.lead)

    assert client.get(f"/cases/{case.code}/contact/{other.pk}/").status_code == 404
    url = f"/cases/{case.code}/people/{PersonFactory().pk}/contact/"
    assert client.post(url, CONTACT).status_code == 404


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", ["people/", "people/edit/", "people/contact/", "people/new/"])
def test_strangers_find_nothing(sign_in, case, role, place):
    answer = sign_in(UserFactory(role=role)).get(f"/cases/{case.code}/{place}")

    assert answer.status_code == 404


def test_a_legal_officer_on_the_team_sees_but_changes_nothing(sign_in, case):
    officer = UserFactory(role=Role.LEGAL_OFFICER)
    Tie.objects.create(case=case, user=officer)
    client = sign_in(officer)

    assert client.get(f"/cases/{case.code}/people/").status_code == 200
    assert client.post(f"/cases/{case.code}/people/edit/", PERSON).status_code == 404
    assert Person.objects.get(pk=case.survivor_id).goes_by == "Pendo"
