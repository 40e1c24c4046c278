"""Form F on paper: who may print which part of it, and each printing in the trail."""

from django.db import transaction

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.reintegration.models import Journey, Repatriation

WHEREABOUTS = Compartment.WHEREABOUTS


@transaction.atomic
def print_form_f(*, repatriation: Repatriation, language: str, by: User) -> Journey | None:
    """The journey as far as it may stand on the paper; without the right to print whereabouts, none."""
    case = repatriation.case
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.EXPORT)
    parts = [Compartment.STORY]
    journey = None
    if may(by, Permission.WORK_ON_CASE, case, compartment=WHEREABOUTS, act=Act.EXPORT):
        parts.append(WHEREABOUTS)
        journey = Journey.objects.filter(repatriation=repatriation).first()
    trail.look(
        Event.PRINTED, by=by, on=repatriation, kind="form_f", language=language,
        parts=sorted(str(part) for part in parts),
    )  # fmt: skip
    return journey
