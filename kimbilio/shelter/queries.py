"""What the pages of the shelter ask: who has which bed now and in the nights to come, who waits, the roll."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.care.apart import apart_from
from kimbilio.cases.queries.listing import named_among
from kimbilio.people.models import Person
from kimbilio.shelter.choices import LIVES_HERE, REFUSED, Concern
from kimbilio.shelter.fitting import beds_in_use, concerns_about, sees_all, taken_beds
from kimbilio.shelter.models import (
    Bed,
    BedPlace,
    Bedroom,
    House,
    Incident,
    LogEntry,
    RollMark,
    Stay,
)

WHERE = Compartment.WHEREABOUTS
NIGHTS, MOST_WAITING, MOST_LOG, LONG, NEW = 14, 40, 20, 90, 2


@dataclass
class Slept:
    """One bed with who has it tonight and which of the coming nights are taken."""

    bed: Bed
    place: BedPlace | None = None
    code: str = ""  # empty for who may not know who sleeps here
    person: Person | None = None  # for their age; None for who may not know who it is
    mark: str = ""
    nights: list[bool] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many nights the person has been here."""
        if self.place is None or self.place.stay.started_at is None:
            return 0
        return max(0, (timezone.localdate() - timezone.localdate(self.place.stay.started_at)).days)

    @property
    def is_new(self) -> bool:
        """Whether it is one of their first nights."""
        has_begun = self.place is not None and self.place.stay.started_at is not None
        return has_begun and self.count <= NEW

    @property
    def is_long(self) -> bool:
        """Whether they have been here longer than a shelter should be a home."""
        return self.count > LONG


@dataclass
class RoomNow:
    """One room with its beds."""

    bedroom: Bedroom
    beds: list[Slept]

    @property
    def taken(self) -> int:
        """How many beds somebody has tonight."""
        return sum(one.place is not None for one in self.beds)


@dataclass
class HouseNow:
    """One house with its rooms, tonight."""

    house: House
    rooms: list[RoomNow]

    @property
    def beds(self) -> list[Slept]:
        """Every bed of the house."""
        return [bed for room in self.rooms for bed in room.beds]


def occupancy(viewer: User, start: date) -> list[HouseNow]:
    """The houses open to ``viewer``, with tonight and the next nights: four queries, however many beds."""
    end = start + timedelta(days=NIGHTS)
    houses = list(House.objects.open_to(viewer).in_use().order_by("name"))
    beds = Bed.objects.filter(bedroom__house__in=houses, is_active=True)
    rows = list(beds.select_related("bedroom__house").order_by("bedroom__name", "name"))
    places: Any = BedPlace.objects.taking(start, end, today=start).filter(bed__in=rows)
    shown = list(places.select_related("stay", "case__survivor").order_by("from_on", "id"))
    known = set(
        BedPlace.objects.open_to(viewer)
        .filter(pk__in=[place.pk for place in shown])
        .values_list("pk", flat=True)
    )
    named = named_among([place.case for place in shown if place.pk in known], viewer=viewer)
    by_bed: dict[UUID, list[BedPlace]] = {}
    for place in shown:
        by_bed.setdefault(place.bed_id, []).append(place)
    found: dict[UUID, dict[UUID, RoomNow]] = {house.pk: {} for house in houses}
    for bed in rows:
        rooms = found[bed.bedroom.house_id]
        room = rooms.setdefault(bed.bedroom_id, RoomNow(bed.bedroom, []))
        room.beds.append(_slept(bed, by_bed.get(bed.pk, []), start, known, named))
    return [HouseNow(house, list(found[house.pk].values())) for house in houses]


def _slept(
    bed: Bed, places: list[BedPlace], start: date, known: set[UUID], named: set[UUID]
) -> Slept:
    slept = Slept(bed)
    for number in range(NIGHTS):
        night = start + timedelta(days=number)
        slept.nights.append(any(_takes(place, night, start) for place in places))
    tonight = [place for place in places if _takes(place, start, start)]
    if tonight:
        slept.place = tonight[0]
        slept.code = slept.place.case.code if slept.place.pk in known else ""
        if slept.code and slept.place.case_id in named:
            slept.person = slept.place.case.survivor
    return slept


def _takes(place: BedPlace, night: date, today: date) -> bool:
    if place.from_on > night:
        return False
    if place.left_on is not None:
        return place.left_on > night
    overdue = place.until_on is not None and place.until_on <= today
    return place.until_on is None or place.until_on > night or (overdue and night == today)


