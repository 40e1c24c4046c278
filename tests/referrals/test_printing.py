"""A referral on paper: the chosen lines alone, by who may share them, while consent holds."""

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import NotAllowed
from kimbilio.people.models import ContactPoint
from kimbilio.referrals.actions.making import NoConsent
from kimbilio.referrals.actions.moving import CannotMove, withdraw_referral
from kimbilio.referrals.actions.printing import print_referral
from kimbilio.referrals.choices import ItemKind, Paper, State
from tests.factories.accounts import UserFactory
from tests.factories.cases import ContactPointFactory
from tests.factories.referrals import a_draft, an_adult_case

pytestmark = pytest.mark.django_db


def printings():
    return Entry.objects.filter(event="printed")


def refused(referral, trouble, *, by=None):
    """Printing it is refused, and nothing of it is written."""
    state = referral.state
    with pytest.raises(trouble):
        print_referral(
            referral=referral, paper=Paper.LETTER, language="en", by=by or referral.made_by
        )
    referral.refresh_from_db()
    assert referral.state == state
    assert not printings().exists()


def test_the_lines_chosen_come_on_paper_and_each_printing_is_recorded():
    referral = a_draft(typed={ItemKind.STORY: "Came by the night bus."})

    lines = print_referral(
        referral=referral, paper=Paper.LETTER, language="en", by=referral.made_by
    )
    print_referral(referral=referral, paper=Paper.LETTER, language="sw", by=referral.made_by)

    assert [line.words for line in lines] == [
        referral.case.code, "Pendo", "Came by the night bus.",
    ]  # fmt: skip
    found = printings().order_by("id")
    assert [entry.facts["language"] for entry in found] == ["en", "sw"]
    assert {entry.case_id for entry in found} == {referral.case_id}
    assert found[0].facts["parts"] == ["identity", "outline", "story"]


def test_a_printed_draft_counts_as_sent_and_so_waits_for_an_answer():
    referral = a_draft()

    print_referral(referral=referral, paper=Paper.LETTER, language="en", by=referral.made_by)

    referral.refresh_from_db()
    assert referral.state == State.SENT
    assert referral.waits_until
    assert not referral.links.exists()


def test_without_consent_any_more_nothing_is_printed():
    referral = a_draft()
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=referral.made_by)

    refused(referral, NoConsent)


def test_on_a_legal_ground_it_is_printed_without_consent():
    case = an_adult_case(worker=UserFactory(lead=True))
    referral = a_draft(case, ground="life", ground_words="Danger.")

    assert print_referral(referral=referral, paper=Paper.LETTER, language="en", by=case.lead)


def test_what_is_over_is_not_printed():
    referral = a_draft()
    withdraw_referral(referral=referral, by=referral.made_by)

    refused(referral, CannotMove)


def test_a_stranger_prints_nothing():
    refused(a_draft(), NotAllowed, by=UserFactory(worker=True))


def test_nobody_prints_lines_that_are_closed_to_them():
    case = an_adult_case()
    lead = UserFactory(lead=True)
    Tie.objects.create(case=case, user=lead, kind=TieKind.MEMBER)
    referral = a_draft(case, by=lead, typed={ItemKind.LEGAL: "A hearing in May."})

    refused(referral, NotAllowed, by=case.lead)  # may change the legal part, and not print it


def test_a_number_comes_on_paper_with_the_rules_of_today_in_its_language():
    case = an_adult_case()
    contact = ContactPointFactory(person=case.survivor, value="+254799000321", may_text=False)
    referral = a_draft(case, share=[ItemKind.CONTACT])

    (line,) = print_referral(referral=referral, paper=Paper.LETTER, language="sw", by=case.lead)
    assert "+254799000321" in line.words
    assert "Never" not in line.words

    ContactPoint.objects.filter(pk=contact.pk).update(is_active=False)
    (line,) = print_referral(referral=referral, paper=Paper.LETTER, language="en", by=case.lead)
    assert "799000321" not in line.words
