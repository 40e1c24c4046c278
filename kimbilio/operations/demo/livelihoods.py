"""Invented livelihoods: an adult whose business earns, a child at school, and what it all cost."""

from datetime import date, timedelta

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.actions.tasks import finish_task
from kimbilio.cases.models import Case, Task
from kimbilio.cases.queries.closing import answerers_of
from kimbilio.livelihoods.actions.business import begin_business, describe_business, open_business
from kimbilio.livelihoods.actions.funding import save_funding
from kimbilio.livelihoods.actions.giving import Given, give_aid, pay_fees, pay_tranche
from kimbilio.livelihoods.actions.grants import (
    ask_grant,
    decide_grant,
    meet_condition,
    plan_tranche,
)
from kimbilio.livelihoods.actions.learning import begin_schooling, enrol, save_term
from kimbilio.livelihoods.actions.running import add_asset, log_visit, save_figure
from kimbilio.livelihoods.actions.work import join_savings
from kimbilio.livelihoods.choices import AidKind
from kimbilio.livelihoods.models import Business, FundingGrant
from kimbilio.livelihoods.months import first_of, months_after
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team

OPENED = 125  # days ago
MONTHS = ((9_400_00, -800_00), (12_100_00, 600_00), (15_250_00, 2_900_00), (17_800_00, 4_350_00))


def give_a_start(told: list[tuple[One, Case]], team: Team) -> None:
    """Two grants that pay, a business of an adult with two tranches, a school, some aid."""
    manager = team.first(Role.MANAGER)
    start_up, needs = (
        save_funding(
            funding=None, donor=donor, code=code, from_on=_ago(400), until_on=_ago(-330),
            total_cents=cents, is_active=True, by=manager,
        )
        for donor, code, cents in (
            ("Mfano Livelihood Fund", "MLF-26", 900_000_00), ("Mfano Relief", "MR-2", 600_000_00),
        )
    )  # fmt: skip
    grown = next(
        case for one, case in told
        if one.stands == cast.CALLS and one.age >= 18 and cast.BUSINESS in one.sets
        and one.worker == "Akinyi" and case.lead
    )  # fmt: skip
    pupil = next(
        case for one, case in told
        if one.stands == cast.SUPPORT and cast.SCHOOL in one.sets and one.worker == "Akinyi"
    )  # fmt: skip
    _a_business(grown, start_up)
    _aid(grown, needs)
    _a_school(pupil, needs)


def _a_business(case: Case, funding: FundingGrant) -> None:
    """From the plan to first profit in the second month; the second tranche waited for a stall."""
    worker = case.lead
    assert worker is not None
    business = begin_business(
        case=case, sector="food", responsible=worker, by=worker,
        wish="A small kitchen of my own at the stage.",
    )  # fmt: skip
    describe_business(
        business=business, sector="food", training="Five days of book keeping and pricing",
        trained_on=_ago(OPENED + 15), by=worker,
        plan="Chapati and beans for the drivers in the morning. Needs a stove, pots, flour for two weeks.",
    )  # fmt: skip
    lead = _who_decides(case, worker)
    grant = ask_grant(
        business=business, wanted_cents=50_000_00, by=worker,
        appraisal="She has sold before and knows the prices. The stall costs little.",
    )  # fmt: skip
    decide_grant(
        grant=grant, approve=True, approved_cents=45_000_00, funding=funding, by=lead,
        words="In two parts: the second when she has a stall.",
    )  # fmt: skip
    for task in Task.objects.filter(case=case, owner=lead, done_at=None, given_by=worker):
        finish_task(task=task, by=lead)
    parts = [
        plan_tranche(grant=grant, amount_cents=30_000_00, by=worker),
        plan_tranche(
            grant=grant, amount_cents=15_000_00, condition="A stall is rented.", by=worker
        ),
    ]
    meet_condition(tranche=parts[1], by=worker)
    for part, days, receipt in zip(parts, (OPENED + 3, 80), ("RC 0117", "RC 0142"), strict=True):
        paid = Given(_ago(days), part.amount_cents, funding, receipt=receipt)
        pay_tranche(tranche=part, given=paid, by=worker)
    open_business(business=business, on=_ago(OPENED), by=worker)
    for what, cents, days in (("Stove", 9_500_00, 124), ("Pots and trays", 4_200_00, 124)):
        add_asset(business=business, what=what, bought_on=_ago(days), cost_cents=cents, by=worker)
    _months(business, worker)
    log_visit(
        business=business, visited_on=_ago(40), by=worker,
        words="A queue at seven. She writes every sale into a book.",
        advice="Put the flour money aside each evening.",
    )  # fmt: skip
    join_savings(
        case=case, name="Mfano Women's Table", joined_on=_ago(60), contribution_cents=300_00,
        every="week", responsible=worker, by=worker,
    )  # fmt: skip


def _months(business: Business, worker: User) -> None:
    """Four months up to the last one."""
    last = months_after(first_of(timezone.localdate()), -1)
    for back, (sales, profit) in zip(range(len(MONTHS) - 1, -1, -1), MONTHS, strict=True):
        save_figure(
            business=business, month=months_after(last, -back), sales_cents=sales,
            profit_cents=profit, by=worker,
        )  # fmt: skip


def _who_decides(case: Case, worker: User) -> User:
    return next(one for one in answerers_of(case) if one != worker)


def _aid(case: Case, funding: FundingGrant) -> None:
    worker = case.lead
    assert worker is not None
    for kind, cents, days, words in (
        (AidKind.RENT, 6_000_00, 110, "First two months of a room"),
        (AidKind.FOOD, 2_800_00, 108, "Maize, beans and oil"),
        (AidKind.MEDICAL, 1_500_00, 95, "Check-up and medicine"),
        (AidKind.TRANSPORT, 700_00, 40, "Bus to the clinic and back"),
    ):
        given = Given(_ago(days), cents, funding, words=words, dependants=1)
        give_aid(case=case, kind=kind, given=given, by=worker)


def _a_school(case: Case, funding: FundingGrant) -> None:
    worker = case.lead
    assert worker is not None
    schooling = enrol(
        case=case, kind="school", place="Mfano Girls' Secondary", level="Form 1",
        responsible=worker, wish="I want to be a nurse.", by=worker,
    )  # fmt: skip
    begin_schooling(schooling=schooling, on=_ago(12), by=worker)
    term = save_term(
        schooling=schooling, term=None, name="Third term", starts_on=_ago(12),
        ends_on=_ago(-60), fees_cents=18_200_00, by=worker,
    )  # fmt: skip
    paid = Given(_ago(11), 12_000_00, funding, receipt="MG 331")
    pay_fees(term=term, given=paid, by=worker)
    kit = Given(_ago(13), 1_900_00, funding, words="Uniform, soap and towels")
    give_aid(case=case, kind=AidKind.DIGNITY, given=kit, by=worker)


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
