"""Growing up is announced on the day, and an estimated age never counts as exact."""

from datetime import date

import pytest

from kimbilio.cases.actions.ages import follow_age, follow_ages
from kimbilio.cases.models import Case, Notice
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    born = date(2008, 8, 2)
    case = CaseFactory(worker=UserFactory(), survivor=PersonFactory(born_from=born, born_to=born))
    follow_age(case, date(2026, 8, 1))
    return case


def test_the_team_is_told_on_the_eighteenth_birthday_and_once(case):
    assert case.is_minor

    assert follow_ages(date(2026, 8, 2)) == 1
    assert follow_ages(date(2026, 8, 3)) == 0

    assert Case.objects.get(pk=case.pk).is_minor is False
    assert Notice.objects.get().kind == "turned_adult"


def test_an_estimate_turns_unsure_before_it_turns_adult():
    person = PersonFactory(born_from=date(2008, 1, 1), born_to=date(2008, 12, 31))
    case = CaseFactory(survivor=person)

    follow_age(case, date(2026, 6, 1))

    assert case.is_minor is None
    assert case.age_group == "15-17"
