"""Parts of pages that say the same to everybody: drawn once for each language, then kept."""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kimbilio.web.addresses import address_of, address_to

register = template.Library()
_drawn: dict[tuple[str, str], SafeString] = {}


@register.simple_tag
def steady(name: str) -> SafeString:
    """The template ``name``, which is given nothing: no person, no request, no token."""
    key = (name, get_language() or settings.LANGUAGE_CODE)
    if key not in _drawn:
        _drawn[key] = SafeString(get_template(name).render({}))
    return _drawn[key]


@register.simple_tag
def place(name: str) -> str:
    """The address of a page without arguments, or nothing where that page does not exist."""
    return address_of(name)


@register.simple_tag
def to(name: str, *keys: Any) -> str:
    """``{% url %}`` for the rows of a list: an address that was drawn before is not worked out again."""
    return address_to(name, *keys)
