"""What the outline of a case says is worked out from all that belongs to it, in one statement."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Decision
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_choices import StepStatus, Wish
from tests.factories.accounts import UserFactory
from tests.factories.assessments import a_draft, a_signed
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory
from tests.factories.work import AppointmentFactory, FollowUpCallFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """A case of which nothing is known yet, beside one with a plan of its own."""
    other = CaseFactory()
    StepFactory(case=other, started=True, due_on=date(2020, 1, 1))
    TaskFactory(case=other)
    FollowUpCallFactory(case=other, owner=UserFactory(), day_number=1)
    return CaseFactory(worker=UserFactory(worker=True))


def outline(case):
    """Stage, steps done, steps that count, and when something is due, as they are stored."""
    refresh_outline(case)
    case.refresh_from_db()
    return case.stage, case.steps_done, case.steps_total, case.due_at


def closed(case):
    """End the case as its closing does, before the outline is refreshed."""
    case.closed_at, case.closed_by, case.stage = timezone.now(), UserFactory(), Stage.CLOSED
    case.save()


def test_a_case_without_anything_is_in_intake_and_nothing_is_due(case):
    assert outline(case) == (Stage.INTAKE, 0, 0, None)


def test_it_costs_one_statement_and_one_more_where_something_changed(
    case, django_assert_num_queries
):
    refresh_outline(case)
    with django_assert_num_queries(1):
        refresh_outline(case)
    TaskFactory(case=case)
    with django_assert_num_queries(2):
        refresh_outline(case)


def test_the_furthest_stage_that_was_reached_counts(case):
    worker = case.lead
    a_draft(case, by=worker)
    assert outline(case)[0] == Stage.INTAKE
    a_signed(case, by=worker)
    assert outline(case)[0] == Stage.ASSESSMENT
    step = StepFactory(case=case)
    assert outline(case)[0] == Stage.PLAN
    step.status, step.started_at = StepStatus.STARTED, timezone.now()
    step.save()
    assert outline(case)[0] == Stage.SUPPORT
    FollowUpCallFactory(case=case, owner=UserFactory(), day_number=30)
    assert outline(case)[0] == Stage.SUPPORT  # the plan is not done yet
    step.status, step.ended_at, step.ended_by = StepStatus.DONE, timezone.now(), worker
    step.save()
    assert outline(case)[0] == Stage.FOLLOW_UP
    closed(case)
    assert outline(case)[0] == Stage.CLOSED


def test_a_decision_ends_the_intake(case):
    Decision.objects.create(case=case, suggested="follow_up", route="follow_up", by=case.lead)
    assert outline(case)[0] == Stage.ASSESSMENT


def test_steps_that_rest_and_steps_with_another_way_are_not_counted(case):
    StepFactory(case=case, done=True)
    StepFactory(case=case, wish=Wish.LATER)
    declined = StepFactory(case=case, declined=True)
    assert outline(case)[1:3] == (1, 2)
    StepFactory(case=case, replaces=declined, due_on=date(2026, 12, 24))
    assert outline(case)[1:3] == (1, 2)
    StepFactory(case=case, started=True)
    assert outline(case)[1:3] == (1, 3)


def test_the_earliest_of_everything_is_due_and_a_day_until_its_end(case):
    day = timezone.localdate() + timedelta(days=3)
    ends = timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59, 59))
    StepFactory(case=case)  # without a day
    StepFactory(case=case, due_on=day, wish=Wish.LATER)  # it rests
    assert outline(case)[3] is None
    StepFactory(case=case, due_on=day + timedelta(days=1))
    assert outline(case)[3] == ends + timedelta(days=1)
    TaskFactory(case=case, due_on=day)
    assert outline(case)[3] == ends
    meeting = AppointmentFactory(case=case, starts_at=ends - timedelta(hours=9))
    assert outline(case)[3] == meeting.ends_at
    call = FollowUpCallFactory(
        case=case, owner=UserFactory(), due_at=meeting.ends_at - timedelta(minutes=1)
    )
    assert outline(case)[3] == call.due_at
    closed(case)
    assert outline(case)[3] is None
