"""The filters of the list, held against the same rules written a second time in plain Python."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kimbilio.access.models import Tie
from kimbilio.access.rules import reach_of, remembered_reach
from kimbilio.cases.choices import AgeGroup, Risk, Source, Stage, WhereNow, WorkKind
from kimbilio.cases.filters import LISTS, MINORS, CaseFilter
from kimbilio.cases.models import Case
from kimbilio.cases.queries import listing
from kimbilio.cases.queries.listing import (
    ORDERS,
    cases_in_order,
    count_up_to_enough,
    counts_up_to_enough,
    parts_of_list,
)
from kimbilio.organisation.models import Unit
from kimbilio.web.paging import merged_page
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, PersonFactory

pytestmark = pytest.mark.django_db
CODES = {
    "stage": Stage.values, "risk": Risk.values, "where": WhereNow.values[:3],
    "kind": WorkKind.values[:3], "source": Source.values[:3], "age": AgeGroup.values[:3],
    "county": ["001", "047"],
}  # fmt: skip


@pytest.fixture
def some_cases():
    """Sixty cases, each different, many with the same moments, so that orders must break ties."""
    now = timezone.now().replace(microsecond=0)
    units, worker, person = UnitFactory.create_batch(2), UserFactory(), PersonFactory()
    ways = product(range(3), range(5), range(4))
    for number, (a, b, c) in enumerate(ways):
        closed = number % 4 == 0
        CaseFactory(
            survivor=person, unit=units[a % 2], opened_by=worker, lead=worker if b % 2 else None,
            stage="closed" if closed else CODES["stage"][b],
            closed_at=now - timedelta(days=c) if closed else None,
            closed_by=worker if closed else None,
            risk=CODES["risk"][a], where_now=CODES["where"][(a + b) % 3],
            work_kind=CODES["kind"][(b + c) % 3], source=CODES["source"][c % 3],
            age_group=CODES["age"][(a + c) % 3], county=CODES["county"][c % 2],
            is_minor=[True, False, None][b % 3], is_urgent=c == 1,
            opened_at=now - timedelta(days=b * 6), next_due_at=now + timedelta(days=a * 5 - 5, hours=1),
            last_contact_at=None if c == 2 else now - timedelta(days=c * 9),
        )  # fmt: skip
    return worker


def is_wanted(case, wanted, by):
    """The rule of ``CaseFilter`` in plain Python."""
    now, today = timezone.now(), timezone.localdate()
    if wanted.state != "all" and (case.closed_at is None) != (wanted.state == "open"):
        return False
    for name, column in LISTS.items():
        if getattr(wanted, name) and getattr(case, column) not in getattr(wanted, name):
            return False
    if wanted.minor and case.is_minor not in [MINORS[one] for one in wanted.minor]:
        return False
    if wanted.worker:
        leads = {"me": by.pk, "nobody": None}
        if case.lead_id not in [leads.get(one, one) for one in wanted.worker]:
            return False
    if wanted.unit and str(case.unit_id) not in wanted.unit:
        return False
    if wanted.overdue and not (case.next_due_at < now and case.closed_at is None):
        return False
    if wanted.week and timezone.localdate(case.next_due_at) >= today + timedelta(days=7):
        return False
    heard = case.last_contact_at or case.opened_at
    if wanted.quiet and heard >= now - timedelta(days=14):
        return False
    opened = timezone.localdate(case.opened_at)
    if wanted.opened_from and opened < wanted.opened_from:
        return False
    return not (wanted.opened_to and opened > wanted.opened_to)


def some(codes):
    return st.lists(st.sampled_from(codes), max_size=2, unique=True).map(
        lambda chosen: tuple(sorted(chosen))
    )


days = st.none() | st.integers(0, 30).map(lambda n: timezone.localdate() - timedelta(days=n))
filters = st.builds(
    CaseFilter, state=st.sampled_from(["open", "closed", "all"]),
    minor=some(list(MINORS)), worker=some(["me", "nobody"]), overdue=st.booleans(),
    week=st.booleans(), quiet=st.booleans(), opened_from=days, opened_to=days,
    **{name: some(codes) for name, codes in CODES.items()},
)  # fmt: skip
loose = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@loose
@given(wanted=filters)
def test_a_filter_shows_what_its_rule_says(some_cases, wanted):
    found = set(wanted.narrow(Case.objects.all(), by=some_cases).values_list("code", flat=True))

    truth = {case.code for case in Case.objects.all() if is_wanted(case, wanted, some_cases)}
    assert found == truth


@loose
@given(wanted=filters)
def test_a_filter_survives_its_address(wanted):
    assert CaseFilter.from_query(QueryDict(wanted.query())) == wanted


@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_each_case_once_in_order_whatever_the_way_to_it(some_cases, order):
    lead = UserFactory(lead=True)
    cases = list(Case.objects.order_by("code"))
    UnitMembershipFactory(user=lead, unit=cases[0].unit, is_lead=True)
    for case in cases[:25]:
        Tie.objects.create(case=case, user=lead)
    wanted = CaseFilter(state="all")
    whole = list(cases_in_order(wanted, order, viewer=lead).values_list("pk", flat=True))

    seen, after = [], ""
    while True:
        parts = [part.only("pk", *[n.lstrip("-") for n in ORDERS[order]])
                 for part in parts_of_list(wanted, viewer=lead)]  # fmt: skip
        page = merged_page(parts, by=ORDERS[order], after=after, size=7)
        seen += [row.pk for row in page]
        after = page.next
        if not after:
            break

    assert seen == whole
    assert len(seen) > 30
    assert count_up_to_enough(wanted, viewer=lead) == len(whole)


@pytest.mark.parametrize("who", ["lead", "worker", "manager", "nobody", "administrator"])
def test_counts_of_several_views_are_what_each_list_holds_in_one_query(
    some_cases, who, django_assert_num_queries
):
    viewer = UserFactory(worker=True) if who == "nobody" else UserFactory(**{who: True})
    cases = list(Case.objects.order_by("code"))
    if who == "lead":
        UnitMembershipFactory(user=viewer, unit=cases[0].unit, is_lead=True)
    if who in {"lead", "worker"}:
        for case in cases[:25]:
            Tie.objects.create(case=case, user=viewer)
    several = [
        CaseFilter(), CaseFilter(state="all"), CaseFilter(worker=("me", "nobody")), CaseFilter(week=True),
        CaseFilter(minor=("yes",)), CaseFilter(where=(CODES["where"][0],), risk=("a_high",)), CaseFilter(quiet=True),
        CaseFilter(parked=True), CaseFilter(court=True),
        CaseFilter(ending=True, state="all"), CaseFilter(reason=("none",), state="all"),
        CaseFilter(worker=(str(some_cases.pk),), county=("001",)),
    ]  # fmt: skip

    with remembered_reach(viewer):
        reach_of(viewer)
        with django_assert_num_queries(1):
            found = counts_up_to_enough(several, viewer=viewer)

    assert found == [cases_in_order(one, "code", viewer=viewer).count() for one in several]
    assert any(found) == (who in {"lead", "worker", "manager"})


def test_no_view_is_counted_on_past_enough(some_cases, monkeypatch):
    lead = UserFactory(lead=True)
    for unit in Unit.objects.all():
        UnitMembershipFactory(user=lead, unit=unit, is_lead=True)
    monkeypatch.setattr(listing, "ENOUGH", 4)

    with CaptureQueriesContext(connection) as asked:
        found = counts_up_to_enough([CaseFilter(), CaseFilter(parked=True)], viewer=lead)

    assert found == [5, 0]
    counting = asked.captured_queries[-1]["sql"]
    assert counting.count("LIMIT 5") == 4, "each of two views, each of two ways"


def test_pages_stay_put_when_a_case_comes_in_between(some_cases):
    manager = UserFactory(manager=True)
    order = ORDERS["opened"]
    parts = parts_of_list(CaseFilter(state="all"), viewer=manager)
    first = merged_page(parts, by=order, size=10)

    CaseFactory(opened_at=timezone.now() + timedelta(minutes=1))
    second = merged_page(parts, by=order, after=first.next, size=10)

    assert not {row.pk for row in first} & {row.pk for row in second}
    assert len(second) == 10


@pytest.mark.parametrize(
    "asked", ["stage=nonsense", "worker=1;2", "opened_from=2026-02-30", "state=x"]
)
def test_an_unknown_word_in_the_address_is_left_out(asked):
    assert CaseFilter.from_query(QueryDict(asked)) == CaseFilter()
