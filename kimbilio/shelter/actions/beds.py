"""Giving a bed: held still, looked at from every side, so that no two people ever have one night of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.apart import apart_from
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.shelter.actions.ties import end_ties, tie_workers
from kimbilio.shelter.choices import LIVES_HERE, REFUSED, Concern, StayState
from kimbilio.shelter.errors import BedTaken, CannotMove, HouseCannot, NotNow, WordNeeded
from kimbilio.shelter.fitting import concerns_about, inside_now, sees_all, under_one_roof
from kimbilio.shelter.models import Bed, BedPlace, House, Stay

WHERE = Compartment.WHEREABOUTS
LONGEST_AHEAD, LONGEST_STAY = timedelta(days=366), timedelta(days=3 * 366)


@dataclass(frozen=True)
class Seen:
    """What a lead wrote about a bed that was not clearly right, and of whom they knew."""

    word: str = ""
    apart: list[str] = field(default_factory=list)


@transaction.atomic
def give_bed(
    *,
    stay: Stay,
    bed: Bed,
    from_on: date,
    by: User,
    until_on: date | None = None,
    word: str = "",
    expected: int | None = None,
) -> BedPlace:
    """Approve a stay and keep a bed for it. ``word``: why, where the bed is not clearly right."""
    require(by, Permission.MANAGE_SHELTER, stay.case, compartment=WHERE, act=Act.VIEW)
    require_open_case(stay)
    check_nights(from_on, until_on)
    today = timezone.localdate()
    if from_on < today:
        raise BadInput(_("This day has passed. Choose one to come."), field="from_on")
    if stay.state != StayState.ASKED:
        raise CannotMove
    hold_houses(stay, bed)
    seen = _look(stay, bed, from_on, until_on, by=by, word=word)
    amend(
        stay, expected=expected, state=StayState.APPROVED, from_on=from_on, until_on=until_on,
        responsible=by,
    )  # fmt: skip
    place = _place(stay, bed, from_on, until_on, seen, by=by)
    tie_workers(stay, bed.bedroom.house, by=by)
    tell(stay, Event.STAY_APPROVED, by=by, line=_where(bed), kind=EntryKind.CASE)
    return place


@transaction.atomic
def change_bed(
    *, stay: Stay, bed: Bed, by: User, word: str = "", expected: int | None = None
) -> BedPlace:
    """Move to another bed from today. Within a house its workers may; to another one a lead."""
    was: BedPlace | None = (
        BedPlace.objects.now().filter(stay=stay).select_related("bed__bedroom__house").first()
    )
    if was is None or not (stay.lives_here or stay.state == StayState.APPROVED):
        raise CannotMove
    if was.bed.bedroom.house_id == bed.bedroom.house_id:
        require(by, Permission.WORK_IN_SHELTER, stay.case, compartment=WHERE, act=Act.VIEW)
    else:
        require(by, Permission.MANAGE_SHELTER, stay.case, compartment=WHERE, act=Act.VIEW)
    if was.bed_id == bed.pk:
        raise BadInput(_("This is the bed the person has."), field="bed")
    today = timezone.localdate()
    from_on = max(today, was.from_on)
    until_on = was.until_on if was.until_on is None or was.until_on > from_on else None
    hold_houses(stay, bed, was.bed)
    seen = _look(stay, bed, from_on, until_on, by=by, word=word)
    amend(stay, expected=expected, until_on=until_on)
    amend(was, left_on=from_on)
    place = _place(stay, bed, from_on, until_on, seen, by=by)
    if was.bed.bedroom.house_id != bed.bedroom.house_id:
        end_ties(stay, by=by, at=timezone.now())
        tie_workers(stay, bed.bedroom.house, by=by)
    tell(stay, Event.STAY_BED_CHANGED, by=by, line=_where(bed), kind=EntryKind.CASE)
    return place


def look_at_the_door(stay: Stay) -> None:
    """Raise where the bed is not free yet, or somebody is inside who is kept apart from the person.

    Between giving a bed and arriving, a pair may have been found and somebody may have stayed on.
    """
    place = BedPlace.objects.now().filter(stay=stay).select_related("bed__bedroom").first()
    if place is None:
        raise CannotMove
    hold_houses(stay, place.bed)
    inside = BedPlace.objects.now().filter(bed=place.bed, stay__state__in=LIVES_HERE)
    if inside.exclude(stay=stay).exists():
        raise BadInput(_("Somebody still has this bed. Ask the lead of the shelter for another."))
    apart = {str(key) for key in apart_from(stay.case_id) & inside_now(place.bed.bedroom.house_id)}
    if apart - set(place.apart_known):
        raise NotNow


def require_open_case(stay: Stay) -> None:
    """Raise ``BadInput`` where we do not work on the case any more."""
    if not stay.case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def check_nights(from_on: date, until_on: date | None) -> None:
    """Raise ``BadInput`` for a stay without a night in it."""
    if until_on is not None and until_on <= from_on:
        raise BadInput(_("The end comes before the beginning."), field="until_on")
    if from_on > timezone.localdate() + LONGEST_AHEAD:
        raise BadInput(_("This is more than a year away. Check the day."), field="from_on")
    if until_on is not None and until_on > from_on + LONGEST_STAY:
        raise BadInput(_("A stay lasts three years at most. Check the day."), field="until_on")


def hold_houses(stay: Stay, *beds: Bed) -> None:
    """Let nobody else give a bed in these houses until we are through: houses, then the case.

    The house and not the bed, because two people who are kept apart may not get two beds of it in
    the same second either. On SQLite the transaction is the only writer anyway.
    """
    houses = sorted({bed.bedroom.house_id for bed in beds})
    held = House.objects.select_for_update(no_key=True).filter(pk__in=houses).order_by("pk")
    list(held.values_list("pk", flat=True))
    hold_case(stay.case_id)


def hold_case(*cases: UUID) -> None:
    """Let nobody else change what hangs on these cases until we are through."""
    rows = Case.objects.select_for_update(no_key=True).filter(pk__in=cases).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _look(
    stay: Stay, bed: Bed, from_on: date, until_on: date | None, *, by: User, word: str
) -> Seen:
    """Refuse, ask for a word, or let it be; gives the word where one was needed.

    A pair that is kept apart is told only to a lead who may see both of them. For everybody else the
    house cannot take the person, whatever they write.
    """
    fresh = Bed.objects.select_related("bedroom__house").get(pk=bed.pk)
    if not fresh.is_active or not fresh.bedroom.house.is_active:
        raise BadInput(_("This bed is not in use any more."), field="bed")
    today = timezone.localdate()
    taking = BedPlace.objects.taking(from_on, until_on, today=today)
    if taking.filter(bed=bed).exclude(stay=stay).exists():
        raise BedTaken
    apart = apart_from(stay.case_id)
    house = fresh.bedroom.house
    meets = (apart & under_one_roof(house.pk, from_on, until_on, today)) if apart else set()
    if meets and not sees_all(by, meets):
        raise HouseCannot
    concerns = concerns_about(stay.case.survivor, fresh.bedroom, from_on)
    for concern in concerns:
        if concern in REFUSED:
            raise BadInput(concern.label, field="bed")
    if meets:
        concerns.append(Concern.SET_APART)
    if not concerns:
        return Seen()
    if not word.strip() or not may(by, Permission.MANAGE_SHELTER):
        raise WordNeeded([str(concern.label) for concern in concerns])
    kinds = sorted(concern.value for concern in concerns)
    trail.record(Event.SHELTER_WORD_GIVEN, by=by, on=stay, concerns=kinds)
    return Seen(word.strip(), sorted(str(key) for key in meets))


def _place(
    stay: Stay, bed: Bed, from_on: date, until_on: date | None, seen: Seen, *, by: User
) -> BedPlace:
    place: BedPlace = BedPlace.objects.create(
        case=stay.case, stay=stay, bed=bed, from_on=from_on, until_on=until_on,
        word=seen.word, apart_known=seen.apart, given_by=by,
    )  # fmt: skip
    return place


def _where(bed: Bed) -> str:
    return f"{bed.bedroom.house.name}, {bed.bedroom.name}, {bed.name}"
