"""Who must not meet whom: each part of the program that knows of such pairs adds a source here.

The shelter asks all of them before it gives a bed. Colleagues set
people apart; entries on the same alleged trafficker tie cases. Services never import each other.
"""

from collections.abc import Callable
from uuid import UUID

Source = Callable[[UUID], set[UUID]]
APART: list[Source] = []
"""Each takes the key of a case and gives the keys of the cases it must be kept apart from."""

Listener = Callable[[UUID, UUID], None]
TOLD: list[Listener] = []
"""Each hears of two cases that are a pair from now on: they may be under one roof already."""


def apart_from(case: UUID) -> set[UUID]:
    """The cases that nobody may put under one roof with this one without thinking."""
    return {other for source in APART for other in source(case)} - {case}


def tell_of_pair(one: UUID, other: UUID) -> None:
    """A source has found a new pair; called in its transaction."""
    for listener in TOLD:
        listener(one, other)
