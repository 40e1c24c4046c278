"""Closed lists of the helpline: how somebody reaches us, what became of it, how an answer travels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """The way on which somebody reached us."""

    CALL = "call", _("Call")
    SMS = "sms", _("SMS")
    USSD = "ussd", _("Menu (USSD)")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")
    WEB = "web", _("Web report")
    PARTNER = "partner", _("Partner")
    IN_PERSON = "in_person", _("In person")


class ProviderKind(TextChoices):
    """Who carries messages between a network and us. The value is the name of its module."""

    AFRICAS_TALKING = "africas_talking", "Africa's Talking"
    WHATSAPP = "whatsapp", "WhatsApp Cloud API"
    TWILIO = "twilio", "Twilio"
    MAILBOX = "mailbox", _("Mailbox (IMAP)")
    MODEM = "modem", _("GSM modem (gammu)")


class MessageKind(TextChoices):
    """What one message is."""

    TEXT = "text", pgettext_lazy("message", "Text")
    PICTURE = "picture", _("Picture")
    VOICE = "voice", _("Voice note")
    FILE = "file", _("File")
    PLACE = "place", pgettext_lazy("message", "Place")
    CALL = "call", _("Call")
    NOTE = "note", _("Note")


class SendState(TextChoices):
    """Where a message of ours is. It only ever moves down this list; see ``SENDING_ORDER``."""

    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", pgettext_lazy("message", "Read")
    FAILED = "failed", _("Not delivered")
    REFUSED = "refused", _("Not sent")


class CallState(TextChoices):
    """Where a call is."""

    RINGING = "ringing", _("Ringing")
    ANSWERED = "answered", pgettext_lazy("call", "Answered")
    ENDED = "ended", _("Ended")
    MISSED = "missed", pgettext_lazy("call", "Missed")


class Direction(TextChoices):
    """Which way a message went; a note stays among us."""

    IN = "in", _("From them")
    OUT = "out", _("From us")
    NOTE = "note", _("Among us")


class Urgency(TextChoices):
    """How soon somebody must look. Words may raise it, and only people lower it."""

    LOOK_FIRST = "look_first", _("Look first")
    TODAY = "today", _("Today")
    NORMAL = "normal", _("Reply")


class Outcome(TextChoices):
    """How a conversation ended. None ends without one."""

    CASE_OPENED = "case_opened", _("A case was opened")
    ATTACHED = "attached", _("Belongs to a case")
    REFERRED = "referred", _("Handed to a partner")
    INFORMED = "informed", _("Information was given")
    NOT_REACHED = "not_reached", _("Could not be reached")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    NUISANCE = "nuisance", _("Nuisance")


ENDS_WITH_CASE = frozenset({Outcome.CASE_OPENED, Outcome.ATTACHED})
"""Outcomes that only exist together with a case."""

SENDING_ORDER = (SendState.QUEUED, SendState.SENT, SendState.DELIVERED, SendState.READ)
"""A report that comes late moves nothing back."""

REPLY_GOES_BY = dict.fromkeys(
    (Channel.USSD, Channel.CALL, Channel.PARTNER, Channel.IN_PERSON), Channel.SMS
)
"""Where a written answer travels, if not on the channel it came by."""


class MediaState(TextChoices):
    """Whether what came with a message is in our hands."""

    NONE = "", _("Nothing")
    WAITING = "waiting", _("Being fetched")
    KEPT = "kept", _("Kept")
    REFUSED = "refused", _("Not kept: this kind of file may harm")
    LOST = "lost", _("The provider did not hand it over")


class WordLanguage(TextChoices):
    """The languages in which people write to us in Kenya's towns."""

    ENGLISH = "en", _("English")
    KISWAHILI = "sw", _("Kiswahili")
    SHENG = "sheng", _("Sheng")
