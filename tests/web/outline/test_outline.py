"""The outline for management: figures that agree with the lists behind them, for whom it is."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.cases.actions.figures import keep_figures
from kimbilio.cases.models import Case, Closure, OutlineFigure
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_work():
    """Two units with open and closed, late and quiet, old and new cases."""
    now, worker = timezone.now(), UserFactory(name="Worker One")
    units = UnitFactory.create_batch(2)
    for number in range(24):
        closed = number % 5 == 0
        CaseFactory(
            unit=units[number % 2], lead=worker if number % 3 else None,
            survivor=PersonFactory(goes_by="Neema", full_name="Neema Mfano"),
            risk=["a_high", "b_medium", "c_low"][number % 3],
            stage="closed" if closed else ["intake", "plan", "support"][number % 3],
            closed_at=now - timedelta(hours=1) if closed else None,
            closed_by=worker if closed else None,
            opened_at=now - timedelta(days=number * 20), is_minor=number % 2 == 0,
            next_due_at=now + timedelta(hours=-3 if number % 4 == 0 else 30),
            last_contact_at=now - timedelta(days=number),
        )  # fmt: skip
    StepFactory(case=Case.objects.open().first(), wish="later")
    return units


@pytest.mark.parametrize("role", Role)
def test_only_those_who_lead_or_measure_find_it(sign_in, role):
    answer = sign_in(role=role).get("/outline/")

    allowed = {Role.MANAGER, Role.ME_OFFICER, Role.TEAM_LEAD}
    assert answer.status_code == (200 if role in allowed else 404)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ME_OFFICER])
def test_it_names_nobody_we_support(sign_in, some_work, role):
    assert "Neema" not in sign_in(role=role).get("/outline/").content.decode()


def test_a_team_lead_sees_their_own_units_alone(sign_in, some_work):
    client = sign_in(lead=True)
    UnitMembershipFactory(user=client.user, unit=some_work[0], is_lead=True)

    page = client.get("/outline/")

    assert page.context["total"] == Case.objects.open().filter(unit=some_work[0]).count()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TEAM_LEAD])
def test_each_figure_is_the_length_of_the_list_behind_it(sign_in, some_work, role):
    client = sign_in(role=role)
    if role == Role.TEAM_LEAD:
        UnitMembershipFactory(user=client.user, unit=some_work[0], is_lead=True)
    page = client.get("/outline/").context
    figures = [
        (page["total"], page["open_url"]),
        (page["figures"]["open"]["late"], page["late_url"]),
        (page["figures"]["open"]["quiet"], page["quiet_url"]),
        (page["figures"]["open"]["minors"], page["minors_url"]),
        (page["figures"]["parked"]["cases"], page["parked_url"]),
        (page["figures"]["ending"], page["ending_url"]),
        *((line.n, line.url) for part in ("stages", "workers", "ages", "reasons")
          for line in page[part]),
        *((n, url) for _tone, _words, n, url in page["risks"]),
        *((month.opened, month.opened_url) for month in page["months"]),
        *((month.closed, month.closed_url) for month in page["months"]),
    ]  # fmt: skip

    for n, url in figures:
        listed = client.get(url).content.decode()
        assert listed.count('class="pick"') == n, url
    assert sum(n for n, _url in figures) > 20


def test_a_case_passed_on_or_brought_in_counts_among_the_closed_ones(sign_in, some_work):
    lead, closed = UserFactory(lead=True), Case.objects.exclude(closed_at=None).first()
    Closure.objects.create(case=closed, reason="moved", state="approved", answered_by=lead,
                           asked_by=closed.closed_by, answered_at=timezone.now())  # fmt: skip
    shown = Case.objects.exclude(closed_at=None).count()

    page = sign_in(manager=True).get("/outline/").context

    assert {line.words: line.n for line in page["reasons"]} == {
        "Moved away": 1, "No closing on record": shown - 1,
    }  # fmt: skip
    assert page["closed_this_year"] == shown
    for line in page["reasons"]:
        assert sign_in(manager=True).get(line.url).content.decode().count('class="pick"') == line.n


def test_it_asks_few_questions(sign_in, some_work, django_assert_max_num_queries):
    client = sign_in(manager=True)

    client.get("/outline/")

    with django_assert_max_num_queries(12):
        page = client.get("/outline/")

    assert len(page.content) < 40_000


def test_where_there_are_many_cases_the_figures_are_kept(
    sign_in, some_work, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr("kimbilio.cases.actions.figures.MANY", 10)
    client = sign_in(manager=True)
    fresh = client.get("/outline/").context["figures"]

    keep_figures()

    assert OutlineFigure.objects.count() == 3
    with django_assert_max_num_queries(12):
        kept = client.get("/outline/").context["figures"]
    assert kept == fresh


def test_figures_that_are_old_are_counted_anew(sign_in, some_work):
    OutlineFigure.objects.create(
        scope="all", figures={}, counted_at=timezone.now() - timedelta(hours=1)
    )

    assert sign_in(manager=True).get("/outline/").context["total"] > 0


def test_few_cases_keep_no_figures(some_work):
    OutlineFigure.objects.create(scope="all", figures={}, counted_at=timezone.now())

    keep_figures()

    assert not OutlineFigure.objects.exists()


def test_each_square_opens_its_case(sign_in, some_work):
    page = unescape(sign_in(manager=True).get("/outline/").content.decode())

    squares = re.findall(r'<a href="/cases/(KB-\w+)/" class="u', page)
    assert sorted(squares) == sorted(Case.objects.open().values_list("code", flat=True))
