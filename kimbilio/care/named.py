"""Whom a case names as having done harm: the part of the program that knows of them adds a source here.

Whoever hands a person over to somebody asks all of them first; services never import each other.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

Source = Callable[[UUID, tuple[str, ...], tuple[str, ...]], bool]
NAMED: list[Source] = []
"""Each takes the key of a case, names and phones, and says whether the case names such a person."""


def is_named(case: UUID, names: Iterable[str], phones: Iterable[str] = ()) -> bool:
    """Whether somebody of these names or phones is recorded as an alleged trafficker in the case."""
    asked = tuple(filter(None, names)), tuple(filter(None, phones))
    return any(source(case, *asked) for source in NAMED)
