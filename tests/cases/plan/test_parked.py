"""Parked steps are counted from their index: what it holds is what the question asks for."""

import pytest

from kimbilio.cases.models import Step
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory

INDEX = next(one for one in Step._meta.indexes if one.name == "step_parked")


def test_the_index_of_parked_steps_holds_what_the_question_asks_for():
    held, asked = Step.objects.filter(INDEX.condition), Step.objects.parked()

    assert str(held.query) == str(asked.query)


@pytest.mark.django_db
@pytest.mark.parametrize("wish", ["later", "does_not_want", "not_sure", "wants", "not_asked"])
def test_a_step_is_in_the_index_if_it_says_of_itself_that_it_is_parked(wish):
    step = StepFactory(case=CaseFactory(), wish=wish)

    assert Step.objects.filter(INDEX.condition).exists() is step.is_parked
