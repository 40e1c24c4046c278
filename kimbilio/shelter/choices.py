"""Closed lists of the shelter: how a stay moves on, whom a room takes, how bad an incident is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.cases.choices import WhereNow


class StayState(TextChoices):
    """What has become of a stay."""

    ASKED = "asked", pgettext_lazy("stay", "Waits for a bed")
    APPROVED = "approved", pgettext_lazy("stay", "A bed is kept")
    IN = "in", pgettext_lazy("stay", "In the house")
    ON_LEAVE = "on_leave", pgettext_lazy("stay", "On leave")
    MISSING = "missing", pgettext_lazy("stay", "Missing")
    LEFT = "left", pgettext_lazy("stay", "Has left")
    REFUSED = "refused", pgettext_lazy("stay", "Not taken in")
    WITHDRAWN = "withdrawn", pgettext_lazy("stay", "Not needed any more")


MOVES: dict[StayState, tuple[StayState, ...]] = {
    StayState.ASKED: (StayState.APPROVED, StayState.REFUSED, StayState.WITHDRAWN),
    StayState.APPROVED: (StayState.IN, StayState.WITHDRAWN),
    StayState.IN: (StayState.ON_LEAVE, StayState.MISSING, StayState.LEFT),
    StayState.ON_LEAVE: (StayState.IN, StayState.MISSING, StayState.LEFT),
    StayState.MISSING: (StayState.IN, StayState.LEFT),
    StayState.LEFT: (),
    StayState.REFUSED: (),
    StayState.WITHDRAWN: (),
}
"""From which state a stay may move to which; actions, buttons and tests ask here."""

LIVES_HERE = (StayState.IN, StayState.ON_LEAVE, StayState.MISSING)
"""States in which somebody has moved in and not left: they are called in the evening."""


class ForWhom(TextChoices):
    """Whom a room takes."""

    ANYBODY = "any", _("Anybody")
    FEMALE = "female", _("Girls and women")
    MALE = "male", _("Boys and men")


class Destination(TextChoices):
    """Where somebody goes from the shelter."""

    HOME = "home", _("A home of their own")
    FAMILY = "family", _("With family")
    FOSTER = "foster", _("Foster family")
    OTHER_SHELTER = "other_shelter", _("Another shelter")
    HOSPITAL = "hospital", _("In hospital")
    ABROAD = "abroad", _("Another country")
    UNKNOWN = "unknown", _("Not known")


WHERE_THEN: dict[Destination, WhereNow] = {
    Destination.HOME: WhereNow.HOME,
    Destination.FAMILY: WhereNow.FAMILY,
    Destination.FOSTER: WhereNow.FOSTER,
    Destination.OTHER_SHELTER: WhereNow.SHELTER,
    Destination.HOSPITAL: WhereNow.HOSPITAL,
    Destination.ABROAD: WhereNow.ABROAD,
    Destination.UNKNOWN: WhereNow.UNKNOWN,
}
"""What the outline says after an exit."""


class Concern(TextChoices):
    """Why a bed may not be right: some are refused, the others need the word of a lead."""

    ADULT_AMONG_CHILDREN = "adult", _("This house is for children, and the person is an adult.")
    OTHER_SEX = "sex", _("This room is for another sex.")
    AGE = "age", _("The age is outside of what this room is for, or not known for sure.")
    SEX_UNKNOWN = "sex_unknown", _("This room is for one sex, and that of the person is not known.")
    SET_APART = "apart", _("The person is to be kept apart from somebody in this house.")


REFUSED = frozenset({Concern.ADULT_AMONG_CHILDREN, Concern.OTHER_SEX})


class Evening(TextChoices):
    """What one tap says at the evening roll call."""

    HERE = "here", pgettext_lazy("roll call", "Here")
    LEAVE = "leave", pgettext_lazy("roll call", "On leave")
    MISSING = "missing", pgettext_lazy("roll call", "Missing")


class LogKind(TextChoices):
    """What is written in the book of a house."""

    DAY = "day", _("What happened")
    HANDOVER = "handover", _("For the next shift")


class Severity(TextChoices):
    """How bad an incident is; high ones are told to the leads at once."""

    LOW = "low", pgettext_lazy("incident", "Small")
    MEDIUM = "medium", pgettext_lazy("incident", "Serious")
    HIGH = "high", pgettext_lazy("incident", "Grave")


class IncidentKind(TextChoices):
    """What kind of incident it was."""

    INJURY = "injury", _("Injury or illness")
    CONFLICT = "conflict", _("Quarrel or violence")
    SELF_HARM = "self_harm", _("Self-harm")
    INTRUDER = "intruder", _("Somebody at the gate or in the house")
    DAMAGE = "damage", _("Fire, theft or damage")
    OTHER = "other", _("Other")


class MealKind(TextChoices):
    """The meals of a day."""

    BREAKFAST = "breakfast", _("Breakfast")
    LUNCH = "lunch", _("Lunch")
    SUPPER = "supper", _("Supper")


class DoseState(TextChoices):
    """What became of a dose."""

    TAKEN = "taken", pgettext_lazy("dose", "Taken")
    REFUSED = "refused", pgettext_lazy("dose", "Not taken")


class HappeningKind(TextChoices):
    """Who goes, who comes, who calls."""

    SCHOOL = "school", _("School run")
    VISIT = "visit", pgettext_lazy("shelter", "Visitor")
    CALL = "call", pgettext_lazy("shelter", "Phone call")


class ActivityKind(TextChoices):
    """What the people of a house do together."""

    YOGA = "yoga", _("Yoga or sport")
    ART = "art", _("Art and music")
    CLASS = "class", _("Class")
    OTHER = "other", _("Other")


class ToDo(TextChoices):
    """What Kimbilio asks a colleague for by itself; each reads it in their own language."""

    HEALTH_CHECK = "health_check", _("Health check after arrival at the shelter")
    MISSING = "missing", _("Missing from the shelter: act now")
    GRAVE_INCIDENT = "grave_incident", _("Grave incident in the shelter: look at it today")
    GONE_HOME = "gone_home", _("Has gone home: end the stay in the shelter")
