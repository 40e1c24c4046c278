"""The rules of safe contact, asked wherever a number is used."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from kimbilio.people.models import ContactPoint

EVERY_DAY = "1234567"


class Way(StrEnum):
    """How one is about to use a number."""

    CALL = "call"
    TEXT = "text"
    WHATSAPP = "whatsapp"
    MESSAGE = "message"


@dataclass(frozen=True)
class SafeToUse:
    """Whether a number may be used now in this way, and the reason in words if not."""

    is_safe: bool
    why_not: str = ""

    def __bool__(self) -> bool:
        return self.is_safe


def safe_to_use(contact: ContactPoint, way: Way, at: datetime | None = None) -> SafeToUse:
    """Ask before calling, texting or leaving a message; ``at`` is the moment (now without it)."""
    local = timezone.localtime(at or timezone.now())
    allowed = {
        Way.CALL: contact.may_call,
        Way.TEXT: contact.may_text,
        Way.WHATSAPP: contact.may_whatsapp,
        Way.MESSAGE: contact.may_leave_message,
    }[way]
    if not contact.is_active:
        return SafeToUse(False, _("This number is no longer in use."))
    if not allowed:
        words = {
            Way.CALL: _("They asked us not to call this number."),
            Way.TEXT: _("They asked us not to text this number."),
            Way.WHATSAPP: _("They asked us not to use WhatsApp here."),
            Way.MESSAGE: _("They asked us never to leave a message."),
        }
        return SafeToUse(False, words[way])
    if str(local.isoweekday()) not in contact.safe_days:
        return SafeToUse(False, _("Today is not one of the safe days."))
    if not in_hours(local.time(), contact.safe_from, contact.safe_until):
        hours = {"since": f"{contact.safe_from:%H:%M}", "until": f"{contact.safe_until:%H:%M}"}
        return SafeToUse(False, _("It is safe only from %(since)s to %(until)s.") % hours)
    return SafeToUse(True)


def may_be_used(contact: ContactPoint) -> bool:
    """Whether there is any way at all in which this number may be used."""
    ways = (contact.may_call, contact.may_text, contact.may_whatsapp)
    return contact.is_active and any(ways)


def rules_in_words(contact: ContactPoint) -> list[str]:
    """How a number may be used, line by line, for whoever is handed it, in the reader's language."""
    ways = [
        (contact.may_call, _("Call")),
        (contact.may_text, _("Text")),
        (contact.may_whatsapp, _("WhatsApp")),
        (contact.may_leave_message, _("Leave a message")),
    ]
    allowed = ", ".join(word for may, word in ways if may)
    never = ", ".join(word for may, word in ways if not may)
    lines = [_("Allowed: %(ways)s") % {"ways": allowed}]
    if never:
        lines.append(_("Never: %(ways)s") % {"ways": never})
    if contact.safe_from and contact.safe_until:
        hours = {"since": f"{contact.safe_from:%H:%M}", "until": f"{contact.safe_until:%H:%M}"}
        lines.append(_("Safe from %(since)s to %(until)s") % hours)
    if contact.safe_days != EVERY_DAY:
        days = ", ".join(str(WEEKDAYS[int(day) - 1]) for day in contact.safe_days)
        lines.append(_("Safe on: %(days)s") % {"days": days})
    if contact.ask_for:
        lines.append(_("Ask for: %(name)s") % {"name": contact.ask_for})
    if contact.code_phrase:
        lines.append(_("Say: “%(words)s”") % {"words": contact.code_phrase})
    if contact.note:
        lines.append(_("Take care: %(note)s") % {"note": contact.note})
    return lines


def next_safe_time(contact: ContactPoint, way: Way, at: datetime | None = None) -> datetime | None:
    """The first moment from ``at`` on at which the number may be used so, or None if never.

    Without hours a safe day counts from eight in the morning: nobody is rung up at midnight.
    """
    start = timezone.localtime(at or timezone.now())
    if safe_to_use(contact, way, start):
        return start
    opens = [time(0), contact.safe_from] if contact.safe_from else [time(8)]
    for days in range(8):  # midnight counts only where the safe hours cross it
        for hour in opens:
            day = start.date() + timedelta(days=days)
            moment = timezone.make_aware(datetime.combine(day, hour))
            if moment > start and safe_to_use(contact, way, moment):
                return moment
    return None


def in_hours(moment: time, since: time | None, until: time | None) -> bool:
    """Whether ``moment`` lies in the safe hours, which may cross midnight; no hours: always."""
    if since is None or until is None:
        return True
    if since <= until:
        return since <= moment < until
    return moment >= since or moment < until


def masked(value: str) -> str:
    """A number that tells only its ending, such as ``07•• ••• 318``; short ones tell nothing."""
    digits = [letter for letter in value if letter.isdigit()]
    if len(digits) < 7:
        return "•••"
    return "•••• ••• " + "".join(digits[-3:])
