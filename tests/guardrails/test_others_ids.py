"""The address of one's own case with a key of somebody else's: not found, told nothing, unchanged."""

import pytest

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.kernel.ids import new_code
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.guardrails.doors import all_doors
from tests.guardrails.doors_table import DOORS
from tests.guardrails.test_doors import WRITTEN_BY_READING
from tests.guardrails.visits import Visitor
from tests.guardrails.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FOR_ALL = {
    "cases.ReadySet"
}  # rows that belong to no case: anybody who may open the page may use them
OF_ONE_OWN = {"cases:leave_team"}  # its key is of a colleague, not of a row of the case
KEYED = sorted(
    name
    for name, door in all_doors().items()
    if name in DOORS
    and DOORS[name].pk not in {"", "number", *FOR_ALL}
    and "code" in door.asks
    and name not in OF_ONE_OWN
)


@pytest.fixture(scope="module")
def doors():
    return all_doors()


def test_there_are_such_addresses():
    assert len(KEYED) > 15


@pytest.mark.parametrize("htmx", [False, True])
def test_a_key_of_another_case_is_not_found_under_ones_own(doors, htmx):
    world = World()
    thief = UserFactory(worker=True)
    own = CaseFactory(code=new_code(6))
    Tie.objects.create(case=own, user=thief, kind=TieKind.LEAD)
    visitor = Visitor(thief)
    wrong = []

    for name in KEYED:
        for pk in (world.rows[DOORS[name].pk].pk, world.case.pk):
            address = doors[name].address(
                {"code": own.code, "pk": pk, "kind": "PHQ9", "to": "missing"}
            )
            for method in ("get", "post"):
                reply = visitor.ask(address, method, htmx=htmx)
                if reply.status not in {404, 405}:
                    wrong.append(f"{name} {method}: {reply.status}")
                if reply.secrets:
                    wrong.append(f"{name} {method} tells: {reply.secrets}")
                if reply.written - WRITTEN_BY_READING:
                    wrong.append(f"{name} {method} writes {sorted(reply.written)}")

    assert wrong == []
