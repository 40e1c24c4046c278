"""First calls, as the form would understand them."""

from uuid import uuid4

from django.utils import timezone

from kimbilio.cases.actions.intake import open_case
from kimbilio.cases.first_call import FirstCall
from kimbilio.cases.intake_choices import Route, Safety
from kimbilio.people.choices import Minority


def a_call(**answers):
    """An adult who is safe and says little; ``answers`` say otherwise."""
    said = {"started_at": timezone.now(), "told": Minority.ADULT, "safety": Safety.SAFE, **answers}
    return FirstCall(**said)


def a_case_from_a_call(*, by, route=Route.SAFETY_PLAN, key=None, call=None, **more):
    """A case opened by ``by`` from ``call``."""
    return open_case(key=key or uuid4(), call=call or a_call(), route=route, by=by, **more)
