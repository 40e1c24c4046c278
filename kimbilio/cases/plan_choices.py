"""Closed lists of the plan: phases, states of a step with the allowed moves, wishes, services."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    """The five stretches of the path, in the order in which they are drawn."""

    SAFETY = "safety", _("Safety")
    STEADY = "steady", _("Steady")
    JUSTICE = "justice", _("Justice")
    HOME = "home", _("Home and future")
    CLOSING = "closing", _("Closing")


class StepStatus(TextChoices):
    """What has become of a step. Late, waiting and parked follow from other things; see ``plan_states``."""

    PLANNED = "planned", _("Planned")
    STARTED = "started", _("Under way")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    FAILED = "failed", _("Did not work out")
    DROPPED = "dropped", _("Not needed any more")


OPEN_STATUSES = (StepStatus.PLANNED, StepStatus.STARTED)
BROKEN_STATUSES = (StepStatus.DECLINED, StepStatus.FAILED)
ENDED_STATUSES = (StepStatus.DONE, *BROKEN_STATUSES, StepStatus.DROPPED)

MOVES: dict[StepStatus, tuple[StepStatus, ...]] = {
    StepStatus.PLANNED: (
        StepStatus.STARTED, StepStatus.DONE, StepStatus.DECLINED, StepStatus.FAILED,
        StepStatus.DROPPED,
    ),
    StepStatus.STARTED: (
        StepStatus.DONE, StepStatus.DECLINED, StepStatus.FAILED, StepStatus.DROPPED,
    ),
    StepStatus.DONE: (StepStatus.STARTED,),
    StepStatus.DECLINED: (StepStatus.PLANNED,),
    StepStatus.FAILED: (StepStatus.PLANNED,),
    StepStatus.DROPPED: (StepStatus.PLANNED,),
}  # fmt: skip
"""From which state a step may move to which; the action, the buttons and the help ask here."""


class Wish(TextChoices):
    """What the person themselves says about a step. It stands above what anybody else wants."""

    WANTS = "wants", _("Wants this")
    NOT_SURE = "not_sure", _("Not sure yet")
    LATER = "later", _("Later")
    DOES_NOT_WANT = "does_not_want", _("Does not want")
    NOT_ASKED = "not_asked", _("Not asked yet")


ANSWERS = (Wish.WANTS, Wish.NOT_SURE, Wish.LATER, Wish.DOES_NOT_WANT)
PARKING_WISHES = (Wish.LATER, Wish.DOES_NOT_WANT)


class GuardianSays(TextChoices):
    """What a minor's guardian says about a step. It stands beside the wish, never over it."""

    AGREES = "agrees", _("Agrees")
    DISAGREES = "disagrees", _("Does not agree")
    NOT_ASKED = "not_asked", _("Not asked yet")
    UNSAFE = "unsafe", _("Not safe to ask")
