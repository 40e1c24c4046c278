"""Two people who pay, give or end in the same second: no shilling is counted twice or lost."""

import pytest
from django.db.models import Sum

from kimbilio.livelihoods.actions.business import close_business
from kimbilio.livelihoods.actions.giving import give_aid, pay_fees, pay_tranche, take_back
from kimbilio.livelihoods.actions.grants import ask_grant, plan_tranche
from kimbilio.livelihoods.actions.learning import save_term
from kimbilio.livelihoods.actions.running import save_figure
from kimbilio.livelihoods.models import Business, Giving, MonthFigure, Term, Tranche
from kimbilio.livelihoods.months import first_of
from tests.factories.accounts import UserFactory
from tests.factories.at_once import at_once, refusals
from tests.factories.cases import CaseFactory
from tests.factories.livelihoods import (
    a_business,
    a_funding,
    a_running_business,
    a_schooling,
    an_approved_grant,
    days_ago,
    given,
)

pytestmark = pytest.mark.django_db(transaction=True)
CENTS = 30_000_00


def paid():
    return Giving.objects.aggregate(cents=Sum("cost_cents"))["cents"] or 0


def two_parts(funding):
    business = a_business()
    grant = an_approved_grant(business, cents=2 * CENTS, funding=funding)
    said = {"grant": grant, "amount_cents": CENTS, "by": business.responsible}
    first, last = plan_tranche(**said), plan_tranche(condition="A stall is rented.", **said)
    Tranche.objects.filter(pk=last.pk).update(met_at=grant.decided_at, met_by=grant.decided_by)
    return business.responsible, first, last


def pay(tranche, funding, by, receipt="R-1"):
    rows = Tranche.objects.select_related("case", "grant__business__case", "grant__funding")
    money = given(funding, cents=CENTS, receipt=receipt)
    return pay_tranche(tranche=rows.get(pk=tranche.pk), given=money, by=by)


def test_the_last_part_of_a_grant_is_paid_once():
    funding = a_funding()
    by, first, last = two_parts(funding)
    pay(first, funding, by)

    told = at_once(*(lambda n=n: pay(last, funding, by, receipt=f"R-{n}") for n in (2, 3)))

    (refused,) = refusals(told)
    assert "paid already" in str(refused.message)
    assert paid() == 2 * CENTS


def test_what_a_grant_has_left_is_given_to_one_of_two_cases():
    funding = a_funding(total_cents=CENTS)
    cases = [CaseFactory(worker=UserFactory(worker=True)) for _ in range(2)]

    def give(case):
        money = given(funding, cents=CENTS)
        return give_aid(case=case, kind="rent", given=money, by=case.lead)

    told = at_once(*(lambda case=case: give(case) for case in cases))

    (refused,) = refusals(told)
    assert refused.field == "cost"
    assert paid() == CENTS


def test_the_same_aid_written_down_by_two_is_asked_about_and_taken_back_once():
    funding, case = a_funding(), CaseFactory(worker=UserFactory(worker=True))

    def give():
        return give_aid(case=case, kind="food", given=given(funding), by=case.lead)

    told = at_once(give, give)
    (refused,) = refusals(told)
    assert refused.field == "is_another"

    row = Giving.objects.get()

    def back():
        fresh = Giving.objects.select_related("case", "funding").get(pk=row.pk)
        return take_back(giving=fresh, reason="Written twice.", by=case.lead)

    assert len(refusals(at_once(back, back))) == 1
    assert paid() == 0


def test_fees_are_paid_once_and_never_for_a_place_that_ended():
    schooling, funding = a_schooling(), a_funding()
    by = schooling.responsible
    term = save_term(
        schooling=schooling, term=None, name="Term 1", starts_on=days_ago(40),
        ends_on=days_ago(-20), fees_cents=CENTS, by=by,
    )  # fmt: skip

    def fees():
        fresh = Term.objects.select_related("case", "schooling__case").get(pk=term.pk)
        return pay_fees(term=fresh, given=given(funding, cents=CENTS, receipt="R-9"), by=by)

    (refused,) = refusals(at_once(fees, fees))
    assert refused.field == "cost"
    assert paid() == CENTS


def test_a_business_does_not_close_while_money_is_asked_for():
    business = a_business()
    by = business.responsible

    def fresh():
        return Business.objects.select_related("case").get(pk=business.pk)

    told = at_once(
        lambda: ask_grant(business=fresh(), wanted_cents=CENTS, appraisal="Sound.", by=by),
        lambda: close_business(
            business=fresh(), outcome="not_begun", summary="Moved away.", by=by
        ),
    )  # fmt: skip

    assert len(refusals(told)) == 1
    assert fresh().is_open == fresh().grants.exists()


def test_a_month_is_written_down_once_and_first_profit_told_once():
    business = a_running_business()
    by, month = business.responsible, first_of(days_ago(40))

    def tell(profit):
        fresh = Business.objects.select_related("case__lead").get(pk=business.pk)
        return save_figure(
            business=fresh, month=month, sales_cents=CENTS, profit_cents=profit, by=by
        )

    told = at_once(lambda: tell(1_000_00), lambda: tell(2_000_00))

    (refused,) = refusals(told)
    assert refused.field == "month"
    assert MonthFigure.objects.count() == 1
    assert Business.objects.get(pk=business.pk).first_profit == month
