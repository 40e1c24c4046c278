"""The story is told once: dated, signed, coded from lists, and never overwritten unseen."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.codes.lists import FACTS, label_of
from kimbilio.cases.models import Story, StoryFact
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_new_words_are_dated_and_signed(case):
    story = change_story(case=case, by=case.lead, expected=0, account="I was fifteen.")

    assert (story.told_to, story.told_on) == (case.lead, timezone.localdate())
    assert "fifteen" not in str(Entry.objects.values())


def test_changing_something_else_leaves_who_took_the_account(case):
    story = change_story(case=case, by=case.lead, expected=0, account="I was fifteen.")
    other = UserFactory(role=Role.TEAM_LEAD)

    with pytest.raises(NotAllowed):
        change_story(case=case, by=other, expected=story.version, wish="To study.")
    change_story(case=case, by=case.lead, expected=story.version, wish="To study.")

    assert Story.objects.get().told_to == case.lead


def test_facts_are_added_and_taken_off_and_raise_the_version(case):
    facts = {"act": ["recruitment", "transfer"], "control": ["RestrictsMovement"]}
    story = change_story(case=case, by=case.lead, expected=0, facts=facts)
    change_story(case=case, by=case.lead, expected=story.version, facts={"act": ["receipt"]})

    assert set(StoryFact.objects.values_list("code", flat=True)) == {"receipt", "RestrictsMovement"}
    with pytest.raises(Stale):
        change_story(case=case, by=case.lead, expected=story.version, facts={"act": []})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"facts": {"act": ["flying"]}}, "act"),
        ({"facts": {"wishes": ["x"]}}, "wishes"),
        ({"facts": {"transit": ["XX"]}}, "transit"),
        ({"recruitment": "ByMagic"}, "recruitment"),
        ({"origin_county": "099"}, "origin_county"),
        ({"told_in": "xyz"}, "told_in"),
        ({"status": "ActualVictimOfTrafficking", "status_by": ""}, "status_by"),
        ({"status": "", "status_by": "NGO"}, "status"),
        ({"exploited_from": timezone.datetime(2099, 1, 1).date()}, "exploited_from"),
    ],
)
def test_what_is_not_on_the_lists_is_refused(case, values, field):
    with pytest.raises(BadInput) as refusal:
        change_story(case=case, by=case.lead, expected=0, **values)

    assert refusal.value.field == field
    assert not StoryFact.objects.exists()
    assert not Entry.objects.exists()


def test_a_status_without_a_decider_is_refused_by_the_database(case):
    with pytest.raises(IntegrityError):
        Story.objects.create(case=case, status="ActualVictimOfTrafficking")


@pytest.mark.parametrize("role", Role)
def test_strangers_write_nothing(case, role):
    with pytest.raises(NotAllowed):
        change_story(case=case, by=UserFactory(role=role), expected=0, account="x")

    assert not Story.objects.exists()


def test_every_code_fits_its_column_and_has_words():
    for listing, codes in FACTS.items():
        assert len(listing) <= 16
        for code in codes():
            assert len(code) <= 48
            assert label_of(listing, code)
    assert "ForcedCriminality" in FACTS["exploitation"]()
    assert {"RestrictsMovement", "UsesChildren", "DebtBondage"} <= set(FACTS["control"]())
