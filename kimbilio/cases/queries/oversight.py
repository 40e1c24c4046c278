"""Who answers for a case besides those who work on it."""

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.organisation.models import UnitMembership


def leads_of_unit(case: Case) -> list[User]:
    """The leads of the unit that the case belongs to."""
    led = UnitMembership.objects.filter(unit=case.unit_id, is_lead=True, user__is_active=True)
    return [membership.user for membership in led.select_related("user")]


def overseers_of(case: Case) -> list[User]:
    """The unit's leads and the data protection officers; without a lead, the managers."""
    leads = leads_of_unit(case) or list(User.objects.filter(role=Role.MANAGER, is_active=True))
    officers = User.objects.filter(role=Role.DATA_PROTECTION_OFFICER, is_active=True)
    return [*leads, *officers]
