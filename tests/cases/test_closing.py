"""Closing takes two people, leaves nothing urgent behind, and can be taken up again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.closing import (
    AlreadyAnswered,
    AlreadyAsked,
    AlreadyClosed,
    StillOpen,
    UrgentIsOpen,
    approve_closing,
    reopen_case,
    return_closing,
)
from kimbilio.cases.choices import Stage
from kimbilio.cases.closing import leftovers_of
from kimbilio.cases.closing_choices import CPIMS_OUTCOMES, HTCDS_STATUS, ClosingReason
from kimbilio.cases.models import Case, Closure, FollowUpCall, Notice, ResponseClock, TimelineEntry
from kimbilio.cases.models.case import NOTHING_DUE
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.queries.closing import closings_to_answer, turns_of
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import OUTCOMES, a_wish_to_close, lead_of
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_a_case_closes_when_the_lead_of_its_unit_says_yes(case):
    lead = lead_of(case)
    closure = a_wish_to_close(case, own_view="I can do it now.", checks=["final_visit"])
    assert Notice.objects.get(user=lead).kind == "closing_asked"
    assert Case.objects.get().stage == Stage.INTAKE

    approve_closing(closure=closure, by=lead, words="Well done by all.")

    closed = Case.objects.get()
    assert (closed.stage, closed.closed_by, closed.next_due_at) == (Stage.CLOSED, lead, NOTHING_DUE)
    assert Tie.objects.live().filter(case=case, user=case.lead).exists()
    assert Notice.objects.get(user=case.lead).kind == "closing_answered"
    events = list(Entry.objects.filter(event__startswith="closing").values_list("event", flat=True))
    assert sorted(events) == ["closing_approved", "closing_asked"]
    assert TimelineEntry.objects.filter(kind="closing").count() == 2
    turn = turns_of(closed)[0]
    assert len(turn.outcomes) == 7
    assert len(turn.checks) == 1
    assert turn.closure.own_view == "I can do it now."


def test_strangers_and_wrong_roles_ask_for_nothing(case):
    therapist = UserFactory(role=Role.THERAPIST)
    Tie.objects.create(case=case, user=therapist)

    for who in [UserFactory(), UserFactory(role=Role.MANAGER), therapist]:
        with pytest.raises(NotAllowed):
            a_wish_to_close(case, by=who)

    assert not Closure.objects.exists()
    assert not Entry.objects.exists()


def test_only_the_lead_of_the_unit_or_a_manager_answers_and_never_who_asked(case):
    own_lead, other_lead = lead_of(case), UserFactory(lead=True)
    Tie.objects.create(case=case, user=other_lead)
    closure = a_wish_to_close(case, by=own_lead)

    for who in [own_lead, other_lead, case.lead, UserFactory(lead=True)]:
        with pytest.raises(NotAllowed):
            approve_closing(closure=closure, by=who)
        with pytest.raises(NotAllowed):
            return_closing(closure=closure, words="More", by=who)
    assert Case.objects.get().is_open
    assert list(closings_to_answer(own_lead)) == []
    assert list(closings_to_answer(other_lead)) == []

    manager = UserFactory(manager=True)
    assert list(closings_to_answer(manager)) == [closure]
    approve_closing(closure=closure, by=manager)
    assert not Case.objects.get().is_open


def test_the_database_refuses_an_answer_of_who_asked(case):
    closure = a_wish_to_close(case)

    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(pk=closure.pk).update(
            state="approved", answered_by=case.lead, answered_at=timezone.now()
        )


def test_a_wish_is_sent_back_with_words_and_may_be_asked_again(case):
    lead, closure = lead_of(case), a_wish_to_close(case)

    with pytest.raises(BadInput):
        return_closing(closure=closure, words=" ", by=lead)
    return_closing(closure=closure, words="The school letter is missing.", by=lead)

    assert Case.objects.get().is_open
    with pytest.raises(AlreadyAnswered):
        approve_closing(closure=closure, by=lead)
    a_wish_to_close(case)
    with pytest.raises(AlreadyAsked):
        a_wish_to_close(case)


def test_what_is_open_is_listed_and_needs_words(case):
    StepFactory(case=case, title="School fees", due_on=timezone.localdate())
    FollowUpCall.objects.create(
        case=case, due_at=timezone.now() + timedelta(days=3), owner=case.lead
    )

    assert [str(one.label) for one in leftovers_of(case, case.lead)] == ["Call", "Step 1"]
    with pytest.raises(BadInput) as refusal:
        a_wish_to_close(case)
    assert refusal.value.field == "leftovers"
    closure = a_wish_to_close(case, leftovers="The school takes it on.")
    approve_closing(closure=closure, by=lead_of(case))

    assert FollowUpCall.objects.get().state == "given_up"


def test_an_urgent_case_stays_open_unless_nobody_is_left_to_help(case):
    Case.objects.filter(pk=case.pk).update(is_urgent=True)
    case.refresh_from_db()

    with pytest.raises(UrgentIsOpen):
        a_wish_to_close(case)
    approve_closing(closure=a_wish_to_close(case, reason="died"), by=lead_of(case))

    assert not Case.objects.get().is_urgent


def test_a_minors_guardian_is_told_or_it_is_said_why_not(case):
    case.is_minor = True

    with pytest.raises(BadInput) as refusal:
        a_wish_to_close(case)
    assert refusal.value.field == "checks"
    with pytest.raises(BadInput):
        a_wish_to_close(case, reason="turned_adult", checks=["guardian_told"])
    a_wish_to_close(case, checks=["guardian_unsafe"])


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"reason": "other"}, "reason_words"),
        ({"reason": "cannot_help", "reason_words": "  "}, "reason_words"),
        ({"outcomes": {}}, "outcome_safety"),
        ({"outcomes": {**OUTCOMES, "legal": "splendid"}}, "outcome_legal"),
    ],
)
def test_what_is_missing_is_named_and_nothing_half_kept(case, answers, field):
    with pytest.raises(BadInput) as refusal:
        a_wish_to_close(case, **answers)

    assert refusal.value.field == field
    assert not Closure.objects.exists()


def test_a_case_is_reopened_with_its_history_and_new_clocks(case):
    lead = lead_of(case)
    approve_closing(closure=a_wish_to_close(case), by=lead)
    case.refresh_from_db()
    with pytest.raises(AlreadyClosed):
        a_wish_to_close(case)
    for who in [case.lead, UserFactory(lead=True)]:
        with pytest.raises(NotAllowed):
            reopen_case(case=case, reason="She called.", by=who)
    with pytest.raises(BadInput):
        reopen_case(case=case, reason=" ", by=lead)

    reopen_case(case=case, reason="She called.", by=lead)

    opened = Case.objects.get()
    assert opened.is_open
    assert opened.stage == Stage.INTAKE
    assert opened.due_at is not None
    assert ResponseClock.objects.filter(case=case, met_at=None).count() == 2
    assert [bool(turn.reopening) for turn in turns_of(opened)] == [True, False]
    with pytest.raises(StillOpen):
        reopen_case(case=opened, reason="Again", by=lead)


def test_only_follow_up_steps_left_is_the_stage_of_follow_up(case):
    StepFactory(case=case, done=True)
    StepFactory(case=case, service="follow_up", started=True)

    refresh_outline(case)

    assert Case.objects.get().stage == Stage.FOLLOW_UP


def test_every_reason_has_the_words_of_others():
    assert set(CPIMS_OUTCOMES) == set(HTCDS_STATUS) == set(ClosingReason)
