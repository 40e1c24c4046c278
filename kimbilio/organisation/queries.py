"""Questions about units and duty that other parts ask."""

from datetime import datetime
from uuid import UUID

from kimbilio.accounts.models import User
from kimbilio.organisation.models import DutyShift, Organisation, UnitMembership


def units_led_by(user: User) -> frozenset[UUID]:
    """The ids of the units whose cases ``user`` answers for."""
    led = UnitMembership.objects.filter(user=user, is_lead=True)
    return frozenset(led.values_list("unit_id", flat=True))


def is_on_duty(user: User, *, at: datetime) -> bool:
    """Whether a shift of ``user`` covers the moment ``at``."""
    return DutyShift.objects.filter(user=user, starts_at__lte=at, ends_at__gt=at).exists()


def duty_lead(*, at: datetime) -> User | None:
    """Who decides at the moment ``at``, if somebody does."""
    shifts = DutyShift.objects.filter(is_lead=True, starts_at__lte=at, ends_at__gt=at)
    shift = shifts.select_related("user").order_by("-starts_at").first()
    return shift.user if shift else None


def this_organisation() -> Organisation:
    """The settings of the organisation, or their defaults before anybody saved them."""
    return Organisation.objects.first() or Organisation()
