"""Changing what we know of a person. Each asks for the case through which the person is known."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.people.choices import ContactKind
from kimbilio.people.indexing import index_person
from kimbilio.people.models import ContactPoint, IdentityDocument, Person, Relation
from kimbilio.people.tokens import international


def _require_identity(by: User, case: Any, person: Person) -> None:
    """The case opens its survivor and those related to them, and nobody else."""
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.CHANGE)
    around = Relation.objects.filter(person_id=case.survivor_id, other=person)
    if person.pk != case.survivor_id and not around.exists():
        raise NotAllowed


@transaction.atomic
def change_person(
    *, person: Person, case: Any, by: User, expected: int | None = None, **values: Any
) -> None:
    """Correct what we know of the survivor, or of somebody related, and make it findable anew."""
    _require_identity(by, case, person)
    changes = amend(person, expected=expected, **values)
    if changes:
        index_person(person)
        trail.record(Event.PERSON_CHANGED, by=by, on=person, case=case, changes=changes)


@transaction.atomic
def add_contact(*, person: Person, case: Any, by: User, **values: Any) -> ContactPoint:
    """Add a way to reach somebody, with its safe-contact rules. The first becomes the best way."""
    _require_identity(by, case, person)
    _check_contact(values)
    is_first = not person.contacts.filter(is_active=True, is_primary=True).exists()
    contact = ContactPoint.objects.create(person=person, is_primary=is_first, **values)
    index_person(person)
    trail.record(Event.CONTACT_CREATED, by=by, on=contact, case=case)
    return contact


@transaction.atomic
def change_contact(
    *, contact: ContactPoint, case: Any, by: User, expected: int | None = None, **values: Any
) -> None:
    """Change a number, an address or its rules; ``is_active=False`` puts it out of use."""
    _require_identity(by, case, contact.person)
    _check_contact(values)
    changes = amend(contact, expected=expected, **values)
    if changes:
        index_person(contact.person)
        trail.record(Event.CONTACT_CHANGED, by=by, on=contact, case=case, changes=changes)


def _check_contact(values: dict[str, Any]) -> None:
    if ("safe_from" in values or "safe_until" in values) and (
        (values.get("safe_from") is None) != (values.get("safe_until") is None)
    ):
        raise BadInput(_("Give both hours, or neither."), field="safe_until")
    if values.get("kind") == ContactKind.PHONE and not international(values.get("value", "")):
        raise BadInput(_("This is not a phone number. Check the digits."), field="value")


@transaction.atomic
def add_paper(*, person: Person, case: Any, by: User, **values: Any) -> IdentityDocument:
    """Add an identity document with its number."""
    _require_identity(by, case, person)
    paper = IdentityDocument.objects.create(person=person, **values)
    index_person(person)
    trail.record(Event.PERSON_CHANGED, by=by, on=paper, case=case, kind=paper.kind)
    return paper


@transaction.atomic
def add_relation(
    *, person: Person, case: Any, by: User, kind: str, other: Person | None = None,
    full_name: str = "", phone: str = "", is_guardian: bool = False,
    is_emergency_contact: bool = False, may_know: bool = False, note: str = "",
) -> Relation:  # fmt: skip
    """Say who belongs to the survivor: somebody known, or a new person with a name and a phone."""
    _require_identity(by, case, person)
    if other is None:
        if not full_name.strip():
            raise BadInput(_("Give a name."), field="full_name")
        other = Person.objects.create(full_name=full_name.strip())
        index_person(other)
    relation = Relation.objects.create(
        person=person, other=other, kind=kind, is_guardian=is_guardian, may_know=may_know,
        is_emergency_contact=is_emergency_contact, note=note,
    )  # fmt: skip
    trail.record(Event.RELATION_CREATED, by=by, on=relation, case=case, kind=kind)
    if phone.strip():
        add_contact(
            person=other, case=case, by=by, kind=ContactKind.PHONE, value=phone.strip(),
            may_call=is_emergency_contact,
        )  # fmt: skip
    return relation


@transaction.atomic
def end_relation(*, relation: Relation, case: Any, by: User) -> None:
    """Take somebody off the list of people around the survivor; the record stays."""
    _require_identity(by, case, relation.person)
    changes = amend(relation, is_active=False)
    trail.record(Event.RELATION_CHANGED, by=by, on=relation, case=case, changes=changes)
