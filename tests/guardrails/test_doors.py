"""Every address, as every role and as nobody: the reply is as the table says and tells nothing."""

from functools import cache

import pytest

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.choices import Role
from tests.factories.accounts import UserFactory
from tests.guardrails.doors import all_doors
from tests.guardrails.doors_table import DOORS
from tests.guardrails.visits import Visitor
from tests.guardrails.world import TOKEN, World

pytestmark = pytest.mark.once

NOBODY = "nobody"
WHO = [NOBODY, *[role.value for role in Role]]
ASK_BY_SCRIPT_TOO = {NOBODY, Role.CASE_WORKER, Role.MANAGER}
# Reviewers read why somebody opened a case in an emergency; that is what they review.
MAY_READ = {
    "cases:reviews": "EmergencyOpeningReason", "cases:review": "EmergencyOpeningReason",
    # Who manages the shelter reads its books, and may look up an address, which is recorded.
    "shelter:day": "MealDiets", "shelter:meal": "MealDiets",
    "shelter:book": "LogEntryText", "shelter:incident": "IncidentText", "houses:address": "HouseAddress",
    "therapy:seals": "SealOpeningReason", "therapy:seal_review": "SealOpeningReason",
}  # fmt: skip
WRITTEN_BY_READING = {  # the trail, and what a session notes about itself
    "audit_entry", "django_session", "usersessions_usersession",
}  # fmt: skip


@pytest.fixture
def world(db):
    return World()


# A link that does not open is counted by address, so that nobody tries them all.
COUNTS_GUESSES = {
    name: {"sign_in_tries"} for name in ("answer:answer", "report:refer", "calendar:fetch")
}


@cache
def doors():
    return all_doors()


def arguments(world, name):
    pk = DOORS[name].pk
    row = world.rows.get(pk)
    return {
        "code": world.case.code,
        "kind": "risk",
        "letter": "school",
        "language": "en",
        "number": 1,
        "to": "missing",
        "token": TOKEN,
        "provider": "twilio",
        "uidb36": "1",
        "key": "x",
        "which": "lunch",
        "at": "08:00",
        "medicine": world.rows["shelter.Medicine"].pk,
        "happening": world.rows["shelter.Happening"].pk,
        "pk": row.pk if row is not None else 1,
    }


def test_every_address_is_in_the_table_and_every_line_has_an_address():
    assert set(doors()) - set(DOORS) == set(), "add a line to doors_table.py"
    assert set(DOORS) - set(doors()) == set(), "these addresses are gone"


@pytest.mark.parametrize("name", DOORS)
def test_every_view_declares_what_the_table_says(name):
    view = doors()[name].view

    assert hasattr(view, "needs"), "mark it with page(needs=...)"
    assert (view.needs or "") == DOORS[name].needs


def test_every_address_by_key_meets_a_row_that_exists(world):
    asked = {line.pk for line in DOORS.values() if line.pk}

    assert asked - set(world.rows) == {"number"}


def statuses(name, who, method, *, htmx):
    """What may come back."""
    line = DOORS[name]
    usual = line.of(who, method, htmx=htmx)
    if not line.needs:
        return {usual}
    if who == NOBODY:
        return {302, 405} if usual == 405 else {302}
    if not holds(who, Permission(line.needs)):
        return {404, 405} if usual == 405 else {404}
    return {usual}


@pytest.mark.parametrize("who", WHO)
def test_a_stranger_learns_nothing_at_any_door(who, world):
    visitor = Visitor(None if who == NOBODY else UserFactory(role=who))
    wrong = []

    for name, door in doors().items():
        if name not in DOORS:
            continue  # the test of the table says so
        address = door.address(arguments(world, name))
        for method in ("get", "post"):
            for htmx in (False, True) if who in ASK_BY_SCRIPT_TOO else (False,):
                reply = visitor.ask(address, method, htmx=htmx)
                how = f"{name} {method}{' htmx' if htmx else ''}"
                if reply.status not in statuses(name, who, method, htmx=htmx):
                    wrong.append(f"{how}: {reply.status}")
                if reply.secrets and MAY_READ.get(name, "\0") not in reply.secrets:
                    wrong.append(f"{how} tells: {reply.secrets}")
                may_write = WRITTEN_BY_READING | COUNTS_GUESSES.get(name, set())
                if method == "get" and reply.written - may_write:
                    wrong.append(f"{how} writes {sorted(reply.written)}")

    assert not wrong, "\n".join(wrong)


def test_nobody_is_sent_to_sign_in(world):
    for name, door in doors().items():
        if name in DOORS and DOORS[name].needs:
            reply = Visitor().ask(door.address(arguments(world, name)))

            assert reply.status == 405 or "Location: /account/sign-in/" in reply.headers, name


def test_no_door_takes_a_form_that_another_site_sent(world):
    visitor = Visitor(world.owner)
    visitor.client.handler.enforce_csrf_checks = True
    replies = {
        name: visitor.ask(door.address(arguments(world, name)), "post").status
        for name, door in doors().items()
        if name in DOORS
    }

    refused = {name: status for name, status in replies.items() if status != 403}
    assert refused == {"api:door": 404}  # providers prove themselves otherwise; this key is none
