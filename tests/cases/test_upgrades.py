"""Upgrades keep what an organisation has: the migrations of this release, run with data in the tables."""

import pytest
from django.core.management import call_command

from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Case, ResponseClock, ResponseLimit
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0013_case_of_person"  # the release before the children's officer had a clock


@pytest.fixture
def an_earlier_release():
    """The tables as they were; afterwards all are up to date again."""
    call_command("migrate", "cases", BEFORE, verbosity=0)
    yield
    call_command("migrate", verbosity=0)


def test_a_running_organisation_gets_the_officers_limit_and_keeps_its_own(an_earlier_release):
    ResponseLimit.objects.all().delete()
    ResponseLimit.objects.create(kind="assessment", risk="a_high", hours=5, is_reviewed=True)
    case = CaseFactory(worker=UserFactory())
    start_clocks(case, [ClockKind.ASSESSMENT], by=case.lead)

    call_command("migrate", verbosity=0)

    officer = ResponseLimit.objects.filter(kind="officer").values_list("risk", "hours")
    assert sorted(officer) == [("a_high", 24), ("b_medium", 24), ("c_low", 24)]
    assert ResponseLimit.objects.get(kind="assessment").hours == 5
    assert Case.objects.get().code == case.code
    assert ResponseClock.objects.get().kind == ClockKind.ASSESSMENT


def test_a_limit_that_was_set_before_is_not_overwritten(an_earlier_release):
    ResponseLimit.objects.filter(kind="officer").delete()
    ResponseLimit.objects.create(kind="officer", risk="a_high", hours=12)

    call_command("migrate", verbosity=0)

    assert ResponseLimit.objects.get(kind="officer", risk="a_high").hours == 12
