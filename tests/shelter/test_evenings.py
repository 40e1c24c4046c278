"""The evening: one tap each, the book and its hand-over, incidents and who hears of them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Notice, Task, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.shelter.actions.evenings import (
    act_on_incident,
    close_incident,
    mark_evening,
    take_over,
    write_incident,
    write_log,
)
from kimbilio.shelter.actions.houses import (
    put_to_work,
    save_bed,
    save_bedroom,
    save_house,
    show_address,
    take_from_work,
)
from kimbilio.shelter.errors import CannotMove, SaidOtherwise
from kimbilio.shelter.models import (
    House,
    HouseWorker,
    Incident,
    IncidentAction,
    LogEntry,
    RollMark,
    Stay,
)
from kimbilio.shelter.queries import roll_counts, roll_of
from tests.factories.accounts import UserFactory
from tests.factories.shelter import BedroomFactory, HouseFactory, a_house_worker, a_resident, a_stay

pytestmark = pytest.mark.django_db


def house_of(stay):
    return stay.places.get().bed.bedroom.house


def incident(house, by, **given):
    known = {"kind": "conflict", "severity": "low", "text": "A quarrel over the radio.",
             "happened_at": timezone.now() - timedelta(hours=1)}  # fmt: skip
    return write_incident(house=house, by=by, **{**known, **given})


def test_a_tap_is_one_mark_and_a_second_tap_corrects_it():
    stay, worker = a_resident()

    mark_evening(stay=stay, mark="here", by=worker)
    mark_evening(stay=stay, mark="here", by=worker)
    assert RollMark.objects.get().mark == "here"
    assert Entry.objects.filter(event="roll_marked").count() == 1
    mark_evening(stay=stay, mark="leave", by=worker)

    stay.refresh_from_db()
    assert RollMark.objects.get().mark == "leave"
    assert stay.state == "on_leave"
    assert roll_counts(worker, timezone.localdate()) == [(house_of(stay), 1, 1)]
    (called,) = roll_of(house_of(stay), worker, timezone.localdate())
    assert called.mark.mark == "leave"


def test_missing_in_the_evening_raises_the_alarm_once_and_here_ends_it():
    stay, worker = a_resident()

    for _tap in range(2):
        mark_evening(stay=stay, mark="missing", by=worker)
    assert stay.state == "missing"
    assert Task.objects.filter(case=stay.case).count() == 1
    mark_evening(stay=stay, mark="here", by=worker)

    stay.refresh_from_db()
    assert stay.state == "in"


def test_the_roll_is_called_by_who_works_there_of_who_lives_there():
    stay, worker = a_resident()
    waits = a_stay()
    Tie.objects.create(case=waits.case, user=worker)
    for nobody in (UserFactory(role="shelter_worker"), stay.case.lead):
        with pytest.raises(NotAllowed):
            mark_evening(stay=stay, mark="missing", by=nobody)
    with pytest.raises(CannotMove):
        mark_evening(stay=waits, mark="here", by=worker)
    with pytest.raises(BadInput):
        mark_evening(stay=stay, mark="dancing", by=worker)

    stay.refresh_from_db()
    assert stay.state == "in"
    assert not RollMark.objects.exists()


def test_the_book_is_written_in_the_house_and_handed_to_a_colleague():
    house = HouseFactory()
    first, second = a_house_worker(house), a_house_worker(house)
    stranger = a_house_worker(HouseFactory())
    entry = write_log(house=house, kind="handover", text="KB-4T7Q sleeps badly.", by=first)
    with pytest.raises(NotAllowed):
        write_log(house=house, kind="day", text="Hello.", by=stranger)
    with pytest.raises(BadInput):
        write_log(house=house, kind="day", text=" ", by=first)
    for nobody, refusal in ((first, BadInput), (stranger, NotAllowed)):
        with pytest.raises(refusal):
            take_over(entry=entry, by=nobody)
    assert not LogEntry.objects.open_to(stranger).exists()

    take_over(entry=entry, by=second)
    take_over(entry=entry, by=second)

    entry.refresh_from_db()
    assert entry.taken_by == second
    assert LogEntry.objects.count() == 1
    assert Entry.objects.filter(event="shelter_taken_over").count() == 1


def test_a_grave_incident_about_a_person_is_a_task_of_today_and_a_small_one_is_none():
    stay, worker = a_resident()
    incident(house_of(stay), worker, stay=stay)
    assert not Task.objects.exists()

    incident(house_of(stay), worker, stay=stay, severity="high", action="Called the clinic.")

    assert Task.objects.get().owner == stay.case.lead
    assert Notice.objects.filter(kind="shelter_alert").count() == 2
    assert IncidentAction.objects.get().words == "Called the clinic."
    lines = TimelineEntry.objects.filter(case=stay.case, event="incident_written")
    assert {line.compartment for line in lines} == {"whereabouts"}
    assert "radio" not in "".join(line.line for line in lines)


def test_a_grave_incident_about_nobody_is_told_to_who_manages():
    house = HouseFactory()
    manager = UserFactory(manager=True)

    incident(house, a_house_worker(house), severity="high", kind="intruder")

    assert Notice.objects.get().user == manager


def test_incidents_are_read_where_house_and_case_are_open():
    stay, worker = a_resident()
    colleague = a_house_worker(house_of(stay))  # joined by hand, not on the team
    about = incident(house_of(stay), worker, stay=stay)
    plain = incident(house_of(stay), worker)
    stranger = a_house_worker(HouseFactory())

    assert set(Incident.objects.open_to(worker)) == {about, plain}
    assert set(Incident.objects.open_to(colleague)) == {plain}
    assert not Incident.objects.open_to(stranger).exists()
    with pytest.raises(NotAllowed):
        act_on_incident(incident=about, words="Read it.", by=colleague)
    assert not IncidentAction.objects.exists()


def test_an_incident_is_not_of_tomorrow_nor_about_who_lives_elsewhere():
    stay, worker = a_resident()
    other, _there = a_resident()
    Tie.objects.create(case=other.case, user=worker)
    with pytest.raises(BadInput):
        incident(house_of(stay), worker, happened_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(BadInput):
        incident(house_of(stay), worker, stay=other)
    with pytest.raises(NotAllowed):
        incident(HouseFactory(), worker)

    assert not Incident.objects.exists()


def test_an_incident_is_settled_by_who_manages_once_something_was_done():
    house = HouseFactory()
    worker, manager = a_house_worker(house), UserFactory(manager=True)
    one = incident(house, worker)
    with pytest.raises(NotAllowed):
        close_incident(incident=one, by=worker)
    with pytest.raises(BadInput):
        close_incident(incident=one, by=manager)
    act_on_incident(incident=one, words="They shook hands.", by=worker)

    close_incident(incident=one, by=manager)

    assert not Incident.objects.unsettled().exists()


# Houses


def test_houses_rooms_and_beds_are_kept_by_who_manages_the_shelter():
    for nobody in (UserFactory(role="shelter_worker"), UserFactory(administrator=True)):
        with pytest.raises(NotAllowed):
            save_house(house=None, name="Mwanga", is_for_children=True, is_active=True, by=nobody)
    lead = UserFactory(lead=True)
    house = save_house(house=None, name="Mwanga", is_for_children=True, is_active=True,
                       address="The blue gate", by=lead)  # fmt: skip
    with pytest.raises(BadInput):
        save_house(house=None, name="mwanga", is_for_children=True, is_active=True, by=lead)
    room = save_bedroom(bedroom=None, house=house, name="One", for_whom="female", by=lead)
    with pytest.raises(BadInput):
        save_bedroom(bedroom=room, house=house, name="One", for_whom="any", age_from=9, age_to=5,
                     by=lead)  # fmt: skip
    bed = save_bed(bed=None, bedroom=room, name="A", by=lead)
    save_house(house=house, name="Mwanga", is_for_children=False, is_active=True, by=lead)

    house.refresh_from_db(), room.refresh_from_db()
    assert house.address == "The blue gate"  # an empty field keeps it
    assert room.for_whom == "female"
    assert bed.is_active


def test_a_bed_or_house_in_which_somebody_is_stays_in_use():
    stay, _worker = a_resident()
    bed, house, lead = stay.places.get().bed, house_of(stay), UserFactory(lead=True)

    with pytest.raises(BadInput):
        save_bed(bed=bed, bedroom=bed.bedroom, name=bed.name, is_active=False, by=lead)
    with pytest.raises(BadInput):
        save_house(house=house, name=house.name, is_for_children=False, is_active=False, by=lead)

    bed.refresh_from_db(), house.refresh_from_db()
    assert bed.is_active
    assert house.is_active


def test_the_address_is_for_the_house_and_its_managers_and_every_look_is_kept():
    house = HouseFactory(address="The blue gate")
    worker = a_house_worker(house)
    for nobody in (UserFactory(worker=True), a_house_worker(HouseFactory())):
        with pytest.raises(NotAllowed):
            show_address(house=house, by=nobody)
    assert not Entry.objects.exists()

    assert show_address(house=house, by=worker) == "The blue gate"

    said = Entry.objects.get(event="house_address_shown")
    assert "blue" not in str(said.facts)


def test_a_change_of_the_address_leaves_no_trace_of_it_in_the_log():
    lead = UserFactory(lead=True)
    house = HouseFactory(address="The blue gate")

    save_house(house=house, name=house.name, is_for_children=False, is_active=True,
               address="The red gate", by=lead)  # fmt: skip

    said = Entry.objects.get(event="house_changed")
    assert "gate" not in str(said.facts)


def test_a_new_worker_joins_the_team_of_residents_and_leaves_it_with_the_house():
    stay, _worker = a_resident()
    house, lead = house_of(stay), UserFactory(lead=True)
    fresh = UserFactory(role="shelter_worker")
    with pytest.raises(BadInput):
        put_to_work(house=house, user=UserFactory(therapist=True), by=lead)

    put_to_work(house=house, user=fresh, by=lead)
    put_to_work(house=house, user=fresh, by=lead)
    assert Tie.objects.live().filter(user=fresh, case=stay.case).count() == 1
    assert set(House.objects.open_to(fresh)) == {house}
    take_from_work(worker=HouseWorker.objects.get(user=fresh), by=lead)

    assert not Tie.objects.live().filter(user=fresh).exists()
    assert not House.objects.open_to(fresh).exists()


def test_a_room_needs_its_ages_in_order_in_the_database_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        BedroomFactory(age_from=9, age_to=5)


def test_what_a_colleague_said_meanwhile_is_not_overwritten_unseen():
    stay, worker = a_resident()
    second = a_house_worker(house_of(stay), stay.case)
    mine = Stay.objects.select_related("case").get(pk=stay.pk)  # read before
    mark_evening(stay=stay, mark="missing", by=worker, seen=0)

    with pytest.raises(SaidOtherwise) as refusal:
        mark_evening(stay=mine, mark="here", by=second, seen=0)
    assert worker.name in str(refusal.value.message)
    assert RollMark.objects.get().mark == "missing"
    mark_evening(stay=mine, mark="missing", by=second, seen=0)  # the same is no quarrel
    mark_evening(stay=mine, mark="here", by=second, seen=RollMark.objects.get().version)

    stay.refresh_from_db()
    assert stay.state == "in"


def test_an_incident_of_before_the_person_came_or_of_long_ago_is_refused():
    stay, worker = a_resident()
    before = {"kind": "other", "severity": "low", "text": "Words.", "by": worker}
    for ago, about in ((3, stay), (400, None)):
        with pytest.raises(BadInput) as refusal:
            write_incident(
                house=house_of(stay), happened_at=timezone.now() - timedelta(days=ago),
                stay=about, **before,
            )  # fmt: skip
        assert refusal.value.field == "happened_at"
    assert not Incident.objects.exists()


def test_days_that_nobody_can_mean_are_refused():
    far = timezone.localdate() + timedelta(days=800)
    for field, days in (
        ("from_on", {"days": 800}),
        ("until_on", {"until_on": far + timedelta(days=900)}),
    ):
        with pytest.raises(BadInput) as refusal:
            a_stay(**days)
        assert refusal.value.field == field
    assert not Stay.objects.exists()
