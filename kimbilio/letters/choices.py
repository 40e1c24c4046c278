"""Closed lists of letters and forms: which there are, in which languages, and how far many of them are."""

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class LetterKind(TextChoices):
    """What can be made. The value stands in addresses; A to H are Kenya's national referral forms."""

    REFERRAL = "referral", _("Referral letter")
    COURT = "court", _("Court companion letter")
    SCHOOL = "school", _("School letter")
    CONSENT = "consent", _("Consent form")
    CARE_PLAN = "care-plan", _("Care plan")
    CLOSURE = "closure", _("Closure letter")
    DISCHARGE = "discharge", _("Discharge summary")
    FORM_A = "form-a", _("Form A: Consent")
    FORM_B = "form-b", _("Form B: Initial risk assessment")
    FORM_C = "form-c", _("Form C: Referral")
    FORM_D = "form-d", _("Form D: Screening")
    FORM_E = "form-e", _("Form E: Needs assessment")
    FORM_F = "form-f", _("Form F: Return, reintegration and repatriation checklist")
    FORM_G = "form-g", _("Form G: Individual care plan")
    FORM_H = "form-h", _("Form H: Follow-up")


OF_REFERRALS = frozenset({LetterKind.REFERRAL, LetterKind.FORM_C})
"""Made from a referral alone, so that nothing but what was chosen for that partner stands in them."""

OF_THERAPY = frozenset({LetterKind.DISCHARGE})
"""Made from an episode of therapy that ended, for whoever may print health."""


class Language(TextChoices):
    """In which language a letter is made."""

    ENGLISH = "en", _("English")
    KISWAHILI = "sw", _("Kiswahili")

    @classmethod
    def of_reader(cls) -> "Language":
        """The language of the moment, as far as letters are written in it."""
        return cls.KISWAHILI if (get_language() or "").startswith("sw") else cls.ENGLISH


class Shape(TextChoices):
    """How one thing of a form is written."""

    LINE = "line", _("One line")
    LONG = "long", _("Several lines")
    TICK = "tick", _("Yes or no")


class BatchState(TextChoices):
    """How far letters of many cases are."""

    AT_WORK = "at_work", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    GONE = "gone", _("Deleted")


class LeftOut(TextChoices):
    """Why a case got no letter."""

    NOT_ALLOWED = "not_allowed", _("You may not print what stands in this letter")
    FAILED = "failed", _("The letter could not be set")
