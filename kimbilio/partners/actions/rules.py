"""What the organisation decides about its directory as a whole."""

from typing import Any

from django.db import transaction

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.versions import amend
from kimbilio.partners.models import DirectoryRules


@transaction.atomic
def save_directory_rules(*, by: User, expected: int | None = None, **values: Any) -> DirectoryRules:
    """Say after how many days an entry asks to be checked, and whether the public page is open."""
    require(by, Permission.MANAGE_SETTINGS)
    held = DirectoryRules.objects.order_by("pk").first()
    if held is None:
        held = DirectoryRules.objects.create(**values)
        trail.record(Event.SETTINGS_CHANGED, by=by, on=held, fields=sorted(values))
        return held
    changes = amend(held, expected=expected, **values)
    if changes:
        trail.record(Event.SETTINGS_CHANGED, by=by, on=held, changes=changes)
    return held
