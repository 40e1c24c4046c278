"""Days as a plan writes them: short when near, with the year when far."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """``Thu 16 Apr`` within a week of today, ``11 Apr`` this year, ``4 May 2027`` in others."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    today = timezone.localdate()
    if 0 <= (value - today).days < 7:
        return date_format(value, "D j M")
    return date_format(value, "j M" if value.year == today.year else "j M Y")


@register.filter
def hour(value: datetime) -> str:
    """``09:30`` where we are, as in every language; for lists, in which ``date`` would cost most."""
    return f"{timezone.localtime(value):%H:%M}"
