"""How the inbox shows moments, states and the beginning of what was said."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import SendState
from kimbilio.helpline.models import Message, Sending

register = template.Library()

REASONS = {
    "no_line": _("no line, we keep trying"),
    "no_account": _("no account for this channel is set up"),
    "opted_out": _("they asked for silence"),
    "not_safe": _("not safe now"),
    "no_longer_due": _("not due any more: the session was moved or called off"),
    "no_address": _("no number"),
    "bounced": _("it came back: their mailbox did not take it"),
}
TONES = {
    SendState.QUEUED: "t-honey",
    SendState.FAILED: "t-clay",
    SendState.REFUSED: "t-clay",
    SendState.READ: "t-leaf",
}


@register.filter
def seen(moment: datetime | None) -> str:
    """The hour of today, the weekday of this week, else the day."""
    if moment is None:
        return ""
    local, now = timezone.localtime(moment), timezone.localtime()
    if local.date() == now.date():
        return date_format(local, "H:i")
    if now - local < timedelta(days=6):
        return date_format(local, "D H:i")
    return date_format(local, "j M")


@register.filter
def preview(message: Message) -> str:
    """The first words of what was said, or what it is."""
    return Truncator(message.text).chars(80) if message.text else str(message.get_kind_display())


@register.filter
def lasting(seconds: int) -> str:
    """Minutes and seconds of a call."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@register.filter
def tone_of_sending(state: str) -> str:
    """The colour of a state."""
    return TONES.get(SendState(state), "")


@register.filter
def state_in_words(sending: Sending) -> Any:
    """The state of a message of ours, with the reason if it did not leave."""
    reason = REASONS.get(sending.reason, sending.reason)
    label = sending.get_state_display()
    return f"{label}: {reason}" if reason else label
