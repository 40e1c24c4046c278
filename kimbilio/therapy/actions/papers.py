"""Taking what belongs to therapy out on paper: who may, and the line in the trail."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput
from kimbilio.therapy.models import TherapyEpisode


@transaction.atomic
def print_discharge(*, episode: TherapyEpisode, by: User) -> None:
    """The discharge summary of an episode that has ended leaves on paper, by whoever may export health."""
    require(by, Permission.SEE_CASES, episode.case, compartment=Compartment.HEALTH, act=Act.EXPORT)
    if episode.is_open:
        raise BadInput(_("The summary is written when therapy ends. Nothing was printed."))
    trail.look(Event.PRINTED, by=by, on=episode, kind="discharge_summary")
