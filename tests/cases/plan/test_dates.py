"""Moving steps to other days."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.cases.actions.plan.dates import move_step, preview_move
from kimbilio.cases.actions.plan.links import link_steps
from kimbilio.cases.plan_errors import PreviewChanged, WrongMove
from kimbilio.kernel.errors import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory, StepLinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def steps(worker):
    """Three steps a week apart, each waiting for the one before, and one that is done."""
    case, today = CaseFactory(worker=worker), timezone.localdate()
    steps = [StepFactory(case=case, due_on=today + timedelta(days=7 * n)) for n in (1, 2, 3)]
    StepLinkFactory(step=steps[1], waits_for=steps[0])
    StepLinkFactory(step=steps[2], waits_for=steps[1])
    done = StepFactory(case=case, done=True, due_on=today)
    StepLinkFactory(step=done, waits_for=steps[0])
    return steps


def shown(step, to):
    return {change.step.number: change.to for change in preview_move(step, to)}


def test_moving_takes_along_what_depends_after_asking(steps, worker):
    to = steps[0].due_on + timedelta(days=3)
    confirmed = shown(steps[0], to)
    assert set(confirmed) == {2, 3}

    move_step(step=steps[0], to=to, confirmed=confirmed, by=worker)

    for step in steps:
        was = step.due_on
        step.refresh_from_db()
        assert step.due_on == was + timedelta(days=3)
    assert set(Entry.objects.values_list("event", flat=True)) == {"step_dated"}


def test_a_preview_that_is_no_longer_true_moves_nothing(steps, worker):
    to = steps[0].due_on + timedelta(days=3)
    confirmed = shown(steps[0], to)
    extra = StepFactory(case=steps[0].case, due_on=steps[2].due_on)
    link_steps(step=extra, waits_for=steps[2], by=worker)

    with pytest.raises(PreviewChanged):
        move_step(step=steps[0], to=to, confirmed=confirmed, by=worker)

    steps[0].refresh_from_db()
    assert steps[0].due_on == to - timedelta(days=3)


def test_taking_the_day_away_moves_nothing_else(steps, worker):
    move_step(step=steps[0], to=None, confirmed={}, by=worker)

    steps[0].refresh_from_db()
    assert steps[0].due_on is None


def test_a_done_step_is_not_moved(steps, worker):
    done = steps[0].case.steps.get(number=4)

    with pytest.raises(WrongMove):
        move_step(step=done, to=date(2026, 1, 1), confirmed={}, by=worker)


def test_a_stranger_moves_nothing(steps):
    to = steps[0].due_on + timedelta(days=3)

    with pytest.raises(NotAllowed):
        move_step(step=steps[0], to=to, confirmed=shown(steps[0], to), by=UserFactory())
