"""A synthetic organisation is lawful, complete and findable."""

import pytest
from django.core.management import CommandError, call_command

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, Note, Step, TimelineEntry
from kimbilio.cases.queries.search import find_cases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded(db):
    call_command("seed", cases=30, seed=7, verbosity=0)


def test_every_case_has_its_lead_plan_and_timeline():
    assert Case.objects.count() == 30
    assert Step.objects.count() == 8 * 30
    assert TimelineEntry.objects.count() == 10 * 30
    assert Note.objects.count() == 4 * 30
    worker = User.objects.get(email="seed.0@seed.example")
    assert Case.objects.visible_to(worker).count() == 30


def test_people_are_found_by_name_and_by_phone():
    worker = User.objects.get(email="seed.0@seed.example")
    case = Case.objects.select_related("survivor").first()
    person = case.survivor

    for typed in (person.full_name, person.contacts.get().value):
        assert case in [hit.case for hit in find_cases(typed, viewer=worker)]


def test_seed_refuses_to_mix_with_what_is_there():
    with pytest.raises(CommandError):
        call_command("seed", cases=5, verbosity=0)

    assert Case.objects.count() == 30
