"""Whether a bed is right for a person: what is refused, and what a lead has to think about."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.people.ages import ADULT_AT
from kimbilio.people.choices import Sex
from kimbilio.people.models import Person
from kimbilio.shelter.choices import LIVES_HERE, Concern, ForWhom
from kimbilio.shelter.models import Bed, BedPlace, Bedroom, KeepApart

OF_SEX = {
    Sex.FEMALE: ForWhom.FEMALE,
    Sex.MALE: ForWhom.MALE,
    Sex.TRANS_FEMALE: ForWhom.FEMALE,
    Sex.TRANS_MALE: ForWhom.MALE,
}


def concerns_about(person: Person, bedroom: Bedroom, on: date) -> list[Concern]:
    """What speaks against this room for the person on the day ``on``, by its rules alone."""
    found = []
    ages = person.ages(on)
    if bedroom.house.is_for_children:
        told_adult = ages is None and person.is_minor_told is False
        if told_adult or (ages is not None and ages[0] >= ADULT_AT):
            found.append(Concern.ADULT_AMONG_CHILDREN)
        elif ages is None or ages[1] >= ADULT_AT:
            found.append(Concern.AGE)
    if bedroom.for_whom != ForWhom.ANYBODY:
        sex = OF_SEX.get(Sex(person.sex))
        if sex is None:
            found.append(Concern.SEX_UNKNOWN)
        elif sex != bedroom.for_whom:
            found.append(Concern.OTHER_SEX)
    if Concern.AGE not in found and not _fits_ages(ages, bedroom):
        found.append(Concern.AGE)
    return found


def _fits_ages(ages: tuple[int, int] | None, bedroom: Bedroom) -> bool:
    if bedroom.age_from is None and bedroom.age_to is None:
        return True
    if ages is None:
        return False
    oldest = bedroom.age_to if bedroom.age_to is not None else ages[1]
    return (bedroom.age_from or 0) <= ages[0] and ages[1] <= oldest


def set_apart_by_staff(case: UUID) -> set[UUID]:
    """The cases that colleagues set apart from this one."""
    pairs = KeepApart.objects.standing().filter(Q(case=case) | Q(other=case))
    return {key for pair in pairs.values_list("case", "other") for key in pair} - {case}


def under_one_roof(house: UUID, start: date, end: date | None, today: date) -> set[UUID]:
    """The cases with a bed in this house in some of these nights."""
    places: Any = BedPlace.objects.taking(start, end, today=today)
    return set(places.filter(bed__bedroom__house=house).values_list("case", flat=True))


def sees_all(user: User, cases: set[UUID]) -> bool:
    """Whether ``user`` manages the shelter and may know where all of these people are."""
    if not may(user, Permission.MANAGE_SHELTER):
        return False
    return Case.objects.open_to(user, Compartment.WHEREABOUTS).filter(pk__in=cases).count() == len(
        cases
    )


def inside_now(house: UUID) -> set[UUID]:
    """The cases of everybody who moved into this house and has not left, however late they are."""
    places = BedPlace.objects.now().filter(bed__bedroom__house=house, stay__state__in=LIVES_HERE)
    return set(places.values_list("case", flat=True))


def reads_word(user: User, place: BedPlace) -> bool:
    """Whether a lead's word on a bed is for ``user``: one about others is for who may know of them."""
    known = {UUID(key) for key in place.apart_known}
    return not known or sees_all(user, known)


def taken_beds(start: date, end: date | None, today: date) -> set[UUID]:
    """The beds that somebody has in some of these nights."""
    return set(BedPlace.objects.taking(start, end, today=today).values_list("bed", flat=True))


def beds_in_use() -> list[Bed]:
    """Every bed that can be given, by house, room and name."""
    beds = Bed.objects.filter(is_active=True, bedroom__house__is_active=True)
    order = ("bedroom__house__name", "bedroom__name", "name")
    return list(beds.select_related("bedroom__house").order_by(*order))