def waiting_list(viewer: User) -> list[Stay]:
    """Who waits for a bed, among the cases open to ``viewer``; urgent ones first, then the longest."""
    waiting: Any = Stay.objects.waiting().open_to(viewer).select_related("case")
    return list(waiting.order_by("-case__is_urgent", "asked_at", "id")[:MOST_WAITING])


@dataclass(frozen=True)
class Offer:
    """A bed that could be given, and what a lead would have to think about."""

    bed: Bed
    concerns: list[Concern]


def beds_for(stay: Stay, viewer: User, from_on: date, until_on: date | None) -> list[Offer]:
    """The beds that are free in these nights and not refused.

    A house with somebody from whom the person is kept apart is left out without a word, unless the
    viewer manages the shelter and may know of both.
    """
    today = timezone.localdate()
    taken = taken_beds(from_on, until_on, today)
    apart = apart_from(stay.case_id)
    meeting: dict[UUID, set[UUID]] = {}
    if apart:
        rows = BedPlace.objects.taking(from_on, until_on, today=today).filter(case__in=apart)
        for house, case in rows.values_list("bed__bedroom__house", "case"):
            meeting.setdefault(house, set()).add(case)
    told = {house for house, cases in meeting.items() if sees_all(viewer, cases)}
    offers = []
    for bed in beds_in_use():
        house = bed.bedroom.house_id
        if bed.pk in taken or (house in meeting and house not in told):
            continue
        concerns = concerns_about(stay.case.survivor, bed.bedroom, from_on)
        if REFUSED & set(concerns):
            continue
        if house in meeting:
            concerns.append(Concern.SET_APART)
        offers.append(Offer(bed, concerns))
    return sorted(offers, key=lambda offer: bool(offer.concerns))


@dataclass(frozen=True)
class Called:
    """One person of the house at the roll call."""

    place: BedPlace
    mark: RollMark | None


def roll_of(house: House, viewer: User, on: date) -> list[Called]:
    """Everybody who lives in the house, by room and bed, with what was said this evening: two queries."""
    places: Any = BedPlace.objects.now().open_to(viewer)
    shown = places.filter(bed__bedroom__house=house, stay__state__in=LIVES_HERE)
    order = ("bed__bedroom__name", "bed__name", "id")
    rows = list(shown.select_related("bed__bedroom", "stay", "case").order_by(*order))
    marks = RollMark.objects.filter(on=on, stay__in=[place.stay_id for place in rows])
    known = {mark.stay_id: mark for mark in marks}
    return [Called(place, known.get(place.stay_id)) for place in rows]


def roll_counts(viewer: User, on: date) -> list[tuple[House, int, int]]:
    """Who was called this evening, of how many: for each house in which ``viewer`` works, and for
    who manages the shelter for each house with people whom they may call."""
    here = Q(bedrooms__beds__places__left_on=None) & Q(
        bedrooms__beds__places__stay__state__in=LIVES_HERE
    )
    here &= condition(viewer, WHERE, Act.CHANGE, to="bedrooms__beds__places__stay__case__")
    marked = Q(bedrooms__beds__places__stay__marks__on=on)
    houses: Any = House.objects.in_use()
    if holds(viewer.role, Permission.MANAGE_SHELTER):
        houses = houses.filter(here).distinct()
    else:
        houses = houses.filter(workers__user=viewer)
    counted: Any = House.objects.filter(pk__in=houses.values("pk")).annotate(
        living=Count("bedrooms__beds__places__stay", filter=here, distinct=True),
        called=Count("bedrooms__beds__places__stay", filter=here & marked, distinct=True),
    )
    return [(house, house.called, house.living) for house in counted.order_by("name")]


def book_of(house: House, viewer: User) -> list[LogEntry]:
    """The newest lines in the book of a house."""
    entries = LogEntry.objects.open_to(viewer).filter(house=house)
    shown = entries.select_related("written_by", "taken_by").order_by("-written_at", "-id")
    return list(shown[:MOST_LOG])


def incidents_of(viewer: User, house: House | None = None) -> list[Incident]:
    """Incidents that are not settled, the newest first."""
    rows = Incident.objects.open_to(viewer).unsettled()
    if house is not None:
        rows = rows.filter(house=house)
    return list(
        rows.select_related("house", "stay__case").order_by("-happened_at", "-id")[:MOST_LOG]
    )


def in_house_now(stay: Stay) -> BedPlace | None:
    """The bed the stay has, or the last one it had."""
    places = BedPlace.objects.filter(stay=stay).select_related("bed__bedroom__house", "given_by")
    found: BedPlace | None = places.order_by("-from_on", "-given_at", "-id").first()
    return found
