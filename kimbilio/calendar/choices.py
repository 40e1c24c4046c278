"""Closed lists of the calendar: what stands in it, how a person is reminded."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIRST_ENGLISH = "Hello. We see each other on {day} at {time}. If it does not suit you, tell us."
FIRST_KISWAHILI = "Habari. Tutaonana {day} saa {time}. Ikiwa haikufai, tuambie."
OFF_ENGLISH = "Hello. We do not see each other on {day} at {time}. We will be in touch."
OFF_KISWAHILI = "Habari. Hatutaonana {day} saa {time}. Tutawasiliana nawe."
"""Words that give nothing away to whoever else holds the phone; the organisation may change them."""


class Kind(TextChoices):
    """What an entry of the calendar is, beside the sessions of services."""

    SESSION = "session", _("Sessions")
    APPOINTMENT = "appointment", _("Appointments")
    CALL = "call", _("Follow-up calls")
    TASK = "task", _("Tasks and steps")


class Before(IntegerChoices):
    """How many hours before a session the person is reminded."""

    TWO = 2, _("Two hours before")
    DAY = 24, _("The day before")
    TWO_DAYS = 48, _("Two days before")


class ReminderLanguage(TextChoices):
    """In which words the person is reminded."""

    KISWAHILI = "sw", _("Kiswahili")
    ENGLISH = "en", _("English")


class ReminderState(TextChoices):
    """What became of a reminder."""

    GIVEN = "given", pgettext_lazy("reminder", "Given to the helpline to send")
    CORRECTED = "corrected", _("Told that it does not take place then")
    NOT_TOLD = (
        "not_told",
        _("Could not be told that it does not take place"),
    )
    TAKEN_BACK = "taken_back", pgettext_lazy("reminder", "Taken back before it left")
    NOT_SAFE = "not_safe", pgettext_lazy("reminder", "Not sent: no safe hour came before it")
    REFUSED = "refused", pgettext_lazy("reminder", "Not sent: the rules of safe contact forbid it")


HOLDS_NO_MORE = frozenset(
    {ReminderState.CORRECTED, ReminderState.NOT_TOLD, ReminderState.TAKEN_BACK}
)
"""Of an hour that did not hold; if it holds again, the person is reminded again."""
