"""Who answers for a case besides those who work on it."""

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, EmergencyOpening
from kimbilio.organisation.models import UnitMembership
from kimbilio.organisation.queries import standing_of


def leads_of_unit(case: Case) -> list[User]:
    """The leads of the unit that the case belongs to."""
    led = UnitMembership.objects.filter(unit=case.unit_id, is_lead=True, user__is_active=True)
    return [membership.user for membership in led.select_related("user")]


def overseers_of(case: Case) -> list[User]:
    """The unit's leads and the data protection officers; without a lead, the managers."""
    leads = leads_of_unit(case) or list(User.objects.filter(role=Role.MANAGER, is_active=True))
    officers = User.objects.filter(role=Role.DATA_PROTECTION_OFFICER, is_active=True)
    return [*leads, *officers]


def openings_to_review(viewer: User) -> list[EmergencyOpening]:
    """Openings that ``viewer`` must review: of their units; for data protection officers, of all.

    Nobody finds their own here. The reason is shown; the case stays a code.
    """
    openings = EmergencyOpening.objects.filter(reviewed_at=None).exclude(opened_by=viewer)
    if viewer.role == Role.TEAM_LEAD:
        units, _duty = standing_of(viewer, at=timezone.now(), leads=True)
        openings = openings.filter(case__unit__in=units)
    return list(openings.select_related("case", "opened_by").order_by("opened_at")[:100])
