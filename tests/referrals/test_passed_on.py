"""Who is passed on at once is not lost: the partner is asked, answers, and is reminded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kimbilio.cases.actions.intake import open_case
from kimbilio.cases.first_call import FirstCall
from kimbilio.cases.intake_choices import Likely, Route, Safety
from kimbilio.cases.queries.passing_on import passed_on_to, was_passed_on
from kimbilio.kernel.errors import BadInput
from kimbilio.people.choices import Minority
from kimbilio.referrals.actions.links import answer_by_link, send_referral, use_code
from kimbilio.referrals.actions.making import draft_referral
from kimbilio.referrals.actions.reminding import remind_of_referrals
from kimbilio.referrals.choices import ItemKind, State
from kimbilio.referrals.models import AnswerLink, Referral
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db
OFFICE = "Kakamega Children's Office"


@pytest.fixture
def passed_on():
    UnitFactory()
    call = FirstCall(
        started_at=timezone.now(), told=Minority.ADULT, safety=Safety.SAFE, trafficking=Likely.NO,
        words="Left without food",
    )  # fmt: skip
    return open_case(
        key=uuid4(), call=call, route=Route.PARTNER, passed_on_to=OFFICE, may_share=True,
        override_reason="Not ours", by=UserFactory(worker=True),
    )  # fmt: skip


def test_the_partner_is_asked_from_the_closed_file_and_answers_by_link(passed_on):
    worker = passed_on.opened_by
    assert was_passed_on(passed_on)
    assert passed_on_to(passed_on) == OFFICE

    referral = draft_referral(
        case=passed_on, partner=OFFICE, service="safety", need="A visit today", by=worker,
        share=[ItemKind.CODE],
    )  # fmt: skip
    key = send_referral(referral=referral, by=worker)
    link = AnswerLink.objects.get()
    assert use_code(link=link, code=key.code)
    answer_by_link(link=link, state=State.ACCEPTED)
    answer_by_link(link=link, state=State.COMPLETED, words="Visited.")

    referral.refresh_from_db()
    assert referral.state == State.COMPLETED


def test_it_is_reminded_of_like_any_other(passed_on):
    referral = draft_referral(
        case=passed_on, partner=OFFICE, service="safety", need="x", by=passed_on.opened_by
    )
    send_referral(referral=referral, by=passed_on.opened_by)
    Referral.objects.update(waits_until=timezone.now() - timedelta(hours=1))

    assert remind_of_referrals() == 1


def test_a_case_that_was_closed_otherwise_takes_no_referral():
    worker = UserFactory(worker=True)
    case = CaseFactory(closed=True, worker=worker)

    with pytest.raises(BadInput):
        draft_referral(case=case, partner=OFFICE, service="safety", need="x", by=worker)

    assert not was_passed_on(case)
