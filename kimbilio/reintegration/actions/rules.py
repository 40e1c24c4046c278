"""What the organisation decides about following people up."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.reintegration.models import ReintegrationRules
from kimbilio.reintegration.models.rules import LARGEST_STEP, MOST_TRIES, SMALLEST_STEP
from kimbilio.reintegration.points import read


@transaction.atomic
def save_reintegration_rules(
    *, points: str, tries: int, fall_step: int, by: User, expected: int | None = None
) -> ReintegrationRules:
    """Say when people are followed up, after how many tries a concern is raised, which fall warns."""
    require(by, Permission.MANAGE_SETTINGS)
    try:
        ordered = read(points)
    except ValueError:
        raise BadInput(
            _("Write numbers with d, w or m and commas between them, such as 1w, 1m, 3m."),
            field="points",
        ) from None
    if not 1 <= tries <= MOST_TRIES:
        raise BadInput(_("Choose a number within the bounds."), field="tries")
    if not SMALLEST_STEP <= fall_step <= LARGEST_STEP:
        raise BadInput(_("Choose a number within the bounds."), field="fall_step")
    values = {"points": ",".join(ordered), "tries": tries, "fall_step": fall_step}
    held: ReintegrationRules | None = ReintegrationRules.objects.order_by("pk").first()
    if held is None:
        held = ReintegrationRules.objects.create(**values)
        trail.record(Event.SETTINGS_CHANGED, by=by, on=held, fields=sorted(values))
    elif changes := amend(held, expected=expected, **values):
        trail.record(Event.SETTINGS_CHANGED, by=by, on=held, changes=changes)
    return held
