"""Drafts are worked on together, what is signed stays, and it sets the right things in motion."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.assessments import (
    AlreadyCompleted,
    AlreadyCorrected,
    complete_assessment,
    correct_assessment,
    keep_assessment,
)
from kimbilio.cases.actions.risk import set_risk
from kimbilio.cases.assessment_choices import AssessmentKind, Result
from kimbilio.cases.choices import Risk
from kimbilio.cases.clocks import limits_for, start_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Assessment, Case, ResponseClock, Story, StoryFact, Task
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.assessments import WORDS, a_draft, a_signed
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db
SCREENING = AssessmentKind.SCREENING


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_a_draft_is_kept_and_changed_by_the_version_on_the_screen(case):
    draft = a_draft(case, by=case.lead)

    with pytest.raises(Stale):
        keep_assessment(
            case=case, kind=SCREENING, answers={}, list_used="adult_labour", by=case.lead
        )
    changed = keep_assessment(
        case=case, kind=SCREENING, answers={"held.violence": "no"}, list_used="adult_labour",
        by=case.lead, expected=draft.version,
    )  # fmt: skip

    assert changed.pk == draft.pk
    assert Assessment.objects.get().answers == {"held.violence": "no"}


def test_a_signed_screening_is_scored_dated_and_tells_the_case(case):
    start_clocks(case, [ClockKind.ASSESSMENT], by=case.lead)

    signed = a_signed(case, by=case.lead)

    assert (signed.result, signed.score) == (Result.TRAFFICKING, 3)
    assert signed.completed_by == case.lead
    assert signed.areas.get(area="held").strong == 2
    assert ResponseClock.objects.get().met_by == case.lead
    story = Story.objects.get()
    assert (story.status, story.status_by) == ("ActualVictimOfTrafficking", "NGO")
    case.refresh_from_db()
    assert case.stage == "assessment"


def test_the_word_of_a_court_stays(case):
    Story.objects.create(
        case=case, status="NotAVictimOfTrafficking", status_by="CourtOrProsecution"
    )

    a_signed(case, by=case.lead)

    assert Story.objects.get().status == "NotAVictimOfTrafficking"


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("screening", {"decided": ""}, "decided"),
        ("screening", {"decided": "perhaps"}, "decided"),
        ("screening", {"decided_as": "Neighbour"}, "decided_as"),
        ("screening", {"justification": " "}, "justification"),
        ("risk", {"chosen_risk": "none"}, "chosen_risk"),
        ("risk", {"chosen_risk": "c_low", "justification": ""}, "justification"),
    ],
)
def test_without_a_persons_word_nothing_is_signed(case, kind, change, field):
    draft = a_draft(case, by=case.lead, kind=kind)

    with pytest.raises(BadInput) as refusal:
        complete_assessment(assessment=draft, by=case.lead, **{**WORDS[kind], **change})

    assert refusal.value.field == field
    assert not Assessment.objects.get().is_completed


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("screening", {"held.violence": "maybe"}),
        ("screening", {"held.magic": "yes"}),
        ("screening", {"acts": ["flying"]}),
        ("risk", {"mind.self_harm": "yes"}),
        ("needs", {"gold": "serious"}),
        ("needs", {"food.note": "x" * 2001}),
    ],
)
def test_answers_that_are_not_asked_are_refused(case, kind, answers):
    with pytest.raises(BadInput):
        a_draft(case, by=case.lead, kind=kind, answers=answers)

    assert not Assessment.objects.exists()


def test_a_signed_one_is_never_changed_by_action_or_database(case):
    signed = a_signed(case, by=case.lead)

    with pytest.raises(AlreadyCompleted):
        complete_assessment(assessment=signed, by=case.lead, **WORDS["screening"])
    for change in ({"result": "no_signs"}, {"state": "draft"}, {"version": 99}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=signed.pk).update(**change)
    signed.areas.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=signed.pk).delete()

    assert Assessment.objects.get().result == Result.TRAFFICKING


def test_a_correction_is_a_new_one_and_takes_its_place_once_signed(case):
    signed = a_signed(case, by=case.lead)

    draft = correct_assessment(assessment=signed, by=case.lead)

    assert draft.answers == signed.answers
    assert list(Assessment.objects.standing()) == [signed]
    with pytest.raises(AlreadyCorrected):
        correct_assessment(assessment=signed, by=case.lead)
    complete_assessment(assessment=draft, by=case.lead, **WORDS["screening"])
    assert list(Assessment.objects.standing()) == [draft]
    assert draft.corrects == signed


def test_a_risk_assessment_sets_the_risk_and_the_clocks(case):
    Case.objects.filter(pk=case.pk).update(risk=Risk.LOW)
    case.refresh_from_db()
    clock = start_clocks(case, [ClockKind.FIRST_CONTACT], by=case.lead)[0]

    a_signed(case, by=case.lead, kind="risk")

    case.refresh_from_db()
    clock.refresh_from_db()
    assert case.risk == Risk.HIGH
    assert clock.due_at == clock.started_at + limits_for(Risk.HIGH)[ClockKind.FIRST_CONTACT]
    assert Entry.objects.filter(event="case_risk_changed").count() == 1
    assert not case.is_urgent


def test_lowering_the_risk_gives_an_escalated_clock_time_again(case):
    set_risk(case=case, risk=Risk.HIGH, by=case.lead)
    clock = start_clocks(case, [ClockKind.FIRST_CONTACT], by=case.lead)[0]
    early = clock.started_at - timedelta(hours=30)
    rows = ResponseClock.objects.filter(pk=clock.pk)
    rows.update(started_at=early, due_at=early + timedelta(hours=24), escalated_at=clock.started_at)

    set_risk(case=case, risk=Risk.LOW, by=case.lead)

    clock.refresh_from_db()
    assert clock.escalated_at is None
    assert not clock.is_late


def test_self_harm_makes_the_case_urgent_and_asks_for_a_safety_plan_today(case):
    answers = {"mind.self_harm": "some"}

    a_signed(case, by=case.lead, kind="risk", answers=answers)

    case.refresh_from_db()
    assert case.is_urgent
    assert Task.objects.get().owner == case.lead
    assert "safety plan" in Task.objects.get().words


def test_needs_become_facts_and_the_next_assessment_replaces_them(case):
    a_signed(case, by=case.lead, kind="needs")
    a_signed(case, by=case.lead, kind="needs", answers={"papers": "some"})

    assert list(StoryFact.objects.values_list("listing", "code")) == [("need", "papers")]
    assert Assessment.objects.completed().count() == 2


@pytest.mark.parametrize("role", Role)
def test_only_roles_that_assess_may_and_only_with_a_tie(case, role):
    stranger = UserFactory(role=role)

    with pytest.raises(NotAllowed):
        a_draft(case, by=stranger)
    with pytest.raises(NotAllowed):
        set_risk(case=case, risk=Risk.LOW, by=stranger)

    assert not Assessment.objects.exists()
    assert not Entry.objects.exists()
    case.refresh_from_db()
    assert case.risk == Risk.MEDIUM


def test_a_closed_case_is_not_assessed():
    worker = UserFactory()

    with pytest.raises(BadInput):
        a_draft(CaseFactory(worker=worker, closed=True), by=worker)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_make_one_signature():
    worker = UserFactory()
    draft = a_draft(CaseFactory(worker=worker), by=worker)
    barrier = Barrier(2)

    def sign():
        mine = Assessment.objects.select_related("case__lead").get(pk=draft.pk)
        barrier.wait(timeout=10)
        try:
            return complete_assessment(assessment=mine, by=worker, **WORDS["screening"])
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [future.result() for future in [pool.submit(sign), pool.submit(sign)]]

    assert sum(isinstance(result, AlreadyCompleted) for result in results) == 1
    assert Assessment.objects.completed().count() == 1
    assert Entry.objects.filter(event="screening_completed").count() == 1
