"""Alleged traffickers: kept encrypted, found by ear and number across cases, told to leads alone."""

import pytest
from django.db import IntegrityError, connection

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Notice
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.matching import matches
from kimbilio.justice.models import AllegedLink, AllegedToken, AllegedTrafficker
from kimbilio.justice.queries import links_of
from kimbilio.justice.reindex import reindex
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


def a_unit():
    """A unit and its lead."""
    unit, lead = UnitFactory(), UserFactory(lead=True)
    UnitMembershipFactory(unit=unit, user=lead, is_lead=True)
    return unit, lead


@pytest.fixture
def two():
    """Two cases of two units, each with a worker who cannot open the other, and the leads."""
    (here, my_lead), (there, their_lead) = a_unit(), a_unit()
    mine = CaseFactory(worker=UserFactory(worker=True), unit=here)
    theirs = CaseFactory(worker=UserFactory(worker=True), unit=there)
    return mine, theirs, my_lead, their_lead


def named(case, **known):
    return save_alleged(case=case, alleged=None, known=known, by=case.lead)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"phone": ["0799 000 111"]}, {"phone": ["+254799000111"]}),
        ({"account": ["0799000111"]}, {"phone": ["+254 799 000 111"]}),
        ({"account": ["MFANO-77 81"]}, {"account": ["mfano7781"]}),
        ({"vehicle": ["KZZ 123X"]}, {"vehicle": ["kzz123x"]}),
        ({"name": ["Jamila Odhiambo Mfano"]}, {"name": ["Djamila Odiambo"]}),
        ({"name": ["Jamila Odhiambo"]}, {"alias": ["odiambo jamila"]}),
        ({"agency": ["Mfano Gulf Travels"]}, {"agency": ["mfano gulf travels"]}),
        (
            {"alias": ["Shangazi"], "place": ["Mlimani"]},
            {"alias": ["shangazi"], "place": ["Mlimani"]},
        ),
    ],
)
def test_the_same_person_is_found_in_another_case(two, one, other):
    mine, theirs, *_leads = two
    first, second = named(mine, **one), named(theirs, **other)

    assert [found.alleged_id for found in matches(second)] == [first.pk]
    assert AllegedLink.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"alias": ["Shangazi"]}, {"alias": ["Shangazi"]}),
        ({"place": ["Mlimani"]}, {"place": ["Mlimani"]}),
        ({"name": ["Jamila Odhiambo"]}, {"name": ["Jamila Wanjiru"]}),
        ({"phone": ["0799 000 111"]}, {"phone": ["0799 000 112"]}),
        ({"phone": ["111"]}, {"phone": ["111"]}),
        ({"alias": ["Shangazi"], "name": ["Shangazi"]}, {"alias": ["Shangazi"]}),
    ],
)
def test_too_little_makes_no_link(two, one, other):
    mine, theirs, *_leads = two
    named(mine, **one)
    named(theirs, **other)

    assert not AllegedLink.objects.exists()


def test_entries_of_one_case_are_not_linked(two):
    named(two[0], phone=["0799000111"])
    named(two[0], phone=["0799000111"])

    assert not AllegedLink.objects.exists()


def test_both_leads_hear_that_a_link_exists_and_the_file_stays_closed(
    two, django_capture_on_commit_callbacks
):
    mine, theirs, my_lead, their_lead = two
    first = named(theirs, phone=["0799000111"], name=["Jamila Mfano"])

    with django_capture_on_commit_callbacks(execute=True):
        entry = named(mine, phone=["0799000111"])

    told = set(Notice.objects.values_list("user", "kind", "case"))
    assert told == {
        (my_lead.pk, "alleged_linked", mine.pk), (their_lead.pk, "alleged_linked", theirs.pk)
    }  # fmt: skip
    assert links_of(mine.lead, [entry]) == {}
    (seen,) = links_of(my_lead, [entry])[entry.pk]
    assert (seen.other, seen.unit) == (None, theirs.unit.name)
    assert not AllegedTrafficker.objects.open_to(my_lead).filter(pk=first.pk).exists()
    facts = "".join(str(row) for row in Entry.objects.values_list("facts", flat=True))
    assert "0799000111" not in facts
    assert str(first.pk) not in facts


def test_who_may_open_both_cases_sees_the_link_and_nobody_is_told(
    two, django_capture_on_commit_callbacks
):
    mine, theirs, *_leads = two
    Tie.objects.create(case=theirs, user=mine.lead, kind=TieKind.MEMBER)
    first = named(theirs, phone=["0799000111"])

    with django_capture_on_commit_callbacks(execute=True):
        entry = named(mine, phone=["0799000111"])

    (seen,) = links_of(mine.lead, [entry])[entry.pk]
    assert seen.other.pk == first.pk
    assert not Notice.objects.exists()


def test_a_corrected_entry_loses_the_link_and_a_kept_one_is_not_told_twice(
    two, django_capture_on_commit_callbacks
):
    mine, theirs, *_leads = two
    named(theirs, phone=["0799000111"])
    with django_capture_on_commit_callbacks(execute=True):
        entry = named(mine, phone=["0799000111"])
    Notice.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        save_alleged(
            case=mine, alleged=entry, known={"phone": ["0799000111"], "place": ["Mlimani"]},
            by=mine.lead,
        )  # fmt: skip
    assert AllegedLink.objects.count() == 1
    assert not Notice.objects.exists()
    save_alleged(case=mine, alleged=entry, known={"phone": ["0799000119"]}, by=mine.lead)

    assert not AllegedLink.objects.exists()


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.MANAGER, Role.SHELTER_WORKER])
def test_who_may_not_write_there_writes_nothing(two, role):
    user = UserFactory(role=role)
    Tie.objects.create(case=two[0], user=user, kind=TieKind.MEMBER)

    with pytest.raises(NotAllowed):
        save_alleged(case=two[0], alleged=None, known={"name": ["Jamila Mfano"]}, by=user)

    assert not AllegedTrafficker.objects.exists()
    assert not AllegedToken.objects.exists()


@pytest.mark.parametrize(
    "known", [{}, {"name": [" "]}, {"name": ["x" * 121]}, {"name": list("abcdefghijklmnopqrstuv")}]
)
def test_an_entry_has_something_to_be_known_by_and_not_too_much(two, known):
    with pytest.raises(BadInput):
        save_alleged(case=two[0], alleged=None, known=known, by=two[0].lead)

    assert not AllegedTrafficker.objects.exists()


def test_nothing_is_stored_in_plain(two):
    named(two[0], name=["Jamila Mfano"], phone=["0799000111"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT known FROM justice_allegedtrafficker")
        (raw,) = cursor.fetchone()
    assert b"Jamila" not in bytes(raw)
    assert b"0799000111" not in bytes(raw)


def test_a_link_is_between_two(two):
    entry = named(two[0], phone=["0799000111"])

    with pytest.raises(IntegrityError):
        AllegedLink.objects.create(one=entry, other=entry, agrees="phone")


def test_a_change_of_keys_writes_the_numbers_anew(two):
    entry = named(two[0], phone=["0799000111"])
    was = set(AllegedToken.objects.values_list("token", flat=True))
    AllegedToken.objects.all().delete()

    assert reindex("", 10) == (1, "")

    assert set(AllegedToken.objects.values_list("token", flat=True)) == was
    assert AllegedToken.objects.first().alleged == entry
