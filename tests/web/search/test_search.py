"""One box finds by code, by ear, by phone and by words, and shows nobody else's files."""

import pytest

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.queries.search import find_cases
from kimbilio.people.indexing import index_person
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    person = PersonFactory(goes_by="Khadija", full_name="Khadija Mohamed Abdi")
    ContactPointFactory(person=person, value="0722 123 456")
    index_person(person)
    case = CaseFactory(worker=UserFactory(), survivor=person)
    add_note(case=case, kind="call", text="The tailoring class begins in Gikomba.", by=case.lead)
    return case


@pytest.mark.parametrize(
    "typed",
    ["Khad", "hadija", "Maxamed", "Abdi Khadija", "+254722123456", "0722123456", "123456",
     "tailoring", "gikomba tailoring"],
)  # fmt: skip
def test_the_lead_finds_the_file(case, typed):
    CaseFactory(worker=case.lead)

    found = find_cases(typed, viewer=case.lead)

    assert [hit.case for hit in found] == [case]


@pytest.mark.parametrize("typed", ["{code}", "{letters}", "{small}", "{start}"])
def test_a_code_is_found_however_it_is_typed(case, typed):
    code = case.code
    asked = typed.format(
        code=code, letters=code[3:], small=code.lower().replace("-", " "), start=code[:5]
    )

    assert case in [hit.case for hit in find_cases(asked, viewer=case.lead)]


@pytest.mark.parametrize("role", Role)
def test_a_stranger_finds_no_name_and_no_note(case, role):
    stranger = UserFactory(role=role)

    for typed in ("Khadija", "0722123456", "tailoring"):
        assert find_cases(typed, viewer=stranger) == []


def test_a_word_of_a_note_is_found_by_its_readers_alone(case):
    worker = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=worker)

    assert find_cases("tailoring", viewer=worker) == []
    assert [hit.case for hit in find_cases("Khadija", viewer=worker)] == [case]


def test_the_page_records_that_a_search_was_made_and_not_the_words(
    sign_in, case, django_assert_max_num_queries
):
    client = sign_in(case.lead)
    client.get("/account/")

    with django_assert_max_num_queries(12):
        page = client.post("/search/", {"q": "Khadija"}).content.decode()

    assert case.code in page
    entry = Entry.objects.filter(event="searched").get()
    assert "hadija" not in str(entry.facts)
