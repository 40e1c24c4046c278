"""Closed lists of the first call: what we ask, what we decide, how soon, and how a rescue goes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Caller(TextChoices):
    """Who is on the line."""

    PERSON = "person", _("The person")
    OTHER = "other", _("Someone else")


class Safety(TextChoices):
    """The answer to "Are you safe where you are now?"."""

    SAFE = "safe", _("Yes, safe")
    HOURS = "hours", _("For a few hours")
    NOT_SAFE = "not_safe", _("Not safe")
    CANNOT_SAY = "cannot_say", _("Cannot say")


class Flag(TextChoices):
    """What else is true now. The value is the name of the column of ``Intake``."""

    HURT = "is_hurt", _("Hurt or ill")
    LOCKED_IN = "is_locked_in", _("Locked in at times")
    PAPERS_KEPT = "papers_kept", _("Papers kept by others")
    WITH_CHILD = "with_child", _("With a child")
    TRAVEL_PLANNED = "travel_planned", _("Travel is planned")
    SELF_HARM = "speaks_of_self_harm", _("Speaks of self-harm")


class Likely(TextChoices):
    """Whether it looks like trafficking; who is not sure is helped as if it were."""

    YES = "yes", _("Likely")
    UNSURE = "unsure", _("Not sure")
    NO = "no", _("No")


class MayWrite(TextChoices):
    """The answer to "May we write this down?"."""

    YES = "yes", _("Yes, spoken")
    NOT_YET = "not_yet", _("Not asked yet")
    NO = "no", _("No")


class Route(TextChoices):
    """The four ways on from a first call, in the order of their keys 1 to 4."""

    GO_NOW = "go_now", _("Go now")
    SHELTER = "shelter", _("Shelter")
    SAFETY_PLAN = "safety_plan", _("Safety plan")
    PARTNER = "partner", _("Refer to partner")


class Also(TextChoices):
    """What a rule asks for beside its route."""

    NOTHING = "", _("Nothing more")
    SHELTER = "shelter", _("A place of safety is made ready")
    FOLLOW_UP = "follow_up", _("One person follows up")
    MEDICAL = "medical", _("Medical help")
    STAY_ON_LINE = "stay_on_line", _("Somebody stays on the line")


class YesNoAny(TextChoices):
    """One condition of a rule."""

    ANY = "any", _("Any")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class SafetyIs(TextChoices):
    """The safety condition of a rule; the last two stand for several answers."""

    ANY = "any", _("Any")
    SAFE = "safe", _("Safe")
    HOURS = "hours", _("Safe for a few hours")
    NOT_SAFE = "not_safe", _("Not safe")
    CANNOT_SAY = "cannot_say", _("Cannot say")
    DANGER = "danger", _("Not safe, or cannot say")
    NOT_FOR_LONG = "not_for_long", _("Not safe, for a few hours, or cannot say")


class ClockKind(TextChoices):
    """What has to happen within a limit."""

    DECISION = "decision", _("Decide what to do now")
    RESCUE = "rescue", _("Say yes or no to the rescue")
    FIRST_CONTACT = "first_contact", _("First contact")
    SAFE_PLACE = "safe_place", _("A safe place")
    ASSESSMENT = "assessment", _("Assessment")
    OFFICER = "officer", _("Children's officer told")


class RescueState(TextChoices):
    """How far a rescue has come."""

    REQUESTED = "requested", _("Asked for")
    APPROVED = "approved", _("Approved")
    TEAM = "team", _("Team named")
    AUTHORITIES = "authorities", _("Police and children's officer told")
    TRANSPORT = "transport", _("Transport ready")
    SAFE_PLACE = "safe_place", _("At a place of safety")
    HAND_OVER = "hand_over", _("Handed over")
    DEBRIEF = "debrief", _("Team debriefed")
    DECLINED = "declined", _("Not approved")
    CALLED_OFF = "called_off", _("Called off")


RESCUE_PATH = (
    RescueState.REQUESTED, RescueState.APPROVED, RescueState.TEAM, RescueState.AUTHORITIES,
    RescueState.TRANSPORT, RescueState.SAFE_PLACE, RescueState.HAND_OVER, RescueState.DEBRIEF,
)  # fmt: skip
RESCUE_ENDS = frozenset({RescueState.DEBRIEF, RescueState.DECLINED, RescueState.CALLED_OFF})

RESCUE_MOVES: dict[RescueState, frozenset[RescueState]] = {
    RescueState.REQUESTED: frozenset(
        {RescueState.APPROVED, RescueState.DECLINED, RescueState.CALLED_OFF}
    ),
    RescueState.APPROVED: frozenset({RescueState.TEAM, RescueState.CALLED_OFF}),
    RescueState.TEAM: frozenset({RescueState.AUTHORITIES, RescueState.CALLED_OFF}),
    RescueState.AUTHORITIES: frozenset({RescueState.TRANSPORT, RescueState.CALLED_OFF}),
    RescueState.TRANSPORT: frozenset({RescueState.SAFE_PLACE, RescueState.CALLED_OFF}),
    RescueState.SAFE_PLACE: frozenset({RescueState.HAND_OVER}),
    RescueState.HAND_OVER: frozenset({RescueState.DEBRIEF}),
    RescueState.DEBRIEF: frozenset(),
    RescueState.DECLINED: frozenset(),
    RescueState.CALLED_OFF: frozenset(),
}
"""From where to where. The action, the form and the page all read this table."""


class WhyUnfinished(TextChoices):
    """Why a call was put aside before it became a case."""

    PAUSED = "paused", _("Paused")
    DROPPED = "dropped", _("Call dropped")
