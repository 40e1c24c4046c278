"""Who must not meet whom: each part of the program that knows of such pairs adds a source here.

The shelter asks all of them before it gives a bed. Ties to the same alleged trafficker will be one
source, from the package that keeps alleged traffickers; services never import each other.
"""

from collections.abc import Callable
from uuid import UUID

Source = Callable[[UUID], set[UUID]]
APART: list[Source] = []
"""Each takes the key of a case and gives the keys of the cases it must be kept apart from."""


def apart_from(case: UUID) -> set[UUID]:
    """The cases that nobody may put under one roof with this one without thinking."""
    return {other for source in APART for other in source(case)} - {case}
