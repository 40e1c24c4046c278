"""Response clocks: met by who works on the case, passed on once when over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.calls import finish_call, put_call_aside, tell_late_call_backs
from kimbilio.cases.actions.clocks import escalate_overdue, meet_clock, set_limit
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind, WhyUnfinished
from kimbilio.cases.models import (
    Notice,
    ResponseClock,
    ResponseLimit,
    TimelineEntry,
    UnfinishedCall,
)
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return CaseFactory(worker=UserFactory(), risk="a_high")


@pytest.fixture
def leader(case):
    return UnitMembershipFactory(
        unit=case.unit, is_lead=True, user=UserFactory(role=Role.TEAM_LEAD)
    ).user


def overdue(case, kind=ClockKind.ASSESSMENT):
    started = timezone.now() - timedelta(days=30)
    (clock,) = start_clocks(case, [kind], by=case.lead, at=started)
    return clock


def test_the_limit_follows_the_risk(case):
    (clock,) = start_clocks(case, [ClockKind.ASSESSMENT], by=case.lead)

    assert clock.limit == timedelta(hours=72)
    assert start_clocks(case, [ClockKind.ASSESSMENT], by=case.lead) == []


def test_what_is_over_climbs_to_the_team_lead_once(case, leader):
    overdue(case)

    assert escalate_overdue() == 1
    assert escalate_overdue() == 0

    told = set(Notice.objects.values_list("user", "kind"))
    assert told == {(leader.pk, "clock_overdue"), (case.lead.pk, "clock_overdue")}
    assert Entry.objects.filter(event="clock_overdue", case_id=case.pk).count() == 1
    assert TimelineEntry.objects.filter(event="clock_overdue").count() == 1


def test_closed_cases_and_met_clocks_climb_nowhere(case, leader):
    clock = overdue(case)
    meet_clock(clock=clock, by=case.lead)
    closed = CaseFactory(worker=UserFactory(), closed=True)
    ResponseClock.objects.create(
        case=closed,
        kind="assessment",
        started_at=timezone.now() - timedelta(days=2),
        due_at=timezone.now() - timedelta(days=1),
    )

    assert escalate_overdue() == 0


def test_meeting_a_clock_takes_it_off_what_is_due(case):
    clock = overdue(case)

    meet_clock(clock=clock, by=case.lead)

    case.refresh_from_db()
    assert case.due_at is None
    assert clock.met_by == case.lead
    assert clock.is_late


def test_a_stranger_meets_no_clock(case):
    clock = overdue(case)
    written = Entry.objects.count()

    with pytest.raises(NotAllowed):
        meet_clock(clock=clock, by=UserFactory())

    clock.refresh_from_db()
    assert clock.met_at is None
    assert Entry.objects.count() == written


def test_the_administrator_sets_the_limits():
    limit = ResponseLimit.objects.get(kind="assessment", risk="a_high")
    administrator = UserFactory(role=Role.ADMINISTRATOR)

    set_limit(limit=limit, hours=48, by=administrator)
    with pytest.raises(BadInput):
        set_limit(limit=limit, hours=0, by=administrator)
    with pytest.raises(NotAllowed):
        set_limit(limit=limit, hours=1, by=UserFactory())

    limit.refresh_from_db()
    assert (limit.hours, limit.is_reviewed) == (48, True)


def test_a_dropped_call_asks_once_to_be_returned():
    worker = UserFactory()
    call = put_call_aside(
        why=WhyUnfinished.DROPPED, typed={"goes_by": "Pendo"}, started_at=timezone.now(), by=worker
    )
    UnfinishedCall.objects.filter(pk=call.pk).update(
        call_back_at=timezone.now() - timedelta(minutes=1)
    )

    assert tell_late_call_backs() == 1
    assert tell_late_call_backs() == 0
    assert Notice.objects.get(user=worker).kind == "call_back_late"


def test_a_finished_call_forgets_its_words():
    worker = UserFactory()
    call = put_call_aside(
        why=WhyUnfinished.PAUSED, typed={"goes_by": "Pendo"}, started_at=timezone.now(), by=worker
    )
    with pytest.raises(NotAllowed):
        finish_call(call=call, by=UserFactory())

    finish_call(call=call, by=worker)

    call.refresh_from_db()
    assert call.typed == {}
    assert call.done_at is not None
