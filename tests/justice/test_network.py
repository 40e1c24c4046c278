"""The network shows what the viewer's own cases say, joins what they share, and tells nothing of others."""

import pytest

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.models import Story
from kimbilio.justice import network as module
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.choices import NodeKind
from kimbilio.justice.network import network
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_lawyer

pytestmark = pytest.mark.django_db
QUERIES = 5  # entries, stories, links; the reach of the viewer is measured twice
PHONE, AGAIN = "0799 000 111", "+254799000111"


@pytest.fixture
def three():
    """Three cases that name the same phone; the lawyer has the first two."""
    cases = [CaseFactory(worker=UserFactory(worker=True), unit=UnitFactory()) for _ in range(3)]
    lines = [{"name": ["Jamila Mfano"], "phone": [PHONE]}, {"phone": [AGAIN], "place": ["Mlimani"]},
             {"name": ["Siri Kwekwe"], "phone": [PHONE], "agency": ["Siri Travels"]}]  # fmt: skip
    for case, known in zip(cases, lines, strict=True):
        save_alleged(case=case, alleged=None, known=known, by=case.lead, part="recruited")
    return cases


def labels(found, kind=None):
    return sorted(node.label for node in found.nodes if kind in (None, node.kind))


def beside(found, label):
    (number,) = [at for at, node in enumerate(found.nodes) if node.label == label]
    return sorted(found.nodes[one].label for one in found.neighbours()[number])


def test_what_two_open_cases_share_is_one_node_between_them(three, django_assert_num_queries):
    mine, also, _closed = three
    Story.objects.create(
        case=mine, origin_country="KE", origin_county="001", destination_country="AE"
    )
    lawyer = a_lawyer(mine, also)
    network(lawyer)

    with django_assert_num_queries(QUERIES):
        found = network(lawyer)

    (phone,) = [node for node in found.nodes if node.kind == NodeKind.PHONE]
    assert phone.cases == {mine.pk, also.pk}
    assert labels(found, NodeKind.CASE) == sorted([mine.code, also.code])
    assert labels(found, NodeKind.ALLEGED) == ["Jamila Mfano", "—"]
    assert labels(found, NodeKind.PLACE) == ["Mlimani"]
    assert beside(found, "Jamila Mfano") == sorted([mine.code, phone.label, "—"])
    (route,) = [node for node in found.nodes if node.kind == NodeKind.ROUTE]
    assert route.label.startswith("Mombasa → ")
    assert beside(found, route.label) == [mine.code]


def test_of_a_case_that_is_closed_to_the_viewer_nothing_is_told(three):
    mine, _also, closed = three

    said = str(network(a_lawyer(mine)).nodes)

    for word in (closed.code, "Siri", "Mlimani", closed.unit.name, str(closed.pk)):
        assert word not in said


def test_a_lead_learns_the_unit_of_a_linked_case_and_no_more(three):
    mine, _also, closed = three
    lead = UserFactory(lead=True)
    UnitMembershipFactory(unit=mine.unit, user=lead, is_lead=True)

    found = network(lead)

    told = [node for node in found.nodes if node.kind == NodeKind.CLOSED]
    assert closed.unit.name in " ".join(node.label for node in told)
    assert {(node.code, node.fact, len(node.cases)) for node in told} == {("", "", 0)}
    assert "Siri" not in str(found.nodes)
    assert closed.code not in str(found.nodes)


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SHELTER_WORKER, Role.ADMINISTRATOR])
def test_who_may_not_see_alleged_traffickers_sees_no_node(three, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=three[0], user=user, kind=TieKind.MEMBER)

    assert network(user).nodes == []


def test_a_route_needs_the_story_as_well_and_two_ends(three, monkeypatch):
    mine = three[0]
    Story.objects.create(case=mine, origin_country="KE", destination_country="")
    assert labels(network(a_lawyer(mine)), NodeKind.ROUTE) == []


def test_more_than_one_picture_holds_is_said_and_older_entries_are_left_out(three, monkeypatch):
    mine, also, _closed = three
    monkeypatch.setattr(module, "MOST_ENTRIES", 1)

    found = network(a_lawyer(mine, also))

    assert found.is_cut
    assert labels(found, NodeKind.CASE) == [also.code]
