"""Two people who link at the same moment do not close a circle between them."""

import pytest

from kimbilio.cases.actions.plan.links import link_steps
from kimbilio.cases.actions.plan.steps import add_step
from kimbilio.cases.models import Case, Step, StepLink
from kimbilio.cases.plan_errors import Circle
from tests.factories.accounts import UserFactory
from tests.factories.at_once import at_once
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_opposite_links_at_once_make_one_link():
    worker = UserFactory()
    case = CaseFactory(worker=worker)
    one, two = StepFactory(case=case), StepFactory(case=case)

    def fresh(step):
        return Step.objects.get(pk=step.pk)

    for _ in range(5):
        results = at_once(
            lambda: link_steps(step=fresh(one), waits_for=fresh(two), by=worker),
            lambda: link_steps(step=fresh(two), waits_for=fresh(one), by=worker),
        )

        assert sum(isinstance(result, Circle) for result in results) == 1
        assert StepLink.objects.count() == 1
        StepLink.objects.all().delete()


def test_steps_added_at_once_get_numbers_of_their_own():
    worker = UserFactory()
    case = CaseFactory(worker=worker)

    def add():
        return add_step(
            case=Case.objects.get(pk=case.pk), phase="safety", title="Call", by=worker
        ).number

    assert sorted(at_once(add, add, add)) == [1, 2, 3]
