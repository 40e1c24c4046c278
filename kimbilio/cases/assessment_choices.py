"""Closed lists of screenings and assessments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AssessmentKind(TextChoices):
    """What is assessed. The value stands in addresses."""

    SCREENING = "screening", _("Screening")
    RISK = "risk", _("Risk assessment")
    NEEDS = "needs", _("Needs assessment")


class AssessmentState(TextChoices):
    """A draft is worked on; what is completed is never changed again."""

    DRAFT = "draft", _("Draft")
    COMPLETED = "completed", _("Completed")


class Result(TextChoices):
    """What the answers add up to. Of a screening, from the least to the most."""

    NO_SIGNS = "no_signs", _("No sign of trafficking")
    SOME_SIGNS = "some_signs", _("Some signs, exploitation not shown")
    EXPLOITED = "exploited", _("Exploited: a matter of labour rights")
    DECEIVED = "deceived", _("Deceived and exploited")
    FORCED = "forced", _("Exploited and held, how it began is not shown")
    TRAFFICKING = "trafficking", _("Signs of trafficking")
    NOT_SCORED = "not_scored", _("Not scored: a person decides")
    RISK_LOW = "risk_low", _("Low risk")
    RISK_MEDIUM = "risk_medium", _("Medium risk")
    RISK_HIGH = "risk_high", _("High risk")
    NO_NEEDS = "no_needs", _("No needs now")
    NEEDS = "needs", _("Needs")
    URGENT_NEEDS = "urgent_needs", _("Urgent needs")


class AreaLevel(TextChoices):
    """What one area of an assessment adds up to: a dimension, a part of form B, a need."""

    NOT_SHOWN = "not_shown", _("Not shown")
    SHOWN = "shown", _("Shown")
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    UNKNOWN = "unknown", _("Cannot say")


class Present(TextChoices):
    """The answer about one indicator."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    CANNOT_SAY = "cannot_say", _("Cannot say")


class Much(TextChoices):
    """The answer about one sign or need."""

    NO = "no", _("No")
    SOME = "some", _("Some")
    SERIOUS = "serious", _("Serious")
    CANNOT_SAY = "cannot_say", _("Cannot say")


class Decided(TextChoices):
    """What a person decided after a screening, whatever the list says."""

    YES = "yes", _("Yes, a victim of trafficking")
    UNSURE = "unsure", _("Not sure yet")
    NO = "no", _("No")
