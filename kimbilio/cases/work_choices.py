"""Closed lists of daily work: how a call went, what an appointment is, and what became of each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    """What has become of a planned call."""

    PLANNED = "planned", _("Planned")
    NOT_REACHED = "not_reached", _("Not reached yet")
    REACHED = "reached", _("Reached")
    GIVEN_UP = "given_up", _("Not tried any more")


OPEN_CALLS = (CallState.PLANNED, CallState.NOT_REACHED)


class CallOutcome(TextChoices):
    """How one try went."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    SOMEONE_ELSE = "someone_else", _("Someone else answered")
    NUMBER_OFF = "number_off", _("Number is off")
    NOT_SAFE = "not_safe", _("Not safe to talk")
    CALL_BACK = "call_back", _("Asked to call back")


SPOKE_WITH_THEM = frozenset({CallOutcome.REACHED, CallOutcome.CALL_BACK})
"""Outcomes after which we know that the person is there."""


class ContactWay(TextChoices):
    """How we tried; the first three follow the safe-contact rules of the number."""

    CALL = "call", _("Call")
    TEXT = "text", _("Text message")
    WHATSAPP = "whatsapp", _("WhatsApp")
    MESSAGE = "message", _("Left a message")
    IN_PERSON = "in_person", _("In person")
    THROUGH_OTHER = "through_other", _("Through someone they trust")


class AppointmentKind(TextChoices):
    """What one meets for."""

    VISIT = "visit", _("Visit")
    SESSION = "session", _("Session")
    COURT = "court", _("Court")
    MEETING = "meeting", _("Meeting")
    MEDICAL = "medical", _("Medical")
    OTHER = "other", _("Other")


class AppointmentState(TextChoices):
    """What has become of an appointment."""

    PLANNED = "planned", _("Planned")
    DONE = "done", _("Took place")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class AgainstPlan(TextChoices):
    """On which day an appointment took place, if it was another one."""

    EARLIER = "earlier", _("Earlier than planned")
    LATER = "later", _("Later than planned")


class ToDo(TextChoices):
    """What Kimbilio asks a colleague for by itself; each reads it in their own language."""

    TALK_OF_SELF_HARM = (
        "talk_of_self_harm",
        _("Talk today about self-harm, and make a safety plan together"),
    )
