"""Closed lists of therapy: kinds of session, in which way a scale was answered."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionKind(TextChoices):
    """How one meets."""

    ONE = "one", pgettext_lazy("session", "One to one")
    PLAY = "play", pgettext_lazy("session", "Play")
    GROUP = "group", pgettext_lazy("session", "Group")
    PHONE = "phone", pgettext_lazy("session", "By phone")


WITHOUT_ROOM = frozenset({SessionKind.PHONE})


class Mode(TextChoices):
    """Who read the questions."""

    SELF = "self", _("The person read and answered alone")
    ASKED = "asked", _("We read the questions aloud")
    INTERPRETED = "interpreted", _("With an interpreter")


class Verdict(TextChoices):
    """What a review of the treatment plan decided."""

    GO_ON = "go_on", _("Go on as agreed")
    CHANGE = "change", _("Change the goals or how we work")
    REFER = "refer", _("Refer to a psychiatrist")
    END = "end", _("Come to an end")


class Spoken(TextChoices):
    """In which language the scale was answered; change is told within one language alone."""

    ENGLISH = "en", _("English")
    KISWAHILI = "sw", _("Kiswahili")
    OTHER = "other", _("Another language")


class ToDo(TextChoices):
    """What Kimbilio asks a colleague for by itself; each reads it in their own language."""

    PSYCHIATRY = "psychiatry", _("Refer to a psychiatrist; ask the therapist first")
    SAFETY_PLAN = "safety_plan", _("Safety plan with the person, today")
    ASK_THERAPIST = "ask_therapist", _("Urgent: ask the therapist today how safe the person is")
