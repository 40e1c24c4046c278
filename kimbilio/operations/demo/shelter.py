"""Invented shelter: one house with two rooms, a child who sleeps there, another kept apart, who waits."""

from datetime import datetime, timedelta

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import DomainError
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team
from kimbilio.shelter.actions.apart import set_apart
from kimbilio.shelter.actions.beds import give_bed
from kimbilio.shelter.actions.daily import (
    end_happening,
    hold_activity,
    save_meal,
    write_happening,
)
from kimbilio.shelter.actions.evenings import mark_evening, write_incident, write_log
from kimbilio.shelter.actions.houses import put_to_work, save_bed, save_bedroom, save_house
from kimbilio.shelter.actions.medicines import give_dose, plan_medicine
from kimbilio.shelter.actions.stays import admit, ask_for_stay
from kimbilio.shelter.models import Admission, Bed, BedPlace, Stay

HOUSE = "Mwanga House (invented)"
ROOMS = (("Room 1", 0, 14, "ABC"), ("Room 2", 15, 17, "AB"))
NIGHTS_HERE = 12


def open_house(told: list[tuple[One, Case]], team: Team) -> None:
    """Two girls of one team: one lives in the house; the other is kept apart from her and waits."""
    manager = team.first(Role.TEAM_LEAD)
    beds = _build(team, manager)
    girls = [
        case
        for one, case in told
        if one.stands in (cast.SUPPORT, cast.PLANNED)
        and one.age <= ROOMS[0][2] + 3
        and one.sex == "Feminine"
        and one.worker in ("Akinyi", "Brian")
        and case.lead is not None
    ]
    inside, waits = girls[0], girls[1]
    worker = team.first(Role.SHELTER_WORKER)
    bed = _bed_for(inside, beds, manager)
    stay = _take_in(inside, bed, manager=manager, worker=worker)
    set_apart(case=inside, code=waits.code, by=manager,
              reason="Both were held in one house; one was made to watch the other.")  # fmt: skip
    _ask(waits)
    write_log(
        house=bed.bedroom.house, kind="handover", by=worker,
        text="Quiet evening. The gate sticks; the carpenter comes on Friday.",
    )  # fmt: skip
    write_incident(
        house=bed.bedroom.house, kind="injury", severity="low", stay=stay, by=worker,
        text="A cut finger in the kitchen.", action="Cleaned and bound; told the lead.",
        happened_at=timezone.now() - timedelta(hours=20),
    )  # fmt: skip
    mark_evening(stay=stay, mark="here", by=worker)
    _day(stay, bed, worker)


def _day(stay: Stay, bed: Bed, worker: User) -> None:
    """What the shift wrote today, invented like all else."""
    house = bed.bedroom.house
    today, now = timezone.localdate(), timezone.localtime()
    medicine = plan_medicine(
        stay=stay, what="Amoxicillin", dose="One spoon of 5 ml", times=["08:00", "20:00"],
        from_on=today, until_on=today + timedelta(days=4), by=worker,
    )  # fmt: skip
    if now.hour >= 8:
        give_dose(medicine=medicine, at="08:00", state="taken", by=worker)
    save_meal(house=house, which="breakfast", plates=4, diets="One without milk", by=worker)
    run = write_happening(stay=stay, kind="school", who="The driver of the house", by=worker)
    end_happening(happening=run, by=worker)
    write_happening(
        stay=stay, kind="call", who="An aunt", relation="Aunt", minutes=8,
        beside="The worker on duty", by=worker,
    )  # fmt: skip
    hold_activity(house=house, kind="art", came=[stay], residents=[stay], by=worker)


def _build(team: Team, manager: User) -> list[Bed]:
    house = save_house(
        house=None, name=HOUSE, address="An invented place behind an invented gate",
        is_for_children=True, is_active=True, by=manager,
    )  # fmt: skip
    beds = []
    for name, youngest, oldest, letters in ROOMS:
        room = save_bedroom(
            bedroom=None, house=house, name=name, for_whom="female", age_from=youngest,
            age_to=oldest, by=manager,
        )  # fmt: skip
        beds += [
            save_bed(bed=None, bedroom=room, name=letter, is_accessible=letter == "A", by=manager)
            for letter in letters
        ]
    for worker in team.all(Role.SHELTER_WORKER):
        put_to_work(house=house, user=worker, by=manager)
    return beds


def _ask(case: Case) -> Stay:
    assert case.lead is not None
    return ask_for_stay(
        case=case, from_on=timezone.localdate(), by=case.lead,
        wish="A calm room, and somebody awake at night.",
    )  # fmt: skip


def _bed_for(case: Case, beds: list[Bed], manager: User) -> Bed:
    """A bed of the room for her age."""
    ages = case.survivor.ages()
    assert ages is not None
    youngest, oldest = ages
    wanted = [
        bed
        for bed in beds
        if (bed.bedroom.age_from or 0) <= youngest and oldest <= (bed.bedroom.age_to or 0)
    ]
    return (wanted or beds)[0]


def _take_in(case: Case, bed: Bed, *, manager: User, worker: User) -> Stay:
    """As it was kept twelve days ago: asked, given and arrived today, then set to its day."""
    stay = _ask(case)
    word = ""
    try:
        give_bed(stay=stay, bed=bed, from_on=stay.from_on, by=manager)
    except DomainError:
        word = "She is of the age as far as anybody knows; the room fits her best."
        give_bed(stay=stay, bed=bed, from_on=stay.from_on, word=word, by=manager)
    admit(
        stay=stay, told_in="swa", rules_told=True, health_checked=True, photo_consent=False,
        belongings=["A school bag", "A blue dress", "A photograph of her brother"], by=worker,
    )  # fmt: skip
    then: datetime = timezone.now() - timedelta(days=NIGHTS_HERE)
    day = timezone.localdate(then)
    Stay.objects.filter(pk=stay.pk).update(asked_at=then, started_at=then, from_on=day)
    BedPlace.objects.filter(stay=stay).update(from_on=day, given_at=then)
    Admission.objects.filter(stay=stay).update(admitted_at=then)
    stay.refresh_from_db()
    return stay
