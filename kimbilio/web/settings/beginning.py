"""What a new installation still lacks before its first case."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.organisation.models import Organisation, Unit, UnitMembership


@dataclass(frozen=True)
class FirstStep:
    """One thing to do first, where it is done, and whether it has been."""

    words: str | Promise
    url_name: str
    is_done: bool


def first_steps(user: User) -> list[FirstStep]:
    """The steps in their order for who sets the program up; nothing once cases can be taken."""
    if not holds(user.role, Permission.MANAGE_SETTINGS):
        return []
    has_name, has_unit = Organisation.objects.exists(), Unit.objects.exists()
    has_colleague = User.objects.exclude(pk=user.pk).exists()
    has_lead = UnitMembership.objects.filter(is_lead=True).exists()
    if has_unit and has_colleague and has_lead:
        return []
    return [
        FirstStep(_("Say how your organisation is called"), "settings:organisation", has_name),
        FirstStep(_("Add the units that cases belong to"), "settings:units", has_unit),
        FirstStep(_("Invite your colleagues"), "staff:invite", has_colleague),
        FirstStep(_("Place them in a unit and say who leads it"), "settings:units", has_lead),
        FirstStep(_("Look at the rules and limits"), "rules:index", False),
    ]
