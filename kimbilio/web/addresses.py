"""Addresses that stand on every page, worked out once."""

from functools import cache

from django.urls import NoReverseMatch, get_urlconf, reverse


def address_of(name: str) -> str:
    """``reverse(name)`` of a page without arguments, or nothing where that page does not exist."""
    return _address_of(name, get_urlconf())


@cache
def _address_of(name: str, urlconf: str | None) -> str:
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return ""
