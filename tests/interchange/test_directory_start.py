"""The national helplines and offices: loaded with one press, and none of them checked."""

import pytest

from kimbilio.interchange.actions.directory import take_entries
from kimbilio.interchange.directory.comparing import compare
from kimbilio.interchange.directory.entries import wrong_shapes
from kimbilio.interchange.directory.starting import starting_entries
from kimbilio.kernel.errors import NotAllowed
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.models import Offer, Partner
from kimbilio.partners.queries import Wanted, directory_rules, find_help, part_of_directory
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_every_starting_entry_can_be_taken():
    entries = starting_entries()

    assert len(entries) > 8
    assert not compare(entries).troubles
    assert not [wrong for entry in entries for wrong in wrong_shapes(entry, {})]
    assert not [wrong for entry in entries for wrong in wrong_shapes(entry.offers[0], {})]


def test_all_come_as_entries_to_check_and_twice_adds_none():
    lead = UserFactory(lead=True)

    first = take_entries(entries=starting_entries(), by=lead)
    again = take_entries(entries=starting_entries(), by=lead)

    assert (first.new, again.new) == (len(starting_entries()), 0)
    assert not Partner.objects.filter(assured_on__isnull=False).exists()
    fresh_since = directory_rules().fresh_since
    to_check = part_of_directory("to_check", fresh_since=fresh_since)
    assert to_check.count() == first.new
    found = find_help(Wanted(service="safety", age=9), fresh_since=fresh_since)
    assert "116" in {offer.partner.phone for offer in found}
    assert all(offer.is_stale for offer in found)


def test_what_a_lead_has_entered_already_stays_as_it_is():
    lead = UserFactory(lead=True)
    save_partner(partner=None, by=lead, name="Kenya Red Cross", kind="ngo", phone="0700 000 410")

    take_entries(entries=starting_entries(), by=lead)

    assert Partner.objects.get(name="Kenya Red Cross").phone == "0700 000 410"
    assert not Offer.objects.filter(partner__name="Kenya Red Cross").exists()


def test_who_was_renamed_since_does_not_stand_in_the_way():
    lead = UserFactory(lead=True)
    take_entries(entries=starting_entries(), by=lead)
    red_cross = Partner.objects.get(name="Kenya Red Cross")
    save_partner(partner=red_cross, by=lead, name="Red Cross, 1199")
    save_partner(partner=None, by=lead, name="Kenya Red Cross", kind="ngo")

    assert take_entries(entries=starting_entries(), by=lead).new == 0
    assert Partner.objects.filter(name__contains="Red Cross").count() == 2


def test_others_load_nothing():
    with pytest.raises(NotAllowed):
        take_entries(entries=starting_entries(), by=UserFactory())

    assert not Partner.objects.exists()


def test_a_lead_loads_them_with_one_press(sign_in):
    client = sign_in(lead=True)
    assert "Start with the national helplines" in client.get("/partners/").content.decode()

    page = client.post("/partners/files/start/", follow=True).content.decode()
    twice = client.post("/partners/files/start/", follow=True).content.decode()
    entry = client.get(f"/partners/{Partner.objects.get(phone='116').pk}/").content.decode()

    assert "entries were added. Call each before you rely on it." in page
    assert "Not checked yet" in page
    assert "All of them are in the directory already." in twice
    assert "Not checked yet" in entry
    assert sign_in().post("/partners/files/start/").status_code == 404
