"""Closed lists of the helpline: how somebody reaches us, what became of it, how an answer travels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    SIMULATOR = "simulator", _("Simulator on this machine")


class MessageKind(TextChoices):
    """What one message is."""

    TEXT = "text", _("Text")
    PICTURE = "picture", _("Picture")
    VOICE = "voice", _("Voice note")
    FILE = "file", _("File")
    PLACE = "place", _("Place")
    CALL = "call", _("Call")
    NOTE = "note", _("Note")


class SendState(TextChoices):
    """Where a message of ours is. It only ever moves down this list; see ``SENDING_ORDER``."""

    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    FAILED = "failed", _("Not delivered")
    REFUSED = "refused", _("Not sent")


class CallState(TextChoices):
    """Where a call is."""

    RINGING = "ringing", _("Ringing")
    ANSWERED = "answered", _("Answered")
    ENDED = "ended", _("Ended")
    MISSED = "missed", _("Missed")
