"""School, savings and jobs: the step goes with them, days and amounts have to make sense."""

import pytest
from django.utils import timezone

from kimbilio.care.choices import Outcome
from kimbilio.cases.models import TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.livelihoods.actions.learning import begin_schooling, end_schooling, enrol, save_term
from kimbilio.livelihoods.actions.work import (
    end_placement,
    join_savings,
    leave_savings,
    place_in_job,
    save_savings,
)
from kimbilio.livelihoods.models import Placement, SavingsGroup, Schooling, StillThere, Term
from kimbilio.livelihoods.texts import Told, figures_in
from kimbilio.partners.models import Partner
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.livelihoods import a_schooling, days_ago
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def refused(field, act, **said):
    with pytest.raises(BadInput) as refusal:
        act(**said)
    assert refusal.value.field == field


def test_a_year_at_school_from_the_place_to_the_certificate():
    case = CaseFactory(worker=UserFactory(worker=True))
    by, step = case.lead, StepFactory(case=case, wish="wants")
    mine = {"case": case, "kind": "school", "responsible": by, "by": by}
    refused("place", enrol, **mine)
    refused("responsible", enrol, **{**mine, "responsible": UserFactory()}, place="Mfano Primary")
    refused("step", enrol, **mine, place="Mfano Primary", step=StepFactory())
    with pytest.raises(NotAllowed):
        enrol(**{**mine, "by": UserFactory(manager=True)}, place="Mfano Primary")
    assert not Schooling.objects.exists()

    schooling = enrol(
        **mine,
        partner=Partner.objects.create(name="Mfano High", kind="school"),
        level="Form 2",
        step=step,
    )
    refused("on", begin_schooling, schooling=schooling, on=days_ago(-1), by=by)
    begin_schooling(schooling=schooling, on=days_ago(90), by=by)
    refused(None, begin_schooling, schooling=schooling, on=days_ago(80), by=by)
    step.refresh_from_db()
    assert step.status == "started"
    span = {"starts_on": days_ago(90), "ends_on": days_ago(1)}
    term = {"schooling": schooling, "term": None, "name": "Term 1", "by": by, **span}
    for field, wrong in (
        ("ends_on", {"ends_on": days_ago(91)}),
        ("ends_on", {"starts_on": days_ago(500)}),
        ("fees", {"fees_cents": -1}),
        ("days_present", {"days_open": 60}),
        ("days_present", {"days_open": 60, "days_present": 61}),
        ("days_open", {"days_open": 91, "days_present": 1}),
    ):
        refused(field, save_term, **{**term, **wrong})
    kept = save_term(**term, days_open=60, days_present=51, result="B plain")
    refused("starts_on", save_term, **{**term, "starts_on": days_ago(5), "ends_on": TODAY()})
    assert Term.objects.get().percent == 85
    schooling.refresh_from_db()
    refused("outcome", end_schooling, schooling=schooling, outcome="not_begun", summary="x", by=by)
    refused("summary", end_schooling, schooling=schooling, outcome="completed", summary=" ", by=by)
    end_schooling(schooling=schooling, outcome=Outcome.COMPLETED, summary="Passed.", by=by)

    step.refresh_from_db()
    assert step.status == "done"
    assert kept.case == case
    lines = [entry.line for entry in TimelineEntry.objects.filter(case=case)]
    assert not any("Mfano" in line for line in lines)  # where somebody learns is whereabouts


def test_a_place_that_was_not_taken_leaves_the_step_open():
    case = CaseFactory(worker=UserFactory(worker=True))
    step = StepFactory(case=case)
    schooling = a_schooling(case=case, step=step, kind="course")

    end_schooling(schooling=schooling, outcome="not_begun", summary="Full.", by=case.lead)

    step.refresh_from_db()
    assert step.status == "planned"


def test_savings_are_kept_and_left():
    case = CaseFactory(worker=UserFactory(worker=True))
    mine = {
        "case": case, "responsible": case.lead, "by": case.lead, "name": "Umoja", "every": "week",
    }  # fmt: skip
    refused("contribution", join_savings, **mine, joined_on=TODAY(), contribution_cents=0)
    refused("joined_on", join_savings, **mine, joined_on=days_ago(-1), contribution_cents=5)
    savings = join_savings(**mine, joined_on=days_ago(30), contribution_cents=200_00)
    said = {"savings": savings, "contribution_cents": 200_00, "every": "week", "by": case.lead}

    refused("saved", save_savings, **said, saved_cents=-1, saved_on=TODAY())
    save_savings(**said, saved_cents=800_00, saved_on=TODAY())
    leave_savings(savings=savings, outcome="completed", summary="Shared out.", by=case.lead)

    assert SavingsGroup.objects.get().saved_cents == 800_00
    assert not SavingsGroup.objects.get().is_open


def test_a_job_is_asked_about_after_three_and_six_months():
    case = CaseFactory(worker=UserFactory(worker=True))
    mine = {"case": case, "responsible": case.lead, "by": case.lead, "sector": "care"}
    refused("employer", place_in_job, **mine, employer=" ", starts_on=TODAY())
    refused("wage", place_in_job, **mine, employer="Mfano Ltd", starts_on=TODAY(), wage_cents=0)
    refused("starts_on", place_in_job, **mine, employer="Mfano Ltd", starts_on=days_ago(-1))
    placement = place_in_job(**mine, employer="Mfano Ltd", starts_on=days_ago(20))

    end_placement(placement=placement, outcome="by_person", summary="Too far.", by=case.lead)

    assert list(StillThere.objects.order_by("months").values_list("months", flat=True)) == [3, 6]
    assert Placement.objects.get().outcome == "by_person"


@pytest.mark.parametrize(
    ("text", "sales", "profit"),
    [
        ("MAUZO 12000 FAIDA 3000", 12_000_00, 3_000_00),
        ("Sales: 12,000 profit KES 3,000.50", 12_000_00, 3_000_50),
        ("mauzo 12.000 hasara 500", 12_000_00, -500_00),
        ("Habari, faida 300 na mauzo 900", 900_00, 300_00),
        ("PROFIT 3000 SALES 12 000", 12_000_00, 3_000_00),
    ],
)
def test_a_text_message_is_read_in_both_languages(text, sales, profit):
    assert figures_in(text) == Told(sales, profit)


@pytest.mark.parametrize(
    "text",
    ["", "MAUZO 12000", "FAIDA 300", "Sales 10 profit 20", "mauzo sana faida kubwa",
     "MAUZO 0712345678901 FAIDA 1", "SALES -5 PROFIT -9", "a" * 200 + " MAUZO 5 FAIDA 1"],
)  # fmt: skip
def test_what_makes_no_sense_is_not_offered(text):
    assert figures_in(text) is None
