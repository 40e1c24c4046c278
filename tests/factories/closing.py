"""Wishes to close, as a worker would send them."""

from kimbilio.cases.actions.closing import ask_closing
from kimbilio.cases.closing_choices import Area, Result
from tests.factories.accounts import UnitMembershipFactory, UserFactory

OUTCOMES = {area.value: Result.ACHIEVED.value for area in Area}


def a_wish_to_close(case, **answers):
    """Goals are met and everything was achieved; ``answers`` say otherwise."""
    said = {"reason": "goals_met", "outcomes": OUTCOMES, "by": case.lead, **answers}
    return ask_closing(case=case, **said)


def lead_of(case):
    """A team lead of the unit that the case belongs to."""
    return UnitMembershipFactory(unit=case.unit, user=UserFactory(lead=True), is_lead=True).user
