"""Every page as those it is for, on a well filled case: few queries, little weight, no name outside."""

import re

import pytest

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from tests.factories.accounts import UserFactory
from tests.guardrails.doors_table import DOORS
from tests.guardrails.test_doors import WRITTEN_BY_READING, arguments, doors
from tests.guardrails.visits import SECRETS, Visitor
from tests.guardrails.world import World

pytestmark = pytest.mark.once

MOST_QUERIES = 12
HEAVIEST = 40_000
MANY = ("cases.Note", "cases.TimelineEntry", "cases.Step", "cases.Document", "cases.Task",
        "people.ContactPoint", "consent.Consent", "cases.WishEntry", "cases.Goal")  # fmt: skip
READERS = [Role.TEAM_LEAD, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER]
# allauth's own pages and downloads count for themselves.
LEFT_OUT = re.compile(r"^(account_|mfa_|log:export|imports:template|cases:download|display:kit)")


@pytest.fixture
def filled(db):
    """A world whose case has many parts, and readers tied to it."""
    world = World()
    for label in MANY:
        for _ in range(12):
            world.another(label)
    return world


@pytest.mark.parametrize("role", READERS)
def test_every_page_is_quick_light_and_quiet(role, filled):
    reader = UserFactory(role=role)
    if role == Role.TEAM_LEAD:
        Tie.objects.create(case=filled.case, user=reader, kind=TieKind.MEMBER)
    visitor = Visitor(reader)
    visitor.client.get("/account/")  # the first page of a visit also notes when it was
    wrong = []

    for name, door in doors().items():
        if name not in DOORS or LEFT_OUT.match(name):
            continue
        reply = visitor.ask(door.address(arguments(filled, name)))
        if reply.status not in {200, 302, 404, 405, 409, 410}:
            wrong.append(f"{name}: {reply.status}")
        if reply.status != 200:
            continue
        if reply.queries > MOST_QUERIES:
            wrong.append(f"{name}: {reply.queries} queries")
        if len(reply.text.encode()) > HEAVIEST:
            wrong.append(f"{name}: {len(reply.text.encode())} bytes")
        if reply.written - WRITTEN_BY_READING:
            wrong.append(f"{name} writes {sorted(reply.written)}")
        outside = f"{reply.title}\n{reply.headers}\n{_addresses(reply.text)}"
        if SECRETS.search(outside):
            wrong.append(f"{name} names somebody in its title, headers or addresses")

    assert not wrong, "\n".join(wrong)


def _addresses(text):
    """Where the page's links, forms and scripts lead; numbers are dialled only from a revealed one."""
    return "\n".join(re.findall(r'(?:href|action|hx-\w+|src)="([^"]*)"', text))
