"""How to reach a person and those who belong to them."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kimbilio.people.models import ContactPoint, Person, Relation


def contacts_around(person: UUID, **which: Any) -> QuerySet[ContactPoint]:
    """The contacts of ``person`` and of those around them; ``which`` narrows the relations.

    The people are gathered before their contacts are asked for. Asked as "of this person, or of one
    related to them", PostgreSQL reads the contacts of everybody.
    """
    others = Relation.objects.filter(person=person, **which).order_by().values("other")
    people = Person.objects.filter(pk=person).order_by().values("pk").union(others)
    return ContactPoint.objects.filter(person__in=people)
