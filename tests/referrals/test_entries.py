"""A referral and its partner's entry in the directory: chosen, found by name, matched for old rows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kimbilio.kernel.errors import BadInput
from kimbilio.partners.models import Partner
from kimbilio.referrals.actions.making import NoConsent, draft_referral
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import track_records
from tests.factories.partners import a_partner
from tests.factories.referrals import a_draft, agree, an_adult_case

pytestmark = pytest.mark.django_db
BEFORE = "0003_entry_of_referral"  # the link is there, and nobody filled it in
MATCHING = "kimbilio.referrals.migrations.0004_match_old_referrals"


def test_a_chosen_entry_gives_its_name():
    entry, case = a_partner("Mwanga Clinic"), an_adult_case()
    agree(case, "Mwanga Clinic")

    referral = draft_referral(
        case=case, entry=entry, service="health", need="A check", by=case.lead
    )

    assert (referral.partner_name, referral.entry) == ("Mwanga Clinic", entry)


def test_a_name_that_is_an_entrys_is_tied_to_it_by_itself():
    entry = a_partner("Mwanga Clinic")

    assert a_draft(partner="mwanga CLINIC").entry == entry
    assert a_draft(partner="Mwanga").entry is None


def test_of_equal_names_the_entry_in_use_is_taken():
    former = a_partner("mwanga clinic")
    Partner.objects.filter(pk=former.pk).update(is_active=False)
    current = Partner.objects.create(name="Mwanga Clinic", kind="ngo")

    assert a_draft(partner="Mwanga Clinic").entry == current


def test_a_typed_name_stays_beside_a_chosen_entry():
    entry = a_partner("Mwanga Clinic")

    referral = a_draft(partner="Mwanga, desk for girls", entry=entry)

    assert (referral.partner_name, referral.entry) == ("Mwanga, desk for girls", entry)


def test_a_referral_needs_a_partner():
    case = an_adult_case()

    with pytest.raises(BadInput) as refusal:
        draft_referral(case=case, service="health", need="A check", by=case.lead, partner="  ")

    assert refusal.value.field == "partner"
    assert not Referral.objects.exists()


def test_an_entry_is_no_consent():
    entry, case = a_partner("Mwanga Clinic"), an_adult_case()

    with pytest.raises(NoConsent):
        draft_referral(case=case, entry=entry, service="health", need="A check", by=case.lead)

    assert not Referral.objects.exists()


def answered(referral, state, hours):
    sent_at = timezone.now() - timedelta(hours=hours)
    Referral.objects.filter(pk=referral.pk).update(
        state=state, sent_at=sent_at, answered_at=sent_at + timedelta(hours=hours),
        waits_until=timezone.now(),
    )  # fmt: skip


def test_the_record_counts_by_entry_and_older_referrals_by_name(django_assert_num_queries):
    older = a_draft(partner="Mwanga Clinic")
    entry = a_partner("Mwanga Clinic")
    same = a_draft(partner="Mwanga, desk for girls", entry=entry)
    for referral, state, hours in (
        (older, "accepted", 2), (same, "declined", 6), (a_draft(entry=entry), "completed", 4),
    ):  # fmt: skip
        answered(referral, state, hours)
    waiting = a_draft(entry=entry)
    Referral.objects.filter(pk=waiting.pk).update(
        state="sent", sent_at=timezone.now(), waits_until=timezone.now()
    )

    others = [a_partner(), a_partner()]
    with django_assert_num_queries(1):
        (record,) = track_records([entry, *others])

    assert (record.partner, record.asked, record.answered) == (entry, 4, 3)
    assert (record.share, record.hours) == (67, 4)


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_matches_the_referrals_of_before(monkeypatch):
    monkeypatch.setattr(f"{MATCHING}.AT_ONCE", 2)
    entry = a_partner("Mwanga  Clinic")
    same = [a_draft(partner="mwanga clinic") for _ in range(3)]
    other, lost = a_draft(partner="Her uncle"), a_draft(partner="Mwanga Clinic")
    Referral.objects.update(entry=None)
    keys = [Referral._meta.pk.get_db_prep_value(one.pk, connection) for one in (other, lost)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referrals_referral SET partner_name = ("
            "SELECT partner_name FROM referrals_referral WHERE id = %s) WHERE id = %s", keys,
        )  # fmt: skip
    call_command("migrate", "referrals", BEFORE, verbosity=0)

    call_command("migrate", "referrals", verbosity=0)

    entries = dict(Referral.objects.values_list("pk", "entry"))
    assert [entries[one.pk] for one in same] == [entry.pk] * 3
    assert entries[other.pk] is None
    assert entries[lost.pk] is None  # cannot be read, and holds nobody up


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_gives_a_day_to_what_waits_without_one():
    referral = a_draft()
    call_command("migrate", "referrals", BEFORE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET state = 'sent', sent_at = made_at")

    call_command("migrate", "referrals", verbosity=0)

    referral.refresh_from_db()
    assert referral.waits_until == referral.sent_at
