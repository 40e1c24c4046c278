"""Counting tries of one internet address, so that nobody guesses codes or floods us; nobody outside is asked."""

from time import time

from django.core.cache import cache

from kimbilio.audit import origin


def too_many(what: str, most: int, *, seconds: int) -> bool:
    """Whether this address has tried ``what`` so often in the span that runs now."""
    return int(cache.get(_counter(what, seconds), 0)) >= most


def count(what: str, *, seconds: int) -> None:
    """One more try. Spans of ``seconds`` follow each other; two at one moment may count as one."""
    key = _counter(what, seconds)
    cache.set(key, int(cache.get(key, 0)) + 1, seconds)


def _counter(what: str, seconds: int) -> str:
    """The span is part of the name: the cache's own counting would forget after five minutes."""
    return f"tries-{what}-{int(time() // seconds)}-{origin.current().ip}"
