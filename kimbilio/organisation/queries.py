"""Questions about units and duty that other parts ask."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Subquery, Value

from kimbilio.accounts.models import User
from kimbilio.organisation.models import DutyShift, Organisation, UnitMembership


def standing_rows(user: UUID, *, at: datetime, leads: bool) -> QuerySet[Any, tuple[str, UUID]]:
    """``duty`` with the id of each shift, ``unit`` with the id of each unit led: parts of one query.

    ``user`` is their key; ``leads`` says whether their role leads units at all; most roles do not.
    """
    shifts = DutyShift.objects.filter(user_id=user, starts_at__lte=at, ends_at__gt=at)
    rows = _marked(shifts, "duty", "id")
    if not leads:
        return rows
    led = UnitMembership.objects.filter(user_id=user, is_lead=True)
    return rows.union(_marked(led, "unit", "unit_id"), all=True)


def _marked(rows: QuerySet[Any], what: str, key: str) -> QuerySet[Any, tuple[str, UUID]]:
    mark = Value(what, output_field=CharField())
    marked: QuerySet[Any, tuple[str, UUID]] = (
        rows.order_by().annotate(what=mark).values_list("what", key)
    )
    return marked


def standing_of(user: User, *, at: datetime, leads: bool) -> tuple[frozenset[UUID], bool]:
    """The ids of the units whose cases ``user`` answers for, and whether they are on duty: one query."""
    found = list(standing_rows(user.pk, at=at, leads=leads))
    units = frozenset(key for what, key in found if what == "unit")
    return units, any(what == "duty" for what, _key in found)


def duty_lead(*, at: datetime) -> User | None:
    """Who decides at the moment ``at``, if somebody does."""
    shifts = DutyShift.objects.filter(is_lead=True, starts_at__lte=at, ends_at__gt=at)
    shift = shifts.select_related("user").order_by("-starts_at").first()
    return shift.user if shift else None


def duty_lead_name(*, at: datetime) -> Subquery:
    """The name of the duty lead as a column, for pages that ask for it along with other things."""
    shifts = DutyShift.objects.filter(is_lead=True, starts_at__lte=at, ends_at__gt=at)
    return Subquery(shifts.order_by("-starts_at").values("user__name")[:1])


def this_organisation() -> Organisation:
    """The settings of the organisation, or their defaults before anybody saved them."""
    return Organisation.objects.first() or Organisation()
