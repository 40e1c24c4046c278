"""What courts decided and how long it took: told where it is many, withheld where it could point at somebody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.justice.figures import figures, withheld
from kimbilio.justice.models import Complaint
from tests.factories.justice import a_hearing, a_lawyer, a_matter

pytestmark = pytest.mark.django_db


def waiting(lawyer, **fields):
    """A matter with a complaint of ten days ago that no court has decided."""
    matter = a_matter(lawyer=lawyer, **{"state": "in_court", **fields})
    told = timezone.localdate() - timedelta(days=10)
    Complaint.objects.create(case=matter.case, matter=matter, made_on=told)
    return matter


def judged(lawyer, days, ruling="convicted", **fields):
    """A matter that a court decided today, so many days after the complaint."""
    today = timezone.localdate()
    given = {"state": "judged", "ruling": ruling, "judged_on": today, **fields}
    matter = a_matter(lawyer=lawyer, **given)
    Complaint.objects.create(case=matter.case, matter=matter, made_on=today - timedelta(days=days))
    return matter


def test_figures_count_what_is_large_enough_and_say_quarters_and_who_still_waits():
    lawyer = a_lawyer()
    for days in (100, 200, 300, 400, 900):
        a_hearing(
            judged(lawyer, days, court="Mlima  law courts", charges=["ctip_3_5"]), hours=-9,
            state="held", outcome="held",
        )  # fmt: skip
    for _ in range(5):
        waiting(lawyer)
    waiting(lawyer, state="dropped")
    judged(a_lawyer(), 1)

    told = figures(lawyer)

    assert [(line.label, line.n) for line in told.rulings] == [("Convicted", 5)]
    assert [line.n for line in told.hearings] == [5]
    assert [(row.label, row.days, row.waiting) for row in told.took] == [
        ("", (200, 300, 400), 5), ("Criminal", (200, 300, 400), 5),
    ]  # fmt: skip
    assert [(row.label, row.n, row.for_us) for row in told.by_court] == [("Mlima law courts", 5, 5)]
    (charge,) = told.by_charge
    assert "Trafficking" in charge.label
    assert (charge.n, charge.for_us) == (5, 5)


def test_few_judgments_are_not_told_nor_few_who_wait():
    lawyer = a_lawyer()
    judged(lawyer, 100, court="Mlima", charges=["ctip_3_5"])
    waiting(lawyer)

    told = figures(lawyer)

    assert [line.n for line in told.rulings] == [None]
    assert [(row.n, row.for_us) for row in (*told.by_court, *told.by_charge)] == [(None, None)] * 2
    assert {(row.days, row.waiting) for row in told.took} == {(None, None)}


def test_one_who_was_acquitted_is_not_found_by_taking_the_others_away():
    lawyer = a_lawyer()
    for court, rulings in (
        ("Mlima", ["convicted"] * 5 + ["acquitted"]),
        ("Bonde", ["pleaded"] * 5),
    ):
        for ruling in rulings:
            judged(lawyer, 100, ruling, court=court)

    told = figures(lawyer)

    assert {(row.label, row.n, row.for_us) for row in told.by_court} == {
        ("Mlima", 6, None), ("Bonde", 5, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 9, "b": 7}, {"a": 9, "b": 7}),
        ({"a": 9, "b": 7, "c": 2}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 1, "c": 2}, {"a": 9, "b": None, "c": None}),
        ({"a": 4}, {"a": None}),
        ({}, {}),
    ],
)
def test_one_small_count_takes_the_next_with_it(counts, told):
    assert withheld(counts) == told
