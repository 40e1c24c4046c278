"""Planning: steps, states, wishes, other ways."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.plan.goals import add_goal, edit_goal
from kimbilio.cases.actions.plan.links import link_steps, unlink_steps
from kimbilio.cases.actions.plan.states import (
    decline_step,
    drop_step,
    fail_step,
    finish_step,
    start_step,
    take_up_step,
)
from kimbilio.cases.actions.plan.steps import add_step, edit_step, reorder
from kimbilio.cases.actions.plan.ways import replan_step
from kimbilio.cases.actions.plan.wishes import record_wish
from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Case, Step, StepLink, TimelineEntry, WishEntry
from kimbilio.cases.plan_choices import Phase, StepStatus, Wish
from kimbilio.cases.plan_errors import (
    AlreadyReplaced,
    CaseIsClosed,
    Circle,
    NotOnTeam,
    ReasonMissing,
    StepIsParked,
    StepWaits,
    WishNotAsked,
    WrongMove,
)
from kimbilio.cases.queries.plan import State, plan_of, to_ask_again
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import StepFactory, StepLinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker)


def step_of(case, **traits):
    return StepFactory(case=case, **traits)


def test_add_step_numbers_files_and_moves_the_stage(case, worker):
    first = add_step(case=case, phase=Phase.SAFETY, title="Safe place", by=worker)
    second = add_step(
        case=case, phase=Phase.STEADY, title="School", by=worker, owner=worker,
        due_on=date(2026, 5, 4), waits_for=[first],
    )  # fmt: skip

    case.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert list(StepLink.objects.values_list("step", "waits_for")) == [(second.pk, first.pk)]
    assert case.stage == Stage.PLAN
    assert (case.steps_done, case.steps_total) == (0, 2)
    assert timezone.localdate(case.next_due_at) == date(2026, 5, 4)
    assert [e.line for e in TimelineEntry.objects.order_by("id")] == ["1. Safe place", "2. School"]
    assert list(Entry.objects.values_list("event", "case_id")) == [("step_created", case.pk)] * 2


def test_add_step_refuses_a_stranger_and_changes_nothing(case):
    with pytest.raises(NotAllowed):
        add_step(case=case, phase=Phase.SAFETY, title="Safe place", by=UserFactory())

    assert not Step.objects.exists()
    assert not Entry.objects.exists()


def test_add_step_refuses_a_shelter_worker_on_the_team_who_may_not_see_the_story(case):
    shelter = UserFactory(role="shelter_worker")
    Tie.objects.create(case=case, user=shelter, kind=TieKind.MEMBER)

    with pytest.raises(NotAllowed):
        add_step(case=case, phase=Phase.SAFETY, title="Safe place", by=shelter)


def test_a_closed_case_has_no_plan_to_work_on(worker):
    closed = CaseFactory(closed=True, worker=worker)

    with pytest.raises(CaseIsClosed):
        add_step(case=closed, phase=Phase.SAFETY, title="Safe place", by=worker)


def test_an_owner_is_on_the_team(case, worker):
    with pytest.raises(NotOnTeam):
        add_step(case=case, phase=Phase.SAFETY, title="Call", by=worker, owner=UserFactory())


def test_a_step_cannot_be_linked_to_a_step_of_another_case(case, worker):
    with pytest.raises(BadInput):
        link_steps(step=step_of(case), waits_for=StepFactory(), by=worker)

    assert not StepLink.objects.exists()


def test_edit_step_writes_what_was_and_is(case, worker):
    step = step_of(case)

    edit_step(step=step, expected=1, phase=Phase.HOME, title="Papers", detail="Busia", by=worker)

    step.refresh_from_db()
    assert (step.title, step.detail, step.phase, step.version) == ("Papers", "Busia", "home", 2)


def test_edit_step_refuses_to_overwrite_what_another_wrote(case, worker):
    step = step_of(case)
    mine = Step.objects.get(pk=step.pk)
    edit_step(step=step, expected=1, phase=Phase.SAFETY, title="Theirs", by=worker)

    with pytest.raises(Stale) as refusal:
        edit_step(step=mine, expected=1, phase=Phase.SAFETY, title="Mine", by=worker)

    assert refusal.value.theirs.title == "Theirs"


def test_a_circle_is_refused_with_both_steps_named(case, worker):
    one, two, three = (step_of(case) for _ in range(3))
    link_steps(step=two, waits_for=one, by=worker)
    link_steps(step=three, waits_for=two, by=worker)

    with pytest.raises(Circle) as refusal:
        link_steps(step=one, waits_for=three, by=worker)

    assert "step 3" in str(refusal.value.message)
    assert "Step 1" in str(refusal.value.message)
    assert StepLink.objects.count() == 2


def test_a_step_does_not_wait_for_itself(case, worker):
    step = step_of(case)

    with pytest.raises(Circle):
        link_steps(step=step, waits_for=step, by=worker)
    with pytest.raises(IntegrityError), transaction.atomic():
        StepLinkFactory(step=step, waits_for=step)


def test_linking_twice_is_one_link_and_unlinking_lets_go(case, worker):
    one, two = step_of(case), step_of(case)
    for _ in range(2):
        link_steps(step=two, waits_for=one, by=worker)
    assert StepLink.objects.count() == 1

    unlink_steps(step=two, waits_for=one, by=worker)

    assert not StepLink.objects.exists()


def test_a_step_waits_for_what_comes_first(case, worker):
    link = StepLinkFactory(step=step_of(case))

    with pytest.raises(StepWaits):
        start_step(step=link.step, by=worker)
    with pytest.raises(StepWaits):
        finish_step(step=link.step, by=worker)

    finish_step(step=link.waits_for, by=worker)
    assert start_step(step=link.step, by=worker).status == StepStatus.STARTED


def test_a_step_does_not_start_before_the_person_is_asked(case, worker):
    step = step_of(case, wish=Wish.NOT_ASKED, phase=Phase.JUSTICE)

    with pytest.raises(WishNotAsked):
        start_step(step=step, by=worker, reason="The court is waiting")

    step.refresh_from_db()
    assert step.status == StepStatus.PLANNED


def test_urgent_safety_starts_before_asking_with_a_reason(case, worker):
    step = step_of(case, wish=Wish.NOT_ASKED)
    with pytest.raises(ReasonMissing):
        start_step(step=step, by=worker, reason="  ")

    started = start_step(step=step, by=worker, reason="He is at the door.")

    assert (started.is_urgent, started.urgent_reason) == (True, "He is at the door.")
    case.refresh_from_db()
    assert case.stage == Stage.SUPPORT


@pytest.mark.parametrize("status", ["started", "done"])
def test_the_database_keeps_the_rule_about_asking(case, status):
    with pytest.raises(IntegrityError), transaction.atomic():
        StepFactory(case=case, wish=Wish.NOT_ASKED, **{status: True})


@pytest.mark.parametrize("wish", [Wish.LATER, Wish.DOES_NOT_WANT, Wish.NOT_SURE])
def test_a_parked_step_is_not_late_not_counted_and_not_started(case, worker, wish):
    step = step_of(case, due_on=timezone.localdate() - timedelta(days=30), phase=Phase.JUSTICE)
    assert plan_of(case).by_number[1].state is State.LATE

    record_wish(step=step, wish=wish, words="I will think.", by=worker)

    case.refresh_from_db()
    assert plan_of(case).by_number[1].state is State.PARKED
    assert case.due_at is None
    assert case.steps_total == 0
    assert not Case.objects.overdue().exists()
    with pytest.raises(StepIsParked):
        start_step(step=step, by=worker)


def test_the_wish_keeps_its_history_and_its_words(case, worker):
    step = step_of(case, wish=Wish.NOT_ASKED)
    day = timezone.localdate() + timedelta(days=14)

    record_wish(step=step, wish=Wish.DOES_NOT_WANT, by=worker)
    record_wish(
        step=step, wish=Wish.NOT_SURE, words="Will he be in the room?", by=worker,
        ask_again_on=day, asks=worker,
    )  # fmt: skip

    entries = plan_of(case).by_number[1].wishes
    assert [(e.wish, e.words) for e in entries] == [
        ("does_not_want", ""),
        ("not_sure", "Will he be in the room?"),
    ]
    assert list(to_ask_again(worker, until=day)) == [step]
    record_wish(step=step, wish=Wish.WANTS, by=worker)
    step.refresh_from_db()
    assert (step.ask_again_on, step.asks) == (None, None)


def test_nobody_is_unasked(case, worker):
    with pytest.raises(BadInput):
        record_wish(step=step_of(case), wish=Wish.NOT_ASKED, by=worker)

    assert not WishEntry.objects.exists()


def test_the_guardian_stands_beside_a_minor_and_not_beside_an_adult(worker):
    minor, adult = (
        CaseFactory(worker=worker, is_minor=True),
        CaseFactory(worker=worker, is_minor=False),
    )

    entry = record_wish(step=step_of(minor), wish=Wish.WANTS, guardian="disagrees", by=worker)

    assert entry.guardian == "disagrees"
    with pytest.raises(BadInput):
        record_wish(step=step_of(adult), wish=Wish.WANTS, guardian="agrees", by=worker)


def chain(case, length):
    """Steps of which each waits for the one before."""
    steps = [step_of(case) for _ in range(length)]
    for before, after in pairwise(steps):
        StepLinkFactory(step=after, waits_for=before)
    return steps


def test_declining_shows_all_that_is_blocked(case, worker):
    steps = chain(case, 6)
    aside = step_of(case)

    blocked = decline_step(step=steps[1], outcome="The office said no.", by=worker)

    assert blocked == steps[2:]
    plan = plan_of(case)
    assert [step.number for step in plan.broken] == [2]
    assert [s.number for s in plan.by_number[2].blocks] == [3, 4, 5, 6]
    assert plan.by_number[aside.number].blocked_by == []


def test_another_way_takes_over_what_waited(case, worker):
    steps = chain(case, 4)
    before = step_of(case)
    StepLinkFactory(step=steps[1], waits_for=before)
    finish_step(step=steps[0], by=worker)
    fail_step(step=steps[1], by=worker)

    new = replan_step(step=steps[1], title="Ask another office", by=worker)

    plan = plan_of(case)
    assert [s.number for s in plan.by_number[new.number].blocks] == [3, 4]
    assert [s.number for s in plan.by_number[new.number].waits_for] == [before.number]
    assert plan.broken == []
    assert plan.by_number[2].is_set_aside
    assert new.wish == Wish.NOT_ASKED
    with pytest.raises(AlreadyReplaced):
        replan_step(step=steps[1], title="And another", by=worker)
    with pytest.raises(AlreadyReplaced):
        take_up_step(step=steps[1], by=worker)


def test_only_a_broken_step_needs_another_way(case, worker):
    with pytest.raises(WrongMove):
        replan_step(step=step_of(case), title="Ask another office", by=worker)


def test_nothing_waits_for_a_dropped_step(case, worker):
    first, second = chain(case, 2)

    drop_step(step=first, by=worker)

    assert start_step(step=second, by=worker).status == StepStatus.STARTED


def test_taking_up_again(case, worker):
    declined, done = step_of(case, declined=True), step_of(case, done=True)

    assert take_up_step(step=declined, by=worker).status == StepStatus.PLANNED
    assert take_up_step(step=done, by=worker).status == StepStatus.STARTED
    with pytest.raises(WrongMove):
        take_up_step(step=declined, by=worker)


@pytest.mark.parametrize("act", [start_step, finish_step, decline_step, fail_step, drop_step])
def test_states_refuse_strangers_and_wrong_moves(case, worker, act):
    done = step_of(case, done=True)

    with pytest.raises(NotAllowed):
        act(step=step_of(case), by=UserFactory())
    if act is not start_step:
        with pytest.raises(WrongMove):
            act(step=done, by=worker)

    assert not Entry.objects.exists()


def test_reorder_takes_all_steps_of_a_phase(case, worker):
    for _ in range(3):
        step_of(case)

    reorder(case=case, phase=Phase.SAFETY, numbers=[3, 1, 2], by=worker)

    assert [step.number for step in plan_of(case).steps] == [3, 1, 2]
    with pytest.raises(BadInput):
        reorder(case=case, phase=Phase.SAFETY, numbers=[3, 1], by=worker)


def test_goals_are_written_and_reached(case, worker):
    goal = add_goal(case=case, phase=Phase.HOME, title="Be a nurse", by=worker)
    edit_goal(goal=goal, expected=1, title="Be a nurse", is_reached=True, by=worker)

    step = add_step(case=case, phase=Phase.HOME, title="Form 3", goal=goal, by=worker)

    assert step.goal == goal
    with pytest.raises(BadInput):
        add_step(case=case, phase=Phase.SAFETY, title="Form 3", goal=goal, by=worker)


def test_the_plan_takes_four_queries(case, django_assert_num_queries):
    chain(case, 20)

    with django_assert_num_queries(4):
        plan = plan_of(case)
        assert [step.owner for step in plan.steps] == [None] * 20


def test_nothing_of_a_step_lies_open_in_the_database(case, worker):
    add_step(case=case, phase=Phase.SAFETY, title="Meet Zawadi", detail="Busia", by=worker)

    row = Step.objects.values().get()

    assert "Zawadi" not in str(row)
    assert "Busia" not in str(row)
