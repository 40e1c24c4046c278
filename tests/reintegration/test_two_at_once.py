"""Two people who plan one return or one follow-up in the same second: it stands once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.cases.actions.follow_up import log_call, plan_call
from kimbilio.cases.models import Appointment, Case, FollowUpCall
from kimbilio.kernel.errors import Stale
from kimbilio.reintegration.actions.follow_ups import (
    add_follow_up,
    end_reintegration,
    start_reintegration,
)
from kimbilio.reintegration.actions.travel import save_journey, save_paper
from kimbilio.reintegration.models import (
    FollowUp,
    Journey,
    Reintegration,
    Repatriation,
    Silence,
    TravelPaper,
)
from tests.factories.at_once import at_once, refusals
from tests.factories.cases import ContactPointFactory
from tests.factories.reintegration import a_case, a_return, home_since

pytestmark = pytest.mark.django_db(transaction=True)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def fresh(row):
    return type(row).objects.select_related("case__lead").get(pk=row.pk)


def test_whoever_came_home_is_followed_up_once():
    case = a_case()

    def start():
        found = Case.objects.get(pk=case.pk)
        return start_reintegration(
            case=found, start_on=in_days(0), responsible=found.lead, by=found.lead
        )

    assert len(refusals(at_once(start, start))) == 1
    assert Reintegration.objects.count() == 1


def test_a_day_has_one_follow_up_and_none_is_planned_while_it_ends():
    episode = home_since()
    by, noon = episode.case.lead, timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)

    def plan(days, minutes=0):
        due_at = noon + timedelta(days=days, minutes=minutes)
        return add_follow_up(episode=fresh(episode), due_at=due_at, way="visit", who=by, by=by)

    (refused,) = refusals(at_once(lambda: plan(5), lambda: plan(5, minutes=90)))
    assert refused.field == "due_at"
    FollowUp.objects.update(state="dropped")

    told = at_once(
        lambda: plan(9),
        lambda: end_reintegration(
            episode=fresh(episode), outcome="not_begun", summary="Moved away.", by=by
        ),
    )  # fmt: skip

    assert len(refusals(told)) == 1
    assert fresh(episode).is_open == FollowUp.objects.filter(state="planned").exists()


def test_a_paper_stands_once_and_the_first_journey_is_shown_to_the_second():
    one = a_return()
    by = one.case.lead

    def paper():
        return save_paper(
            repatriation=fresh(one), paper=None, kind="emergency", state="asked",
            since=in_days(0), by=by,
        )  # fmt: skip

    assert len(refusals(at_once(paper, paper))) == 1
    assert TravelPaper.objects.count() == 1

    def travels(way, on):
        return save_journey(
            repatriation=fresh(one), travel_by=way, travels_on=in_days(on), met_by=by,
            met_at=timezone.now() + timedelta(days=on, hours=1), by=by, expected=0,
        )  # fmt: skip

    told = at_once(lambda: travels("air", 3), lambda: travels("bus", 4))

    (refused,) = refusals(told)
    assert isinstance(refused, Stale), refused.message
    assert refused.theirs == Journey.objects.get()
    assert Appointment.objects.filter(case=one.case).count() == 1
    assert Repatriation.objects.get().state == "planned"


def test_the_third_try_raises_the_concern_though_two_try_at_once():
    case = a_case()
    contact = ContactPointFactory(person=case.survivor)
    due_at = timezone.now()
    calls = [plan_call(case=case, due_at=due_at, by=case.lead, contact=contact) for _ in range(3)]

    def missed(call):
        found = FollowUpCall.objects.select_related("case", "contact").get(pk=call.pk)
        return log_call(
            case=found.case, outcome="no_answer", by=case.lead, call=found, contact=found.contact,
            override_reason="It cannot wait.",
        )  # fmt: skip

    missed(calls[0])

    assert not refusals(at_once(*(lambda call=call: missed(call) for call in calls[1:])))
    assert Silence.objects.count() == 1
