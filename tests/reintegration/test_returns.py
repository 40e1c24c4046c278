"""Returns from and to other countries: what comes before what, papers, the journey, and who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.cases.models import Appointment, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.reintegration.actions.printing import print_form_f
from kimbilio.reintegration.actions.returns import (
    PapersMissing,
    describe_return,
    move_return,
    open_return,
)
from kimbilio.reintegration.actions.travel import save_journey, save_paper
from kimbilio.reintegration.choices import MOVES, ReturnState
from kimbilio.reintegration.models import Journey, Reintegration, Repatriation, TravelPaper
from tests.factories.accounts import UserFactory
from tests.factories.partners import a_partner
from tests.factories.plan import StepFactory
from tests.factories.reintegration import a_case, a_return, joins

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def days(number):
    return TODAY() + timedelta(days=number)


def known(one, **fields):
    given = {
        "country": one.country, "responsible": one.case.lead, "agreed_on": days(-5),
        "risk_assessed_on": days(-4), "by": one.case.lead, **fields,
    }  # fmt: skip
    describe_return(repatriation=one, **given)


def travels(one, **fields):
    given = {"travel_by": "air", "travels_on": days(3), "by": one.case.lead, **fields}
    return save_journey(repatriation=one, **given)


def paper(one, kind="emergency", state="asked", known=None, **fields):
    given = {"since": TODAY(), "by": one.case.lead, **fields}
    return save_paper(repatriation=one, paper=known, kind=kind, state=state, **given)


def moves(one, to, **fields):
    move_return(repatriation=one, to=to, by=fields.pop("by", one.case.lead), **fields)


def stands(one):
    return Repatriation.objects.get(pk=one.pk).state


def test_the_table_of_moves_ends_where_it_should():
    ends = {state for state, after in MOVES.items() if not after}
    assert ends == {ReturnState.RECEIVED, ReturnState.STOPPED}
    assert set(MOVES) == set(ReturnState)


def test_a_return_home_from_the_first_paper_to_the_follow_up_after_it():
    case = a_case()
    step = StepFactory(case=case, wish="wants")
    one = open_return(
        case=case, direction="in", country="LB", responsible=case.lead, step=step, by=case.lead
    )
    passport = paper(one)
    moves(one, "papers")
    for missing in ("agreed_on", "risk_assessed_on"):
        known(one, **{missing: None})
        with pytest.raises(BadInput) as refusal:
            moves(one, "booked")
        assert refusal.value.field == "to"
    known(one)
    with pytest.raises(BadInput):
        moves(one, "booked")  # no journey yet
    travels(one, ticket="KQ 306, Mfano")
    moves(one, "booked")
    with pytest.raises(BadInput):
        moves(one, "received")
    with pytest.raises(PapersMissing):
        moves(one, "travelled")
    paper(one, state="collected", known=passport)
    for on in (days(1), days(-6)):  # to come; before they said yes
        with pytest.raises(BadInput):
            moves(one, "travelled", on=on)
    moves(one, "travelled", on=days(-2))
    with pytest.raises(BadInput) as refusal:
        moves(one, "received", on=days(-3))
    assert refusal.value.field == "on"
    moves(one, "received", on=days(-1))

    one.refresh_from_db()
    step.refresh_from_db()
    assert (one.state, one.outcome, one.is_open) == ("received", "completed", False)
    assert step.status == "done"
    assert Reintegration.objects.get(case=case).start_on == days(-1)
    with pytest.raises(EpisodeIsOver):
        paper(one, kind="visa")
    told = TimelineEntry.objects.filter(case=case, event="return_moved")
    assert told.count() == 4


def test_without_papers_they_travel_only_with_a_reason_and_outwards_nobody_follows_up():
    one = a_return(direction="out", country="UG")
    known(one)
    travels(one)
    moves(one, "booked")

    moves(one, "travelled", why="The border post lets children pass with the letter.")
    moves(one, "received")

    one.refresh_from_db()
    assert "border post" in one.why
    assert not Reintegration.objects.exists()


def test_a_return_is_stopped_with_a_reason_alone():
    one = a_return()
    with pytest.raises(BadInput) as refusal:
        moves(one, "stopped", why="  ")
    assert refusal.value.field == "why"
    assert stands(one) == "planned"

    moves(one, "stopped", why="She wants to stay.")

    one.refresh_from_db()
    assert (one.outcome, one.is_open) == ("not_begun", False)


def test_countries_partners_and_days_that_cannot_be_are_refused():
    one, case = a_return(), a_case()
    said = {"case": case, "direction": "in", "responsible": case.lead, "by": case.lead}
    for wrong in ({"country": "KE"}, {"country": "XX"}, {"country": "UG", "direction": "up"},
                  {"country": "UG", "responsible": UserFactory(worker=True)}):  # fmt: skip
        with pytest.raises(BadInput):
            open_return(**{**said, **wrong})
    with pytest.raises(BadInput):
        open_return(**{**said, "case": one.case, "country": "UG", "by": one.case.lead,
                       "responsible": one.case.lead})  # fmt: skip
    for wrong in ({"agreed_on": days(1)}, {"risk_assessed_on": days(2)}, {"checks": ["visa"]},
                  {"embassy": a_partner()}):  # fmt: skip
        with pytest.raises(BadInput):
            known(one, **wrong)
    for wrong in ({"travels_on": days(-1)}, {"travel_by": "dhow"}, {"met_by": one.case.lead},
                  {"met_at": timezone.now() - timedelta(days=1)},
                  {"met_by": joins(one.case, role="me_officer"),
                   "met_at": timezone.now() + timedelta(days=3)}):  # fmt: skip
        with pytest.raises(BadInput):
            travels(one, **wrong)

    assert Repatriation.objects.count() == 1
    assert not Journey.objects.exists()
    assert not Entry.objects.filter(event__in=["care_asked", "return_changed"]).exists()


def test_papers_move_one_way_and_stand_once():
    one = a_return()
    first = paper(one, since=days(-3))
    with pytest.raises(BadInput):
        paper(one)
    for wrong in ({"since": days(1)}, {"since": days(-4)}):
        with pytest.raises(BadInput) as refusal:
            paper(one, state="ready", known=first, **wrong)
        assert refusal.value.field == "since"
    paper(one, state="collected", known=first)
    with pytest.raises(BadInput):
        paper(one, state="ready", known=first)
    with pytest.raises(Stale):
        paper(one, state="asked", known=first, expected=1)
    paper(one, kind="other")
    paper(one, kind="other")

    with pytest.raises(IntegrityError), transaction.atomic():
        TravelPaper.objects.filter(kind="other").update(kind="emergency")
    with pytest.raises(IntegrityError), transaction.atomic():
        Repatriation.objects.update(received_on=TODAY())


def test_the_meeting_stands_in_the_week_of_who_meets_them_and_its_place_is_whereabouts():
    one = a_return()
    at = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    other = joins(one.case, worker=True)

    travels(one, met_by=one.case.lead, met_at=at, met_where="Arrivals, door 3")
    travels(one, met_by=one.case.lead, met_at=at + timedelta(hours=1), met_where="Door 3")
    travels(one, met_by=other, met_at=at, met_where="Door 3")

    first, second = Appointment.objects.order_by("id")
    assert (first.owner, first.state) == (one.case.lead, "cancelled")
    assert (second.owner, second.starts_at, second.place) == (other, at, "Door 3")
    assert Journey.objects.get().meeting == second
    lines = TimelineEntry.objects.filter(case=one.case, event="return_changed")
    assert {line.compartment for line in lines} == {"whereabouts"}


@pytest.mark.parametrize("role", ["therapist", "legal_officer", "shelter_worker", "manager"])
def test_who_may_not_change_where_the_person_is_enters_no_journey(role):
    one = a_return()
    by = joins(one.case, role=role)
    if role != "shelter_worker":  # who may change where the person is
        with pytest.raises(NotAllowed):
            travels(one, by=by)
    if role not in {"therapist"}:
        with pytest.raises(NotAllowed):
            moves(one, "papers", by=by)

    assert stands(one) == "planned"


def test_the_journey_is_printed_for_who_may_print_where_the_person_is():
    one = a_return()
    travels(one, ticket="KQ 306, Mfano")
    lead_of_unit = one.case.unit.memberships.get().user

    assert print_form_f(repatriation=one, language="en", by=one.case.lead) is None
    assert print_form_f(repatriation=one, language="en", by=lead_of_unit) is not None
    for by in (joins(one.case, role="legal_officer"), UserFactory(lead=True)):
        with pytest.raises(NotAllowed):
            print_form_f(repatriation=one, language="en", by=by)

    facts = [entry.facts for entry in Entry.objects.filter(event="printed").order_by("id")]
    assert [fact["parts"] for fact in facts] == [["story"], ["story", "whereabouts"]]
