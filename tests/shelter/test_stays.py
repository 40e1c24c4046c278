"""A stay from the wish to the exit: who may move it, what each move changes, what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.care.choices import Outcome
from kimbilio.care.homecoming import came_home
from kimbilio.care.queries import cards_of, duties_of
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Case, Notice, Task, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.partners.choices import Service
from kimbilio.shelter.actions.beds import give_bed
from kimbilio.shelter.actions.stays import (
    admit,
    ask_for_stay,
    come_back,
    go_on_leave,
    leave_house,
    refuse_stay,
    report_missing,
    withdraw_stay,
)
from kimbilio.shelter.choices import MOVES, StayState
from kimbilio.shelter.errors import CannotMove
from kimbilio.shelter.models import Admission, Stay
from kimbilio.shelter.queries import roll_counts
from tests.factories.accounts import UserFactory
from tests.factories.plan import StepFactory
from tests.factories.shelter import (
    BedFactory,
    a_case,
    a_house_worker,
    a_kept_bed,
    a_lead_of,
    a_resident,
    a_stay,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def test_every_state_has_its_moves_and_every_end_has_none():
    assert set(MOVES) == set(StayState)
    ends = {state for state, moves in MOVES.items() if not moves}
    assert ends == {StayState.LEFT, StayState.REFUSED, StayState.WITHDRAWN}


def test_a_case_worker_asks_once_and_the_timeline_keeps_it_among_whereabouts():
    stay = a_stay(wish="A bed near the window.")

    line = TimelineEntry.objects.get(case=stay.case, event="care_asked")
    assert line.compartment == "whereabouts"
    assert "window" not in line.line
    with pytest.raises(BadInput):
        a_stay(case=stay.case)
    assert Stay.objects.count() == 1


def test_strangers_and_who_only_sees_do_not_ask():
    case = a_case()
    therapist = UserFactory(therapist=True)
    Tie.objects.create(case=case, user=therapist)
    for nobody in (UserFactory(worker=True), therapist, UserFactory(manager=True)):
        with pytest.raises(NotAllowed):
            ask_for_stay(case=case, from_on=today(), by=nobody)
    with pytest.raises(BadInput):
        ask_for_stay(case=case, from_on=today() - DAY, by=case.lead)

    assert not Stay.objects.exists()
    assert not Entry.objects.exists()


def test_refused_with_words_and_withdrawn_without():
    refused, withdrawn = a_stay(), a_stay()
    with pytest.raises(BadInput):
        refuse_stay(stay=refused, words=" ", by=a_lead_of(refused.case))
    with pytest.raises(NotAllowed):
        refuse_stay(stay=refused, words="Full.", by=refused.case.lead)

    refuse_stay(stay=refused, words="Full; the partner has a bed.", by=a_lead_of(refused.case))
    withdraw_stay(stay=withdrawn, by=withdrawn.case.lead)

    for stay, state in ((refused, "refused"), (withdrawn, "withdrawn")):
        stay.refresh_from_db()
        assert (stay.state, stay.outcome) == (state, "not_begun")
    a_stay(case=refused.case)


def test_who_arrives_is_told_the_rules_and_the_step_begins():
    case = a_case()
    step = StepFactory(case=case, wish="wants")
    stay = a_stay(case=case, step=step)
    bed = BedFactory()
    worker = a_house_worker(bed.bedroom.house)
    give_bed(stay=stay, bed=bed, from_on=today(), by=a_lead_of(case))
    with pytest.raises(BadInput) as refusal:
        admit(stay=stay, told_in="som", rules_told=False, by=worker)
    assert refusal.value.field == "rules_told"
    assert not Admission.objects.exists()

    admit(stay=stay, told_in="som", rules_told=True, belongings=["A bag", " ", "Two books"],
          by=worker)  # fmt: skip

    stay.refresh_from_db(), step.refresh_from_db(), case.refresh_from_db()
    assert stay.state == "in"
    assert stay.started_at is not None
    assert step.status == "started"
    assert Entry.objects.get(event="step_started").actor_id == worker.pk
    assert case.where_now == "shelter"
    assert case.last_contact_at is not None
    assert Admission.objects.get().belongings == ["A bag", "Two books"]
    assert Task.objects.get(owner=worker).due_on == today() + DAY  # the health check


def test_nobody_arrives_before_their_bed_nor_without_one_nor_by_a_stranger():
    early = a_kept_bed(days=3)
    place = early.places.get()
    worker = a_house_worker(place.bed.bedroom.house, early.case)
    asked = a_stay()
    Tie.objects.create(case=asked.case, user=worker)

    with pytest.raises(BadInput):
        admit(stay=early, told_in="swa", rules_told=True, by=worker)
    with pytest.raises(CannotMove):
        admit(stay=asked, told_in="swa", rules_told=True, by=worker)
    for nobody in (early.case.lead, UserFactory(role="shelter_worker")):
        with pytest.raises(NotAllowed):
            admit(stay=early, told_in="swa", rules_told=True, by=nobody)

    assert not Admission.objects.exists()
    assert set(Stay.objects.values_list("state", flat=True)) == {"approved", "asked"}


def test_on_leave_and_back():
    stay, worker = a_resident()
    for wrong in (today(), today() + 91 * DAY):
        with pytest.raises(BadInput):
            go_on_leave(stay=stay, until=wrong, by=worker)

    go_on_leave(stay=stay, until=today() + 2 * DAY, by=worker)
    assert (stay.state, stay.leave_until) == ("on_leave", today() + 2 * DAY)
    come_back(stay=stay, by=worker)

    stay.refresh_from_db()
    assert (stay.state, stay.leave_until) == ("in", None)
    with pytest.raises(CannotMove):
        come_back(stay=stay, by=worker)


def test_missing_gives_an_urgent_task_and_tells_the_leads():
    stay, worker = a_resident()

    report_missing(stay=stay, words="Not in her room at eight.", by=worker)

    task = Task.objects.get(case=stay.case)
    assert (task.owner, task.due_on) == (stay.case.lead, today())
    told = set(Notice.objects.filter(kind="shelter_alert").values_list("user", flat=True))
    assert told == {stay.case.lead.pk, stay.responsible.pk}
    line = TimelineEntry.objects.get(case=stay.case, event="stay_missing")
    assert line.compartment == "whereabouts"
    with pytest.raises(CannotMove):
        report_missing(stay=stay, by=worker)
    assert Task.objects.count() == 1


def test_the_exit_frees_the_bed_ends_the_step_and_the_team_of_the_house():
    case = a_case()
    stay, worker = a_resident(case=case)
    for wrong in (
        {"outcome": "not_begun"}, {"destination": "moon"}, {"plan": " "},
    ):  # fmt: skip
        given = {"outcome": "completed", "destination": "family", "plan": "Aunt.", **wrong}
        with pytest.raises(BadInput):
            leave_house(stay=stay, by=worker, **given)
    stay.refresh_from_db()
    assert stay.state == "in"

    leave_house(stay=stay, outcome="completed", destination="family", plan="Her aunt.", by=worker)

    stay.refresh_from_db(), case.refresh_from_db()
    assert (stay.state, stay.outcome, stay.summary) == ("left", "completed", "Her aunt.")
    assert case.where_now == "family"
    assert not Tie.objects.live().filter(user=worker, case=case).exists()
    assert stay.places.get().left_on == today()
    other = a_stay()
    give_bed(stay=other, bed=stay.places.get().bed, from_on=today(), by=a_lead_of(other.case))


def test_two_who_move_a_stay_at_once_do_not_overwrite_each_other():
    stay, worker = a_resident()
    seen = stay.version
    go_on_leave(stay=stay, until=today() + DAY, by=worker)
    with pytest.raises(Stale):
        report_missing(stay=Stay.objects.get(pk=stay.pk), by=worker, expected=seen)

    stay.refresh_from_db()
    assert stay.state == "on_leave"
    assert not Task.objects.exists()


def test_a_card_is_for_who_may_know_where_the_person_is():
    stay, worker = a_resident()
    lawyer = UserFactory(role="legal_officer")
    helper = UserFactory(role="me_officer")

    (card,) = cards_of(worker, stay.case)
    assert stay.places.get().bed.bedroom.house.name in card.words[0]
    assert card.state == "In the house"
    assert cards_of(lawyer, stay.case) == cards_of(helper, stay.case) == []


def test_the_roll_call_stands_on_my_day_of_who_works_there():
    stay, worker = a_resident()

    (duty,) = duties_of(worker)
    assert (duty.done, duty.total) == (0, 1)
    assert duty.pk == stay.places.get().bed.bedroom.house_id
    assert duties_of(UserFactory(role="shelter_worker")) == []
    assert duties_of(stay.case.lead) == []
    (of_lead,) = duties_of(stay.responsible)
    assert (of_lead.pk, of_lead.done, of_lead.total) == (duty.pk, 0, 1)
    house = stay.places.get().bed.bedroom.house
    assert roll_counts(stay.responsible, today()) == [(house, 0, 1)]
    assert roll_counts(a_lead_of(a_case()), today()) == []


def test_a_closed_case_gets_no_bed_and_whoever_is_missing_is_told_of_all_the_same():
    waiting = a_stay()
    stay, worker = a_resident()
    closed = {"stage": "closed", "closed_at": timezone.now(), "closed_by": stay.case.lead}
    for one in (waiting, stay):
        Case.objects.filter(pk=one.case_id).update(**closed)
        one.case.refresh_from_db()

    with pytest.raises(BadInput):
        give_bed(stay=waiting, bed=BedFactory(), from_on=today(), by=a_lead_of(waiting.case))
    report_missing(stay=stay, by=worker)

    assert not Task.objects.exists()
    assert Notice.objects.filter(kind="shelter_alert", case=stay.case).exists()
    assert not waiting.places.exists()


def test_what_the_timeline_says_of_a_stay_reads_in_the_language_of_its_reader():
    stay, worker = a_resident()
    leave_house(stay=stay, outcome="completed", destination="family", plan="Her aunt.", by=worker)
    lines = list(TimelineEntry.objects.filter(case=stay.case, subject_id=stay.pk))

    with translation.override("sw"):
        read = {entry.event: in_language(entry.line) for entry in lines}
        assert read["stay_left"] == str(Outcome.COMPLETED.label) != "Completed as agreed"
        assert read["care_asked"] == str(Service.SHELTER.label) != "Safe place to stay"


def test_who_answers_for_the_stay_is_asked_once_to_end_it_when_the_person_has_gone_home():
    (resident, _worker), kept = a_resident(), a_kept_bed()

    for stay in (resident, resident, kept):
        came_home(stay.case, today(), by=stay.responsible)

    task = Task.objects.get(owner__in=[resident.responsible, kept.responsible])
    assert (task.case, task.owner, task.due_on) == (resident.case, resident.responsible, today())
    assert str(task.words) == "Has gone home: end the stay in the shelter"
