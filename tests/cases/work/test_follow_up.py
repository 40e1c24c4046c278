"""Follow-up calls: planned in safe hours, tried, reached, moved, given up."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions import follow_up
from kimbilio.cases.actions.follow_up import (
    CallIsOver,
    NotSafeNow,
    give_up_call,
    log_call,
    plan_call,
    plan_calls,
    reschedule_call,
)
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import CallAttempt, FollowUpCall, NoteToken, ResponseClock, TimelineEntry
from kimbilio.cases.work_choices import CallOutcome, CallState, ContactWay
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.work import FollowUpCallFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 14, 9, tzinfo=UTC)  # Tuesday, 12:00 in Nairobi


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return NOON


@pytest.fixture
def case(db):
    return CaseFactory(worker=UserFactory())


@pytest.fixture
def phone(case):
    """A phone that is safe from 10 to 12 only."""
    hours = {"safe_from": time(10), "safe_until": time(12)}
    return ContactPointFactory(person=case.survivor, is_primary=True, **hours)


def local(moment):
    return timezone.localtime(moment)


def test_the_series_lies_in_the_safe_hours(at_noon, case, phone):
    plan_calls(case=case, by=case.lead)

    calls = list(FollowUpCall.objects.order_by("due_at"))
    assert [call.day_number for call in calls] == [2, 7, 30, 90, 180, 365]
    assert {call.of_days for call in calls} == {365}
    assert {local(call.due_at).hour for call in calls} == {10}
    assert calls[0].due_at.date() == (NOON + timedelta(days=2)).date()
    case.refresh_from_db()
    assert case.due_at == calls[0].due_at


def test_the_series_is_planned_once_and_not_for_days_that_passed(at_noon, case):
    start = local(NOON).date() - timedelta(days=10)
    plan_calls(case=case, by=case.lead, start=start, days=[2, 7, 30])
    again = plan_calls(case=case, by=case.lead, start=start, days=[2, 7, 30])

    assert again == []
    assert FollowUpCall.objects.get().day_number == 30


@pytest.mark.parametrize("days", [[], [-1], [99999]])
def test_a_series_of_impossible_days_is_refused(case, days):
    with pytest.raises(BadInput):
        plan_calls(case=case, by=case.lead, days=days)
    assert not FollowUpCall.objects.exists()


def test_a_stranger_plans_and_logs_nothing(case, phone):
    stranger, call = UserFactory(), FollowUpCallFactory(case=case)

    for act in (
        lambda: plan_calls(case=case, by=stranger),
        lambda: plan_call(case=case, due_at=timezone.now(), by=stranger),
        lambda: log_call(case=case, outcome=CallOutcome.REACHED, by=stranger),
        lambda: reschedule_call(call=call, due_at=timezone.now(), by=stranger),
        lambda: give_up_call(call=call, reason="x", by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert FollowUpCall.objects.get().version == 1
    assert not Entry.objects.exists()


def test_a_call_outside_the_safe_hours_is_refused_with_the_next_safe_time(at_noon, case, phone):
    with pytest.raises(NotSafeNow) as refusal:
        log_call(case=case, outcome=CallOutcome.REACHED, contact=phone, by=case.lead)

    assert local(refusal.value.next_at).isoformat() == "2026-04-15T10:00:00+03:00"
    assert "10:00 to 12:00" in str(refusal.value.message)
    assert "15 Apr" in str(refusal.value.message)
    assert not CallAttempt.objects.exists()
    assert not Entry.objects.exists()


def test_an_override_needs_words_and_keeps_them(at_noon, case, phone):
    attempt = log_call(
        case=case, outcome=CallOutcome.REACHED, contact=phone, by=case.lead,
        override_reason="She was about to leave.",
    )  # fmt: skip

    assert attempt.is_override
    assert CallAttempt.objects.get().override_reason == "She was about to leave."
    assert Entry.objects.get(event="call_attempted").facts["override"] is True


def test_a_reason_within_the_safe_hours_is_no_override(at_noon, case, phone):
    attempt = log_call(
        case=case, outcome=CallOutcome.REACHED, contact=phone, by=case.lead,
        at=NOON - timedelta(hours=1), override_reason="just in case",
    )  # fmt: skip

    assert (attempt.is_override, attempt.override_reason) == (False, "")


@pytest.mark.parametrize(
    ("way", "rule"),
    [("text", "may_text"), ("whatsapp", "may_whatsapp"), ("message", "may_leave_message")],
)
def test_a_way_they_did_not_allow_is_refused(case, way, rule):
    phone = ContactPointFactory(person=case.survivor)
    with pytest.raises(NotSafeNow):
        log_call(case=case, outcome="no_answer", contact=phone, way=ContactWay(way), by=case.lead)

    setattr(phone, rule, True)
    assert log_call(
        case=case, outcome="no_answer", contact=phone, way=ContactWay(way), by=case.lead
    )


def test_reaching_them_ends_the_call_and_moves_the_last_contact(case):
    phone = ContactPointFactory(person=case.survivor)
    start_clocks(case, [ClockKind.FIRST_CONTACT], by=case.lead)
    call = FollowUpCallFactory(case=case)

    log_call(
        case=case, call=call, contact=phone, outcome=CallOutcome.REACHED,
        words="Sleeps better.", by=case.lead,
    )  # fmt: skip

    call.refresh_from_db()
    case.refresh_from_db()
    assert (call.state, call.tries) == (CallState.REACHED, 1)
    assert case.last_contact_at is not None
    assert ResponseClock.objects.get().met_by == case.lead
    line = TimelineEntry.objects.get(event="call_attempted").line
    assert in_language(line) == "Reached. Sleeps better."
    assert NoteToken.objects.filter(case=case).exists()


@pytest.mark.parametrize("outcome", ["no_answer", "someone_else", "number_off", "not_safe"])
def test_a_try_that_missed_them_leaves_the_call_open(case, outcome):
    phone = ContactPointFactory(person=case.survivor)
    call = FollowUpCallFactory(case=case)

    log_call(case=case, call=call, contact=phone, outcome=outcome, by=case.lead)

    call.refresh_from_db()
    case.refresh_from_db()
    assert (call.state, call.tries, call.is_open) == (CallState.NOT_REACHED, 1, True)
    assert case.last_contact_at is None


def test_asked_to_call_back_moves_the_call(case):
    phone = ContactPointFactory(person=case.survivor)
    call, later = FollowUpCallFactory(case=case), timezone.now() + timedelta(hours=3)

    log_call(
        case=case, call=call, contact=phone, outcome="call_back", call_back_at=later, by=case.lead
    )

    call.refresh_from_db()
    case.refresh_from_db()
    assert call.due_at == later
    assert case.last_contact_at is not None


def test_a_number_must_be_named_and_of_this_file(case, phone):
    with pytest.raises(BadInput):
        log_call(case=case, outcome="reached", by=case.lead)
    with pytest.raises(BadInput):
        log_call(case=case, outcome="reached", contact=ContactPointFactory(), by=case.lead)

    assert log_call(case=case, outcome="reached", way=ContactWay.IN_PERSON, by=case.lead)


def test_an_older_call_never_moves_the_last_contact_back(case):
    when = timezone.now()
    for at in (when, when - timedelta(days=2)):
        log_call(case=case, outcome="reached", way=ContactWay.IN_PERSON, at=at, by=case.lead)

    case.refresh_from_db()
    assert case.last_contact_at == when


def test_a_call_is_planned_in_safe_hours_and_to_come(at_noon, case, phone):
    with pytest.raises(BadInput) as refusal:
        plan_call(case=case, due_at=NOON + timedelta(hours=1), contact=phone, by=case.lead)
    with pytest.raises(BadInput):
        plan_call(case=case, due_at=NOON - timedelta(days=1), by=case.lead)

    assert refusal.value.field == "due_at"
    assert "15 Apr" in str(refusal.value.message)


def test_the_caller_must_know_the_number(case):
    shelter = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=shelter)

    with pytest.raises(BadInput):
        plan_call(case=case, due_at=timezone.now(), owner=shelter, by=case.lead)


def test_moving_and_giving_up(case):
    call, later = FollowUpCallFactory(case=case), timezone.now() + timedelta(days=1)

    reschedule_call(call=call, due_at=later, by=case.lead, expected=1)
    with pytest.raises(Stale):
        reschedule_call(call=call, due_at=later + timedelta(hours=1), by=case.lead, expected=1)
    with pytest.raises(BadInput):
        give_up_call(call=call, reason=" ", by=case.lead)
    give_up_call(call=call, reason="She moved abroad.", by=case.lead)
    with pytest.raises(CallIsOver):
        give_up_call(call=call, reason="again", by=case.lead)

    call.refresh_from_db()
    assert (call.state, call.why_given_up) == (CallState.GIVEN_UP, "She moved abroad.")
    case.refresh_from_db()
    assert case.due_at is None


def test_the_days_come_from_the_settings():
    assert follow_up.this_organisation_days() == [2, 7, 30, 90, 180, 365]


@pytest.mark.parametrize("broken", [{"state": "reached"}, {"ended_at": NOON}])
def test_a_call_that_ended_is_dated(case, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpCallFactory(case=case, **broken)


def test_one_open_call_a_day_of_the_series(case):
    FollowUpCallFactory(case=case, day_number=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpCallFactory(case=case, day_number=30)
