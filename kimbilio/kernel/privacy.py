"""How much harm the leak of a field would do. Each model sorts all of its fields once."""

from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """The higher, the more harm a leak would do."""

    ORDINARY = 0
    SENSITIVE = 1
    IDENTIFYING = 2


@dataclass(frozen=True)
class Privacy:
    """The level of every field of a model; a guardrail test fails when a field is missing."""

    identifying: frozenset[str] | set[str] = field(default_factory=frozenset)
    sensitive: frozenset[str] | set[str] = field(default_factory=frozenset)
    ordinary: frozenset[str] | set[str] = field(default_factory=frozenset)

    def level_of(self, name: str) -> Level:
        """The level of the field ``name``; an unlisted field counts as identifying."""
        if name in self.ordinary:
            return Level.ORDINARY
        return Level.SENSITIVE if name in self.sensitive else Level.IDENTIFYING

    def names(self) -> set[str]:
        """Every field that has been sorted."""
        return {*self.identifying, *self.sensitive, *self.ordinary}
