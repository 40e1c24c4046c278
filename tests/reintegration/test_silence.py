"""Somebody whom several tries did not reach: one concern, until somebody speaks with them; and the rota."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from kimbilio.cases.actions.follow_up import CallIsOver, give_up_call, log_call, plan_call
from kimbilio.cases.models import FollowUpCall, Task, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.reintegration.actions.follow_ups import add_follow_up
from kimbilio.reintegration.actions.silence import take_call
from kimbilio.reintegration.models import FollowUp, ReintegrationRules, Silence
from kimbilio.reintegration.queries import rota_line, rota_of
from kimbilio.reintegration.service import follow_up_cards
from tests.factories.accounts import UserFactory
from tests.factories.cases import ContactPointFactory
from tests.factories.reintegration import a_case, home_since, joins

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case()


@pytest.fixture
def contact(case):
    return ContactPointFactory(person=case.survivor)


def in_minutes(minutes):
    return timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes)


def tries(case, contact, call, outcome="no_answer", *, times=1):
    for _number in range(times):
        log_call(case=case, call=call, contact=contact, outcome=outcome, by=case.lead)


def test_the_third_try_in_a_row_raises_a_concern_once(case, contact):
    episode = home_since(30, case=case)
    call = plan_call(case=case, due_at=in_minutes(5), by=case.lead, contact=contact)
    lead_of_unit = case.unit.memberships.get().user

    tries(case, contact, None, times=3)  # calls that nobody planned are no rota
    tries(case, contact, call, times=2)
    assert not Silence.objects.exists()
    tries(case, contact, call, "number_off")
    tries(case, contact, call, times=2)

    silence = Silence.objects.get()
    assert (silence.case, silence.tries) == (case, 3)
    assert Task.objects.get().owner == lead_of_unit
    assert TimelineEntry.objects.filter(event="not_reached").count() == 1
    (card,) = follow_up_cards(case.lead, case)
    assert card.pk == episode.pk
    assert card.alerts == ["Not reached after 3 tries."]


def test_the_concern_ends_when_somebody_speaks_with_them_and_may_come_again(case, contact):
    ReintegrationRules.objects.create(tries=2)
    call = plan_call(case=case, due_at=in_minutes(5), by=case.lead, contact=contact)
    tries(case, contact, call, times=2)

    tries(case, contact, call, "call_back")
    assert Silence.objects.get().ended_at is not None
    tries(case, contact, call)
    assert Silence.objects.count() == 1
    tries(case, contact, call, "someone_else")

    assert Silence.objects.filter(ended_at=None).count() == 1
    assert Task.objects.count() == 2


def test_the_rota_holds_the_calls_of_this_week_in_cases_that_one_reaches(case, contact):
    mine = plan_call(case=case, due_at=in_minutes(1), by=case.lead, contact=contact)
    helper = joins(case, worker=True)
    theirs = plan_call(case=case, due_at=in_minutes(2), by=case.lead, owner=helper)
    later = plan_call(case=case, due_at=in_minutes(60 * 24 * 8), by=case.lead)
    over = plan_call(case=case, due_at=in_minutes(3), by=case.lead)
    give_up_call(call=over, reason="No need.", by=case.lead)
    strange = a_case()
    plan_call(case=strange, due_at=in_minutes(2), by=strange.lead)
    tries(case, contact, mine)

    everybody = list(rota_of(case.lead, only_mine=False).order_by("due_at"))

    assert everybody == [mine, theirs]
    assert list(rota_of(helper, only_mine=True)) == [theirs]
    assert (everybody[0].tried_outcome, everybody[0].tries) == ("no_answer", 1)
    assert later not in everybody
    assert not rota_of(joins(case, role="shelter_worker"), only_mine=False).exists()
    assert not rota_of(UserFactory(worker=True), only_mine=False).exists()


def test_the_next_try_lies_within_the_safe_hours(case):
    contact = ContactPointFactory(person=case.survivor, safe_from=time(14), safe_until=time(16))
    never = ContactPointFactory(person=case.survivor, may_call=False, may_text=False)
    at = timezone.localtime() + timedelta(days=1)
    call = plan_call(
        case=case, due_at=at.replace(hour=14, minute=30), by=case.lead, contact=contact
    )
    FollowUpCall.objects.filter(pk=call.pk).update(due_at=at - timedelta(days=2))
    closed = plan_call(case=case, due_at=in_minutes(1), by=case.lead, contact=never)

    lines = {row.pk: rota_line(row) for row in rota_of(case.lead, only_mine=True)}

    first = lines[call.pk]
    assert 14 <= timezone.localtime(first.next_at).hour < 16
    assert first.is_late
    assert lines[closed.pk].next_at is None
    assert not lines[closed.pk].is_now
    with pytest.raises(BadInput):
        take_call(call=closed, by=case.lead)


def test_a_call_of_the_rota_is_taken_over_with_the_follow_up_behind_it(case, contact):
    episode, other = home_since(30, case=case), joins(case, worker=True)
    one = add_follow_up(
        episode=episode, due_at=in_minutes(30), way="call", who=case.lead, by=case.lead
    )
    with pytest.raises(NotAllowed):
        take_call(call=one.call, by=UserFactory(worker=True))

    take_call(call=FollowUpCall.objects.select_related("contact", "case").get(), by=other)

    assert FollowUpCall.objects.get().owner == other
    assert FollowUp.objects.get().who == other
    tries(case, contact, FollowUpCall.objects.get(), "reached")
    with pytest.raises(CallIsOver):
        take_call(call=FollowUpCall.objects.get(), by=other)
