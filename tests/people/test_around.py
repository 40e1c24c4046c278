"""Whose contacts a file may show, and that nobody else's are read to find them."""

import pytest

from kimbilio.people.around import contacts_around
from kimbilio.people.models import Relation
from tests.factories.cases import ContactPointFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def survivor():
    return PersonFactory()


def test_contacts_are_of_the_person_and_of_those_around_them(survivor):
    sister, mother = PersonFactory(), PersonFactory()
    Relation.objects.create(person=survivor, other=sister, kind="sibling")
    Relation.objects.create(person=survivor, other=mother, kind="parent", is_active=False)
    own, hers, former = (ContactPointFactory(person=one) for one in (survivor, sister, mother))
    ContactPointFactory()

    assert set(contacts_around(survivor.pk)) == {own, hers, former}
    assert set(contacts_around(survivor.pk, is_active=True)) == {own, hers}


def test_no_table_is_read_through_to_find_them(survivor, plans_of):
    around = contacts_around(survivor.pk, is_active=True).order_by("-is_primary", "id")

    [plan] = plans_of(lambda: list(around))

    assert "people_contactpoint" in plan
    assert "Seq Scan" not in plan
    assert "SCAN people_" not in plan
