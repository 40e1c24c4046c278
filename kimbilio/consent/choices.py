"""Closed lists about consent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What is agreed to. Each is asked and withdrawn on its own."""

    SERVICE = "service", _("Help from us")
    STORAGE = "storage", _("Keep a record here")
    SHARING = "sharing", _("Share with a partner")
    REPORTING = "reporting", _("Numbers without names")
    TRACING = "tracing", _("Look for family")
    PHOTO = "photo", _("Photos")
    MEDIA = "media", _("Media")
    RESEARCH = "research", _("Research")


class Giver(TextChoices):
    """Whose word it is. A child has a guardian's consent and their own assent beside it."""

    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("Parent or guardian")
    ASSENT = "assent", _("The child's own assent")
    OFFICER = "officer", _("Children's officer")


class Answer(TextChoices):
    """What they said."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_YET = "not_yet", _("Not yet")


class Manner(TextChoices):
    """How they said it."""

    SIGNED = "signed", _("Signed")
    SPOKEN = "spoken", _("Spoken")
    WITNESSED = "witnessed", _("Spoken before a witness")
