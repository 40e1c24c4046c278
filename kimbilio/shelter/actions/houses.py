"""Keeping houses, rooms and beds, and saying who works in which house."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.versions import Versioned, amend
from kimbilio.shelter.actions.ties import leave_cases_of, tie_to_residents
from kimbilio.shelter.choices import ForWhom
from kimbilio.shelter.models import Bed, BedPlace, Bedroom, House, HouseWorker

OLDEST = 120


@transaction.atomic
def save_house(
    *,
    house: House | None,
    name: str,
    is_for_children: bool,
    is_active: bool,
    by: User,
    address: str = "",
    expected: int | None = None,
) -> House:
    """Add a house or change one. An empty address leaves the one we have: no form shows it."""
    require(by, Permission.MANAGE_SHELTER)
    _hold(house)
    _once(House, house, name__iexact=name)
    values: dict[str, Any] = {
        "name": name, "is_for_children": is_for_children, "is_active": is_active,
    }  # fmt: skip
    if house is not None and not is_active:
        _nobody_in(BedPlace.objects.now().filter(bed__bedroom__house=house))
    if address.strip() or house is None:
        values["address"] = address.strip()
    saved: House = _save(House, house, values, by, expected)
    return saved


@transaction.atomic
def save_bedroom(
    *,
    bedroom: Bedroom | None,
    house: House,
    name: str,
    for_whom: str,
    by: User,
    age_from: int | None = None,
    age_to: int | None = None,
    is_for_infants: bool = False,
    is_quarantine: bool = False,
    expected: int | None = None,
) -> Bedroom:
    """Add a room or change whom it is for; who sleeps there already stays."""
    require(by, Permission.MANAGE_SHELTER)
    if for_whom not in ForWhom.values:
        raise BadInput(_("Choose from the list."), field="for_whom")
    if age_from is not None and age_to is not None and age_to < age_from:
        raise BadInput(_("The ages are the wrong way round."), field="age_to")
    if any(age is not None and not 0 <= age <= OLDEST for age in (age_from, age_to)):
        raise BadInput(_("An age is between 0 and 120."), field="age_from")
    _once(Bedroom, bedroom, house=house, name__iexact=name)
    values = {
        "house": house, "name": name, "for_whom": for_whom, "age_from": age_from,
        "age_to": age_to, "is_for_infants": is_for_infants, "is_quarantine": is_quarantine,
    }  # fmt: skip
    saved: Bedroom = _save(Bedroom, bedroom, values, by, expected)
    return saved


@transaction.atomic
def save_bed(
    *,
    bed: Bed | None,
    bedroom: Bedroom,
    name: str,
    by: User,
    is_accessible: bool = False,
    has_cot: bool = False,
    is_active: bool = True,
    expected: int | None = None,
) -> Bed:
    """Add a bed or change one. A bed that somebody has stays in use."""
    require(by, Permission.MANAGE_SHELTER)
    _hold(bedroom.house)
    _once(Bed, bed, bedroom=bedroom, name__iexact=name)
    if bed is not None and not is_active:
        _nobody_in(BedPlace.objects.now().filter(bed=bed))
    values = {
        "bedroom": bedroom, "name": name, "is_accessible": is_accessible, "has_cot": has_cot,
        "is_active": is_active,
    }  # fmt: skip
    saved: Bed = _save(Bed, bed, values, by, expected)
    return saved


@transaction.atomic
def put_to_work(*, house: House, user: User, by: User) -> None:
    """Let a colleague work in a house; they join the team of whoever lives there."""
    require(by, Permission.MANAGE_SHELTER)
    if not user.is_active or not holds(user.role, Permission.WORK_IN_SHELTER):
        raise BadInput(_("This colleague's role does not work in the shelter."), field="user")
    _hold(house)
    _made, is_new = HouseWorker.objects.get_or_create(house=house, user=user)
    if is_new:
        tie_to_residents(house, user, by=by)
        trail.record(Event.HOUSE_CHANGED, by=by, on=house, worker=str(user.pk))


@transaction.atomic
def take_from_work(*, worker: HouseWorker, by: User) -> None:
    """They work in this house no more, and leave the teams they were on because of it."""
    require(by, Permission.MANAGE_SHELTER)
    house, user = worker.house, worker.user
    worker.delete()
    leave_cases_of(house, user, by=by, at=timezone.now())
    trail.record(Event.HOUSE_CHANGED, by=by, on=house, left=str(user.pk))


@transaction.atomic
def show_address(*, house: House, by: User) -> str:
    """Where the house stands, for who works in it or manages the shelter; the look is recorded."""
    require(by, Permission.WORK_IN_SHELTER)
    if not House.objects.open_to(by).filter(pk=house.pk).exists():
        raise NotAllowed
    trail.record(Event.HOUSE_ADDRESS_SHOWN, by=by, on=house)
    return str(house.address)


def _hold(house: House | None) -> None:
    """Let nobody give a bed in it until we are through: neither in a house that closes, nor past a
    worker who has just come."""
    if house is not None:
        list(House.objects.select_for_update(no_key=True).filter(pk=house.pk).values_list("pk"))


def _once(model: Any, row: Model | None, **same: Any) -> None:
    others = model.objects.filter(**same)
    if (others.exclude(pk=row.pk) if row is not None else others).exists():
        raise BadInput(_("This name is taken already."), field="name")


def _nobody_in(places: Any) -> None:
    if places.exists():
        raise BadInput(
            _("Somebody has a bed there. Find them another one first."), field="is_active"
        )


def _save(model: Any, row: Any, values: dict[str, Any], by: User, expected: int | None) -> Any:
    """Create or amend; the trail names the fields, never what stands in them."""
    if row is None:
        row = model.objects.create(**values)
        trail.record(Event.HOUSE_CHANGED, by=by, on=row)
    else:
        assert isinstance(row, Versioned)
        if changes := amend(row, expected=expected, **values):
            trail.record(Event.HOUSE_CHANGED, by=by, on=row, changes=changes)
    return row
