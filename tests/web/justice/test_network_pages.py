"""The page of the network: the same facts drawn and as a table, for who does legal work alone."""

import pytest

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.justice.actions.alleged import save_alleged
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_lawyer

pytestmark = pytest.mark.django_db
PAGE, TABLE, DATA = "/courts/network/", "/courts/network/table/", "/courts/network/data/"


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory(worker=True))
    for number in range(30):
        known = {"name": [f"Siri Mfano{number}"], "phone": [f"+2547990001{number:02}"]}
        save_alleged(case=case, alleged=None, known=known, by=case.lead, part="recruited")
    return case


def read(answer):
    return answer.content.decode()


def test_table_and_picture_say_the_same_page_by_page(sign_in, case, django_assert_max_num_queries):
    client = sign_in(a_lawyer(case))
    with django_assert_max_num_queries(12):
        drawn_on = read(client.get(PAGE))
    with django_assert_max_num_queries(12):
        first = read(client.get(TABLE))
    with django_assert_max_num_queries(12):
        drawn = client.get(DATA)

    said = drawn.json()
    assert len(said["nodes"]) == 61
    assert ["case", case.code, "", 1, f"/cases/{case.code}/legal/alleged/"] in said["nodes"]
    assert len(said["edges"]) == 60
    assert drawn["Cache-Control"].startswith("max-age=0")
    assert "1 / 3" in first
    pages = first + read(client.get(TABLE, {"page": 2})) + read(client.get(TABLE, {"page": 3}))
    assert all(label in pages for _kind, label, *_rest in said["nodes"])
    phones = read(client.get(TABLE, {"kind": "phone"}))
    assert "1 / 2" in phones
    assert DATA in drawn_on
    assert TABLE in drawn_on
    assert "Siri" not in drawn_on
    assert len(first) < 40_000
    events = Entry.objects.filter(event="network_opened")
    assert {(entry.facts["view"], entry.facts["nodes"]) for entry in events} == {
        ("table", 61), ("picture", 61),
    }  # fmt: skip


def test_another_lawyer_finds_an_empty_page(sign_in, case):
    client = sign_in(a_lawyer())

    assert "Nobody is named yet" in read(client.get(PAGE))
    assert "Nobody is named yet" in read(client.get(TABLE))
    assert client.get(DATA).json()["nodes"] == []


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SHELTER_WORKER, Role.ADMINISTRATOR])
def test_who_does_no_legal_work_is_turned_away(sign_in, case, role):
    client = sign_in(UserFactory(role=role))

    for address in (PAGE, TABLE, DATA):
        assert client.get(address).status_code in (403, 404)


def test_words_that_nobody_offers_break_nothing(sign_in, case):
    client = sign_in(a_lawyer(case))

    assert client.get(TABLE, {"kind": "<soul>", "page": "many"}).status_code == 200
