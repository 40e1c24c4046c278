"""What administrators set for the whole organisation: how it is called, its figures, its units."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import LEADING_ROLES, holds
from kimbilio.access.rules import forget_reach, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.organisation.models import Organisation, Unit, UnitMembership


@transaction.atomic
def save_organisation(*, by: User, expected: int | None = None, **values: Any) -> Organisation:
    """Change what the organisation is called on letters, and the figures that rules count with."""
    require(by, Permission.MANAGE_SETTINGS)
    held = Organisation.objects.order_by("pk").first()
    if held is None:
        held = Organisation.objects.create(**values)
        trail.record(Event.SETTINGS_CHANGED, by=by, on=held, fields=sorted(values))
        return held
    changes = amend(held, expected=expected, **values)
    if changes:
        trail.record(Event.SETTINGS_CHANGED, by=by, on=held, changes=changes)
    return held


@transaction.atomic
def save_unit(
    *, unit: Unit | None, name: str, is_active: bool, by: User, expected: int | None = None
) -> Unit:
    """Add a unit or rename one. A unit out of use keeps its cases and takes no new ones."""
    require(by, Permission.MANAGE_SETTINGS)
    others = Unit.objects.exclude(pk=unit.pk) if unit else Unit.objects.all()
    if others.filter(name=name).exists():
        raise BadInput(_("Another unit has this name already."), field="name")
    if unit is None:
        made: Unit = Unit.objects.create(name=name, is_active=is_active)
        trail.record(Event.UNIT_CREATED, by=by, on=made)
        return made
    changes = amend(unit, expected=expected, name=name, is_active=is_active)
    if changes:
        trail.record(Event.UNIT_CHANGED, by=by, on=unit, changes=changes)
    return unit


@transaction.atomic
def place_in_unit(*, unit: Unit, user: User, is_lead: bool, by: User) -> UnitMembership:
    """Make a colleague a member of the unit, or its lead, who reaches all of its cases."""
    require(by, Permission.MANAGE_SETTINGS)
    if not user.is_active or not holds(user.role, Permission.SEE_CASES):
        raise BadInput(_("This colleague's role does not work on cases."), field="user")
    if is_lead and user.role not in LEADING_ROLES:
        raise BadInput(_("The lead of a unit is a team lead or a manager."), field="is_lead")
    membership, made = UnitMembership.objects.get_or_create(
        unit=unit, user=user, defaults={"is_lead": is_lead}
    )
    if not made and membership.is_lead != is_lead:
        UnitMembership.objects.filter(pk=membership.pk).update(is_lead=is_lead)
    forget_reach(user)
    trail.record(Event.UNIT_CHANGED, by=by, on=unit, added=str(user.pk), lead=is_lead)
    return membership


@transaction.atomic
def take_out_of_unit(*, membership: UnitMembership, by: User) -> None:
    """End a colleague's place in the unit; cases they are tied to stay theirs."""
    require(by, Permission.MANAGE_SETTINGS)
    trail.record(Event.UNIT_CHANGED, by=by, on=membership.unit, removed=str(membership.user_id))
    membership.delete()
    forget_reach(membership.user)
