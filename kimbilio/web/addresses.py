"""Addresses that stand on every page, and those that lists repeat: worked out once."""

from functools import cache, lru_cache
from typing import Any

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


def address_to(name: str, *keys: Any) -> str:
    """``reverse(name, args=keys)`` for the rows of a list; the addresses drawn last are remembered."""
    return _address_to(name, keys, get_urlconf())


@lru_cache(maxsize=4096)
def _address_to(name: str, keys: tuple[Any, ...], urlconf: str | None) -> str:
    return reverse(name, urlconf=urlconf, args=keys)
