"""Amounts of money in templates."""

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma

register = template.Library()


@register.filter
def shillings(cents: int | None) -> str:
    """``12,500`` or ``12,500.50`` for cents; a dash for nothing known."""
    if cents is None:
        return "—"
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    return f"{sign}{intcomma(whole)}.{rest:02}" if rest else f"{sign}{intcomma(whole)}"
