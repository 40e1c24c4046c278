"""Every address as every role that is on the team of the case: no word of a part that is closed to the role."""

import re

import pytest
from django.apps import apps

from kimbilio.access.choices import Act, Compartment, Permission, TieKind
from kimbilio.access.matrix import allows, holds
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.shelter.models import HouseWorker
from kimbilio.vault.fields import EncryptedField
from tests.factories.accounts import UserFactory
from tests.guardrails.doors import all_doors
from tests.guardrails.doors_table import DOORS
from tests.guardrails.test_doors import arguments
from tests.guardrails.visits import Visitor
from tests.guardrails.world import MARK, World, secret

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROLES = [
    role.value
    for role in Role
    if allows(role, Compartment.OUTLINE, Act.VIEW)
    and not all(allows(role, part, Act.VIEW) for part in Compartment)
]
IDENTITY = ("people.Person", "people.ContactPoint", "people.IdentityDocument", "people.Relation")
KEPT_IN_ANY = {
    "cases.Task": "title", "cases.Note": "text", "cases.Document": "title",
    "cases.Appointment": "title", "cases.TimelineEntry": "line",
}  # fmt: skip
PARTS = (Compartment.HEALTH, Compartment.LEGAL, Compartment.WHEREABOUTS)
MEDICAL = f"{MARK}GivingInHealth"
NOBODYS = "NOBODY"  # a sealed note is its author's; a house's address is asked for by itself
MEDICAL = f"{MARK}GivingInHealth"
ASKED_FOR = {  # reviewers read why a seal was broken; that is what they review
    "houses:address": "HouseAddress", "therapy:seals": "SealOpeningReason",
    "therapy:seal_review": "SealOpeningReason",
}  # fmt: skip
TELLS_WHEN_SENT = re.compile(
    "export|print|make|form|discharge|copy|search|feed|address|reveal|case_url"
)


def whose():
    """Each word that stands in a case, without its mark, and the part it belongs to."""
    known = {
        f"{MARK}HouseAddress": NOBODYS,
        f"{MARK}SealedNoteText": NOBODYS,
        MEDICAL: Compartment.HEALTH,
    }
    for model in apps.get_models():
        part = getattr(model, "compartment", None)
        if model._meta.label in IDENTITY:
            part = Compartment.IDENTITY
        if isinstance(part, Compartment):
            for field in model._meta.concrete_fields:
                if isinstance(field, EncryptedField):
                    words = secret(field)
                    known.setdefault(words if isinstance(words, str) else words["words"], part)
    for label in KEPT_IN_ANY:
        for part in PARTS:
            known[f"{MARK}{label.split('.')[1]}In{part.title()}"] = part
    return {words.lower(): part for words, part in known.items()}


@pytest.fixture
def world():
    made = World()
    for label, field in KEPT_IN_ANY.items():
        for part in PARTS:
            words = f"{MARK}{label.split('.')[1]}In{part.title()}"
            made.another(label, compartment=part, **{field: words})
    made.another("livelihoods.Giving", compartment="health", kind="medical", words=MEDICAL)
    return made


@pytest.mark.parametrize("role", ROLES)
def test_who_is_on_the_team_reads_the_parts_of_their_role_alone(world, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=world.case, user=user, kind=TieKind.MEMBER)
    HouseWorker.objects.create(house=world.rows["shelter.House"], user=user)
    visitor, parts, wrong, read = Visitor(user), whose(), set(), set()

    for name, door in all_doors().items():
        needs = DOORS[name].needs
        if needs and not holds(role, Permission(needs)):
            continue  # not found, as for strangers
        address = door.address(arguments(world, name))
        for method in ("get", "post") if TELLS_WHEN_SENT.search(name) else ("get",):
            reply = visitor.ask(address, method)
            for found in re.findall(rf"{MARK}\w+", f"{reply.headers}\n{reply.text}", re.IGNORECASE):
                part = parts.get(found.lower())
                if part is None or ASKED_FOR.get(name, "\0") in found:
                    continue
                read.add(part)
                if part == NOBODYS or not allows(role, part, Act.VIEW):
                    wrong.add(f"{name} {method}: {found}, {part}")

    assert not wrong, "\n".join(sorted(wrong))
    sees = [part for part in (Compartment.STORY, *PARTS) if allows(role, part, Act.VIEW)]
    assert set(sees) <= read, "the pages show nothing of a part that is open: the search is blind"
