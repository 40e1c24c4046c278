"""The day in a house: medicines given once, who comes and goes, meals and what is done together."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kimbilio.cases.models import TimelineEntry
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.shelter.actions.daily import (
    end_happening,
    hold_activity,
    save_meal,
    write_happening,
)
from kimbilio.shelter.actions.medicines import give_dose, plan_medicine, stop_medicine
from kimbilio.shelter.actions.stays import go_on_leave
from kimbilio.shelter.errors import CannotMove, NotThisPerson
from kimbilio.shelter.models import Activity, Dose, Happening, Meal, Medicine, TookPart
from kimbilio.shelter.today import day_of
from tests.factories.accounts import UserFactory
from tests.factories.shelter import (
    BedFactory,
    HouseFactory,
    a_house_worker,
    a_lead_of,
    a_resident,
    a_stay,
)
from tests.shelter.test_beds import at_once

pytestmark = pytest.mark.django_db


def house_of(stay):
    return stay.places.get().bed.bedroom.house


def this_hour():
    return timezone.localtime().strftime("%H:00")


def a_medicine(stay, by, **given):
    plan = {"what": "Amoxicillin", "dose": "One spoon", "times": [this_hour()],
            "from_on": timezone.localdate(), **given}  # fmt: skip
    return plan_medicine(stay=stay, by=by, **plan)


def test_a_dose_is_written_down_once_and_refused_with_a_reason():
    stay, worker = a_resident()
    medicine = a_medicine(stay, worker)
    second = a_house_worker(house_of(stay), stay.case)

    for wrong in ({"state": "refused"}, {"state": "thrown"}, {"state": "taken", "at": "03:59"}):
        with pytest.raises(BadInput):
            give_dose(medicine=medicine, by=worker, **{"at": this_hour(), **wrong})
    assert not Dose.objects.exists()
    give_dose(medicine=medicine, at=this_hour(), state="refused", reason="Too bitter.", by=worker)
    with pytest.raises(BadInput) as again:
        give_dose(medicine=medicine, at=this_hour(), state="taken", by=second)

    assert worker.name in str(again.value.message)
    assert Dose.objects.get().reason == "Too bitter."
    lines = TimelineEntry.objects.filter(case=stay.case, event="dose_given")
    assert [line.compartment for line in lines] == ["health"]
    assert "bitter" not in lines.get().line
    stop_medicine(medicine=medicine, by=second)
    Dose.objects.all().delete()
    with pytest.raises(BadInput):
        give_dose(medicine=medicine, at=this_hour(), state="taken", by=worker)


def test_a_medicine_without_sense_and_one_of_who_does_not_live_here_is_refused():
    stay, worker = a_resident()
    today = timezone.localdate()
    day = timedelta(days=1)
    for wrong, field in (
        ({"times": []}, "times"), ({"times": ["8 am"]}, "times"), ({"times": ["25:00"]}, "times"),
        ({"what": " "}, "what"), ({"from_on": today - 9 * day}, "from_on"),
        ({"until_on": today - day}, "until_on"), ({"until_on": today + 900 * day}, "until_on"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refusal:
            a_medicine(stay, worker, **wrong)
        assert refusal.value.field == field
    waits = a_stay()
    with pytest.raises(CannotMove):
        a_medicine(waits, a_lead_of(waits.case))
    for nobody in (stay.case.lead, a_house_worker(HouseFactory()), UserFactory(manager=True)):
        with pytest.raises(NotAllowed):
            a_medicine(stay, nobody)
    assert not Medicine.objects.exists()


def test_a_visitor_who_is_a_danger_needs_a_leads_word_in_any_spelling():
    stay, worker = a_resident()
    save_alleged(
        case=stay.case, alleged=None, known={"name": ["Jamila Odhiambo"]}, by=stay.case.lead
    )
    visit = {"stay": stay, "kind": "visit", "relation": "Aunt", "id_seen": True}

    for who in ("Jamila Odhiambo", "odiambo djamila"):
        with pytest.raises(NotThisPerson) as refusal:
            write_happening(who=who, by=worker, word="She is nice.", **visit)
        assert "alleged" not in str(refusal.value.message).lower()
    with pytest.raises(BadInput) as unseen:
        write_happening(who="Rehema Sanga", by=worker, **{**visit, "id_seen": False})
    assert unseen.value.field == "id_seen"
    assert not Happening.objects.exists()
    made = write_happening(who="Rehema Sanga", by=worker, **visit)
    allowed = write_happening(
        who="Jamila Odhiambo", by=stay.responsible, word="In the police station.", **visit
    )
    end_happening(happening=made, by=worker)
    end_happening(happening=made, by=worker)

    assert made.ended_at is not None
    assert allowed.word == "In the police station."


def test_a_school_run_is_open_once_and_a_call_has_its_minutes():
    stay, worker = a_resident()
    out = write_happening(stay=stay, kind="school", who="Driver", by=worker)
    for kind, given in (("school", {}), ("call", {"minutes": 0}), ("call", {}), ("party", {})):
        with pytest.raises(BadInput):
            write_happening(stay=stay, kind=kind, who="Somebody", by=worker, **given)
    call = write_happening(stay=stay, kind="call", who="Her aunt", minutes=9, by=worker)
    with pytest.raises(NotAllowed):
        write_happening(stay=stay, kind="school", who="X", by=a_house_worker(HouseFactory()))

    assert call.ended_at is not None
    assert out.ended_at is None
    assert Happening.objects.count() == 2
    line = TimelineEntry.objects.filter(event="happening_written").first()
    assert line.compartment == "whereabouts"
    assert "Driver" not in line.line


def test_meals_and_activities_of_a_house():
    stay, worker = a_resident()
    house, absent = (
        house_of(stay),
        a_resident(bed=BedFactory(bedroom=stay.places.get().bed.bedroom))[0],
    )
    lead = a_lead_of(stay.case, absent.case)
    meal = save_meal(house=house, which="lunch", plates=7, diets="Two without meat", by=worker)
    with pytest.raises(Stale):
        save_meal(house=house, which="lunch", plates=9, by=lead)
    save_meal(house=house, which="lunch", plates=8, by=lead, expected=meal.version)
    for wrong in ({"plates": -1}, {"plates": 900}, {"which": "feast", "plates": 2}):
        with pytest.raises(BadInput):
            save_meal(house=house, by=worker, **{"which": "supper", **wrong})
    with pytest.raises(NotAllowed):
        save_meal(house=house, which="supper", plates=1, by=a_house_worker(HouseFactory()))
    held = hold_activity(house=house, kind="yoga", came=[stay], residents=[stay, absent], by=lead)
    for came in ([], [a_resident()[0]]):
        with pytest.raises(BadInput):
            hold_activity(house=house, kind="art", came=came, residents=[], by=lead)

    assert (Meal.objects.get().plates, Activity.objects.get()) == (8, held)
    assert dict(TookPart.objects.values_list("stay", "was_there")) == {
        stay.pk: True, absent.pk: False
    }  # fmt: skip


def test_the_day_shows_what_is_due_and_asks_as_much_for_one_as_for_three(django_assert_num_queries):
    stay, worker = a_resident()
    room = stay.places.get().bed.bedroom
    a_medicine(stay, worker)
    for _one in range(2):
        other, its = a_resident(bed=BedFactory(bedroom=room))
        a_medicine(other, its)
        a_house_worker(room.house)
    lead = a_lead_of(stay.case, other.case)
    write_happening(stay=stay, kind="school", who="Driver", by=worker)
    go_on_leave(stay=stay, until=timezone.localdate() + timedelta(days=1), by=worker)

    with django_assert_num_queries(11):  # three of them measure the reach
        day = day_of(room.house, lead)

    assert {due.stay.case_id for due in day.doses} == {stay.case_id, other.case_id}
    assert day.open_doses == 2
    assert [one.who for one in day.happenings] == ["Driver"]
    assert day_of(room.house, UserFactory(manager=True)).doses == []


def test_what_is_written_of_the_day_is_ciphertext_in_the_database():
    stay, worker = a_resident()
    medicine = a_medicine(stay, worker, what="Secretol", dose="Secret spoon")
    give_dose(medicine=medicine, at=this_hour(), state="refused", reason="Secret why", by=worker)
    write_happening(
        stay=stay, kind="visit", who="Secret aunt", relation="Secret tie", id_seen=True, by=worker
    )
    save_meal(house=house_of(stay), which="lunch", plates=1, diets="Secret diet", by=worker)
    with connection.cursor() as cursor:
        for table in ("medicine", "dose", "happening", "meal"):
            cursor.execute(f"SELECT * FROM shelter_{table}")  # a constant name
            raw = str([bytes(c) if isinstance(c, memoryview) else c for row in cursor for c in row])
            assert "Secret" not in raw


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_in_the_same_second_give_one_dose_once():
    stay, worker = a_resident()
    medicine = a_medicine(stay, worker)
    second = a_house_worker(house_of(stay), stay.case)

    results = at_once(
        *[
            lambda by=by: give_dose(
                medicine=Medicine.objects.select_related("case").get(pk=medicine.pk),
                at=this_hour(), state="taken", by=by,
            )
            for by in (worker, second)
        ]
    )  # fmt: skip

    assert sum(isinstance(one, BadInput) for one in results) == 1, results
    assert Dose.objects.count() == 1
