"""A business from the idea to first profit: two people for the money, conditions, each month once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.care.choices import Outcome
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Task, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.livelihoods.actions.business import (
    begin_business,
    close_business,
    describe_business,
    open_business,
)
from kimbilio.livelihoods.actions.giving import pay_tranche, take_back
from kimbilio.livelihoods.actions.grants import (
    ask_grant,
    decide_grant,
    meet_condition,
    plan_tranche,
    waive_condition,
)
from kimbilio.livelihoods.actions.running import add_asset, log_visit, save_figure
from kimbilio.livelihoods.actions.still import answer_still
from kimbilio.livelihoods.models import Business, BusinessGrant, Giving, MonthFigure, StillThere
from kimbilio.livelihoods.months import first_of, months_after
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.livelihoods import (
    a_business,
    a_funding,
    a_running_business,
    an_approved_grant,
    days_ago,
    given,
)
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def a_lead_of(case):
    user = UserFactory(lead=True)
    UnitMembershipFactory(user=user, unit=case.unit, is_lead=True)
    return user


def refused(field, act, **said):
    with pytest.raises(BadInput) as refusal:
        act(**said)
    assert refusal.value.field == field
    return str(refusal.value.message)


def test_from_the_idea_to_first_profit_and_the_end():
    case = CaseFactory(worker=UserFactory(worker=True))
    worker, lead = case.lead, a_lead_of(case)
    step = StepFactory(case=case, wish="wants")
    funding = a_funding()

    business = begin_business(case=case, sector="food", responsible=worker, step=step, by=worker)
    refused(None, ask_grant, business=business, wanted_cents=1, appraisal="Fine.", by=worker)
    describe_business(
        business=business, sector="food", plan="Sells chapati at the stage.",
        training="Book keeping", trained_on=days_ago(150), by=worker,
    )  # fmt: skip
    step.refresh_from_db()
    assert step.status == "started"
    grant = ask_grant(business=business, wanted_cents=60_000_00, appraisal="Sound.", by=worker)
    assert Task.objects.get(owner=lead, case=case).given_by == worker
    with pytest.raises(NotAllowed):
        decide_grant(grant=grant, approve=True, approved_cents=1, funding=funding, by=worker)
    decide_grant(grant=grant, approve=True, approved_cents=50_000_00, funding=funding, by=lead)
    assert Task.objects.get(owner=lead, case=case).done_by == lead

    first = plan_tranche(grant=grant, amount_cents=30_000_00, by=worker)
    pay = {"funding": funding, "receipt": "R-1"}
    pay_tranche(tranche=first, given=given(cents=30_000_00, on=days_ago(119), **pay), by=worker)
    open_business(business=business, on=days_ago(119), by=worker)
    log_visit(business=business, visited_on=days_ago(60), words="Many buyers.", by=worker)
    add_asset(
        business=business, what="Stove", bought_on=days_ago(118), cost_cents=9_000_00, by=worker
    )
    months = [first_of(days_ago(days)) for days in (100, 65, 32)]
    for month, profit in zip(months, (-500_00, 2_000_00, 3_000_00), strict=True):
        save_figure(
            business=business, month=month, sales_cents=12_000_00, profit_cents=profit, by=worker
        )

    milestone = TimelineEntry.objects.get(event="business_first_profit")
    assert Business.objects.get(pk=business.pk).first_profit == months[1]
    assert "2,000" in milestone.line
    assert Task.objects.filter(case=case, owner=worker).count() == 1
    questions = StillThere.objects.filter(business=business).order_by("due_on")
    assert [one.months for one in questions] == [3, 6, 12, 24]
    assert questions[0].due_on == months_after(days_ago(119), 3)
    answer_still(question=questions[0], answer="yes", on=TODAY(), by=worker)
    business.refresh_from_db()
    close_business(business=business, outcome=Outcome.COMPLETED, summary="It feeds two.", by=worker)

    step.refresh_from_db()
    assert step.status == "done"
    with pytest.raises(EpisodeIsOver):
        log_visit(business=business, visited_on=TODAY(), words="Closed?", by=worker)
    assert not Entry.objects.filter(facts__icontains="chapati").exists()
    assert {line.compartment for line in TimelineEntry.objects.filter(case=case)} == {"story"}


def test_money_is_paid_in_turn_within_the_grant_and_once():
    business, funding = a_business(), a_funding()
    worker, lead = business.responsible, a_lead_of(business.case)
    grant = an_approved_grant(business, cents=50_000_00, funding=funding)
    amount = {"grant": grant, "by": worker}
    first = plan_tranche(amount_cents=30_000_00, **amount)
    refused("amount", plan_tranche, amount_cents=20_000_01, condition="A stall.", **amount)
    refused("condition", plan_tranche, amount_cents=20_000_00, **amount)
    refused("amount", plan_tranche, amount_cents=0, condition="A stall.", **amount)
    second = plan_tranche(amount_cents=20_000_00, condition="A stall is rented.", **amount)
    money = {"cents": 20_000_00, "funding": funding, "receipt": "R-2"}

    assert "before it" in refused(
        None, pay_tranche, tranche=second, given=given(**money), by=worker
    )
    for tranche, wrong, field in (
        (first, {"cents": 30_000_01}, "cost"),
        (first, {"funding": a_funding("MF-2")}, "funding"),
        (first, {"receipt": ""}, "receipt"),
        (first, {"on": days_ago(-1)}, "given_on"),
        (first, {"on": days_ago(500)}, "given_on"),
    ):
        said = {**money, "cents": 30_000_00, **wrong}
        refused(field, pay_tranche, tranche=tranche, given=given(**said), by=worker)
    assert not Giving.objects.exists()
    row = pay_tranche(tranche=first, given=given(**{**money, "cents": 30_000_00}), by=worker)
    assert "already" in refused(
        None, pay_tranche, tranche=first, given=given(**{**money, "cents": 30_000_00}), by=worker
    )
    assert "condition" in refused(
        None, pay_tranche, tranche=second, given=given(**money), by=worker
    )
    with pytest.raises(NotAllowed):
        waive_condition(tranche=second, reason="The rains.", by=worker)
    refused("reason", waive_condition, tranche=second, reason=" ", by=lead)
    waive_condition(tranche=second, reason="The rains came early.", by=lead)
    refused(None, meet_condition, tranche=second, by=worker)
    pay_tranche(tranche=second, given=given(**money), by=worker)
    assert Giving.objects.aggregate(n=Sum("cost_cents"))["n"] == grant.approved_cents

    take_back(giving=row, reason="Paid to a wrong till.", by=worker)
    pay_tranche(tranche=first, given=given(**{**money, "cents": 30_000_00}), by=worker)
    assert Giving.objects.aggregate(n=Sum("cost_cents"))["n"] == grant.approved_cents


def test_deciding_needs_a_lead_of_the_unit_who_did_not_ask():
    business = a_business()
    worker, lead = business.responsible, a_lead_of(business.case)
    grant = ask_grant(business=business, wanted_cents=1_000_00, appraisal="Fine.", by=worker)
    funding = a_funding()
    yes = {"grant": grant, "approve": True, "approved_cents": 1_000_00, "funding": funding}

    for stranger in (UserFactory(lead=True), UserFactory(manager=True), UserFactory(worker=True)):
        with pytest.raises(NotAllowed):
            decide_grant(**yes, by=stranger)
    refused("funding", decide_grant, **{**yes, "funding": None}, by=lead)
    refused("approved", decide_grant, **{**yes, "approved_cents": 1_000_01}, by=lead)
    refused("words", decide_grant, grant=grant, approve=False, by=lead)
    decide_grant(grant=grant, approve=False, words="The rent is too high.", by=lead)
    refused(None, decide_grant, **yes, by=lead)

    mine = ask_grant(business=business, wanted_cents=1_000_00, appraisal="Better.", by=lead)
    with pytest.raises(NotAllowed):
        decide_grant(**{**yes, "grant": mine}, by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        BusinessGrant.objects.filter(pk=mine.pk).update(
            state="approved", approved_cents=1, funding=funding, decided_by=lead,
            decided_at=timezone.now(),
        )  # fmt: skip


def test_each_month_stands_once_and_makes_sense():
    business = a_running_business(since=70)
    worker, month = business.responsible, first_of(days_ago(40))
    said = {"business": business, "month": month, "sales_cents": 100, "by": worker}

    refused("profit", save_figure, **said, profit_cents=101)
    refused("sales", save_figure, **{**said, "sales_cents": -1}, profit_cents=-5)
    refused("month", save_figure, **{**said, "month": days_ago(-40)}, profit_cents=1)
    refused("month", save_figure, **{**said, "month": days_ago(200)}, profit_cents=1)
    kept = save_figure(**said, profit_cents=0)
    refused("month", save_figure, **said, profit_cents=1)
    business.refresh_from_db()
    assert business.first_profit is None
    with pytest.raises(Stale):
        save_figure(**said, profit_cents=50, figure=kept, expected=7)
    save_figure(**said, profit_cents=50, figure=kept, expected=1)

    assert MonthFigure.objects.get().profit_cents == 50
    assert TimelineEntry.objects.filter(event="business_first_profit").count() == 1


def test_the_figures_need_a_business_that_trades_and_the_story_of_the_case():
    business = a_business()
    member = UserFactory(role="legal_officer")
    Tie.objects.create(case=business.case, user=member, kind=TieKind.MEMBER)
    said = {"business": business, "month": TODAY(), "sales_cents": 5, "profit_cents": 1}

    refused(None, save_figure, **said, by=business.responsible)
    for somebody in (member, UserFactory(worker=True), UserFactory(manager=True)):
        with pytest.raises(NotAllowed):
            save_figure(**said, by=somebody)
    refused("on", open_business, business=business, on=days_ago(-1), by=business.responsible)

    assert not MonthFigure.objects.exists()


def test_a_question_is_answered_once_and_a_closed_business_says_why():
    business = a_running_business(since=200)
    worker = business.responsible
    question = StillThere.objects.create(
        case=business.case, business=business, months=6, due_on=TODAY() - timedelta(days=2)
    )
    said = {"question": question, "answer": "no", "by": worker}

    refused("on", answer_still, **said, on=days_ago(201))
    refused("answer", answer_still, **{**said, "answer": "maybe"}, on=TODAY())
    answer_still(**said, words="The stall was sold.", on=TODAY())
    refused(None, answer_still, **said, on=TODAY())
    gone = {"business": business, "outcome": Outcome.BY_PERSON, "summary": "Sold.", "by": worker}
    refused("closed_why", close_business, **gone)
    close_business(**gone, closed_why="loss")

    business.refresh_from_db()
    assert (business.closed_why, business.is_running) == ("loss", False)
