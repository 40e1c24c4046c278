"""Upgrades keep what an organisation has: the migrations of this release, run with data in the tables."""

import pytest
from django.core.management import call_command
from django.db import connection

from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Case, CatchUp, ResponseClock, ResponseLimit
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.prepared import sent
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0013_case_of_person"  # the release before the children's officer had a clock


def test_a_running_organisation_gets_the_officers_limit_and_keeps_its_own():
    """One way back and one way up for both questions: each takes a minute."""
    call_command("migrate", "cases", BEFORE, verbosity=0)
    try:
        ResponseLimit.objects.all().delete()
        ResponseLimit.objects.create(kind="assessment", risk="a_high", hours=5, is_reviewed=True)
        ResponseLimit.objects.create(kind="officer", risk="a_high", hours=12)
        case = CaseFactory(worker=UserFactory())
        start_clocks(case, [ClockKind.ASSESSMENT], by=case.lead)
    finally:
        call_command("migrate", verbosity=0)

    officer = ResponseLimit.objects.filter(kind="officer").values_list("risk", "hours")
    assert sorted(officer) == [("a_high", 12), ("b_medium", 24), ("c_low", 24)]  # theirs is kept
    assert ResponseLimit.objects.get(kind="assessment").hours == 5
    assert Case.objects.get().code == case.code
    assert ResponseClock.objects.get().kind == ClockKind.ASSESSMENT


def test_how_far_the_index_of_words_had_come_is_kept():
    call_command("migrate", "cases", "0022_index_of_parked_steps", verbosity=0)
    try:
        walk, last = new_id(), str(new_id())
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_indexcatchup (id, generation, after) VALUES (%s, 1, %s)",
                [sent(walk), last],
            )
    finally:
        call_command("migrate", verbosity=0)

    kept = CatchUp.objects.get()
    assert (kept.pk, kept.what, kept.generation, kept.after) == (walk, "words", 1, last)
