"""Searches for family, as small as the law allows, in cases that agreed to them."""

from django.utils import timezone

from kimbilio.consent.models import Consent
from kimbilio.tracing.actions.reports import save_report
from kimbilio.tracing.actions.searches import ask_for_tracing
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, PersonFactory


def agreed(case, *givers):
    """Consent to tracing by each of ``givers``; without them by whoever has to say yes."""
    for giver in givers or (("assent", "guardian") if case.is_minor else ("self",)):
        Consent.objects.create(
            person=case.survivor, purpose="tracing", answer="yes", giver=giver,
            given_on=timezone.localdate(), recorded_by=case.opened_by,
        )  # fmt: skip
    return case


def a_case(*, is_minor=False, unit=None, **person):
    """A case whose person agreed to tracing, with a worker who leads it."""
    given = {"unit": unit} if unit else {}
    case = CaseFactory(
        worker=UserFactory(worker=True),
        survivor=PersonFactory(**person),
        is_minor=is_minor,
        **given,
    )
    return agreed(case)


def a_tracing(case=None, **given):
    """Somebody's mother is looked for."""
    case = case or a_case()
    sought = {"name": "Mfano Achieng Odongo", "relation": "mother", "wish": "See her.", **given}
    return ask_for_tracing(case=case, by=case.lead, **sought)


def a_report(*, by=None, **given):
    """A mother looks for her child."""
    said = {
        "name": "Pendo Kwekwe Mfano", "relation": "child", "reporter": "Achieng Odongo",
        "source": "walked_in", **given,
    }  # fmt: skip
    return save_report(report=None, by=by or UserFactory(worker=True), **said)
