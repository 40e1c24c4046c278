"""A rescue goes step by step, with a second person's yes, and nobody skips one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.decisions import NothingToConfirm, confirm_go_now
from kimbilio.cases.actions.rescue import (
    NotTheNextStep,
    RescueRuns,
    move_rescue,
    request_rescue,
)
from kimbilio.cases.choices import WhereNow
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import (
    RESCUE_ENDS,
    RESCUE_MOVES,
    RESCUE_PATH,
    ClockKind,
    RescueState,
    Route,
)
from kimbilio.cases.models import Decision, Notice, Rescue, RescueStep, ResponseClock
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.organisation.models import DutyShift
from kimbilio.people.choices import Minority
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.intake import a_call, a_case_from_a_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return CaseFactory(worker=UserFactory())


@pytest.fixture
def leader(case):
    return UnitMembershipFactory(
        unit=case.unit, is_lead=True, user=UserFactory(role=Role.TEAM_LEAD)
    ).user


def test_a_whole_rescue_leaves_every_step_with_its_time(case, leader):
    start_clocks(case, [ClockKind.OFFICER], by=case.lead)
    rescue = request_rescue(case=case, pick_up="Blue gate", by=case.lead)
    assert Notice.objects.get(user=leader).kind == "go_now_asked"

    for state in RESCUE_PATH[1:]:
        by = leader if state == RescueState.APPROVED else case.lead
        move_rescue(rescue=rescue, to=state, words="Done.", where_now=WhereNow.SHELTER, by=by)

    assert [step.state for step in rescue.steps.order_by("id")] == list(RESCUE_PATH)
    case.refresh_from_db()
    assert (case.where_now, case.is_urgent) == (WhereNow.SHELTER, False)
    assert not ResponseClock.objects.filter(
        case=case, kind__in=["rescue", "officer"], met_at=None
    ).exists()
    assert rescue.ended_at is not None


def test_the_asker_does_not_approve_alone(case):
    asker = UserFactory(role=Role.TEAM_LEAD)
    Tie.objects.create(case=case, user=asker, kind=TieKind.MEMBER)
    rescue = request_rescue(case=case, by=asker)

    with pytest.raises(NotAllowed):
        move_rescue(rescue=rescue, to=RescueState.APPROVED, by=asker)
    with pytest.raises(NotAllowed):
        move_rescue(rescue=rescue, to=RescueState.APPROVED, by=case.lead)

    assert rescue.steps.count() == 1


def test_a_duty_lead_who_takes_the_call_says_yes_at_once(hours_around):
    lead = UnitMembershipFactory(user=UserFactory(role=Role.TEAM_LEAD)).user
    DutyShift.objects.create(user=lead, is_lead=True, **hours_around(-1, 5))
    call = a_call(told=Minority.MINOR, safety="not_safe")

    case = a_case_from_a_call(by=lead, call=call, route=Route.GO_NOW)

    assert Decision.objects.get(case=case).confirmed_by == lead
    assert Rescue.objects.get(case=case).state == RescueState.APPROVED


def test_the_yes_to_go_now_approves_the_rescue():
    worker = UnitMembershipFactory().user
    unit = worker.memberships.get().unit
    leader = UnitMembershipFactory(
        unit=unit, is_lead=True, user=UserFactory(role=Role.TEAM_LEAD)
    ).user
    call = a_call(told=Minority.MINOR, safety="not_safe")
    case = a_case_from_a_call(by=worker, call=call, route=Route.GO_NOW)
    decision = Decision.objects.get(case=case)

    with pytest.raises(NotAllowed):
        confirm_go_now(decision=decision, by=worker)
    confirm_go_now(decision=decision, by=leader)

    decision.refresh_from_db()
    assert decision.confirmed_by == leader
    assert Rescue.objects.get(case=case).state == RescueState.APPROVED
    with pytest.raises(NothingToConfirm):
        confirm_go_now(decision=decision, by=leader)


@pytest.mark.parametrize("start", RescueState)
@pytest.mark.parametrize("to", RescueState)
def test_only_the_moves_of_the_table_are_allowed(case, leader, start, to):
    rescue = request_rescue(case=case, by=case.lead)
    RescueStep.objects.all().delete()
    ended = timezone.now() if start in RESCUE_ENDS else None
    Rescue.objects.filter(pk=rescue.pk).update(state=start, ended_at=ended)
    rescue.refresh_from_db()
    Tie.objects.create(case=case, user=leader, kind=TieKind.MEMBER)

    if to in RESCUE_MOVES[start]:
        move_rescue(rescue=rescue, to=to, words="Because.", by=leader)
        assert rescue.state == to
    else:
        with pytest.raises(NotTheNextStep):
            move_rescue(rescue=rescue, to=to, words="Because.", by=leader)
        assert not RescueStep.objects.exists()


def test_times_run_forward(case, leader):
    rescue = request_rescue(case=case, by=case.lead)

    for wrong in (timedelta(hours=1), timedelta(hours=-2)):
        with pytest.raises(BadInput) as refusal:
            move_rescue(
                rescue=rescue,
                to=RescueState.APPROVED,
                happened_at=timezone.now() + wrong,
                by=leader,
            )
        assert refusal.value.field == "happened_at"

    assert rescue.steps.count() == 1


def test_a_no_says_why_and_tells_the_asker(case, leader):
    rescue = request_rescue(case=case, by=case.lead)
    with pytest.raises(BadInput):
        move_rescue(rescue=rescue, to=RescueState.DECLINED, by=leader)

    move_rescue(rescue=rescue, to=RescueState.DECLINED, words="Police go alone.", by=leader)

    assert Notice.objects.get(user=case.lead).kind == "rescue_answered"


def test_two_at_once_is_refused(case):
    rescue = request_rescue(case=case, by=case.lead)

    with pytest.raises(RescueRuns):
        request_rescue(case=case, by=case.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rescue.objects.create(case=case, asked_by=case.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rescue.objects.filter(pk=rescue.pk).update(ended_at=timezone.now())


def test_who_saw_an_older_state_is_told(case, leader):
    rescue = request_rescue(case=case, by=case.lead)
    seen = rescue.version
    move_rescue(rescue=rescue, to=RescueState.APPROVED, by=leader, expected=seen)

    with pytest.raises(Stale):
        move_rescue(rescue=rescue, to=RescueState.TEAM, by=case.lead, expected=seen)


def test_a_stranger_asks_for_nothing(case):
    with pytest.raises(NotAllowed):
        request_rescue(case=case, by=UserFactory())

    assert not Rescue.objects.exists()
    assert not Entry.objects.exists()
