"""The needs assessment as arithmetic: which of the thirteen areas are needs, and how urgent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kimbilio.cases.assessment_choices import AreaLevel, Much, Result
from kimbilio.cases.codes.needs import NEED

Answers = Mapping[str, Any]
LEVELS = {
    Much.NO: AreaLevel.LOW, Much.SOME: AreaLevel.MEDIUM, Much.SERIOUS: AreaLevel.HIGH,
}  # fmt: skip


@dataclass(frozen=True)
class Need:
    """One area with its level and the note about it."""

    code: str
    level: AreaLevel
    note: str

    @property
    def label(self) -> str:
        """The words for the area."""
        return str(NEED[self.code])


@dataclass(frozen=True)
class Needs:
    """What a person needs, in the order of form E."""

    areas: tuple[Need, ...]

    @property
    def urgent(self) -> list[Need]:
        """The needs that cannot wait."""
        return [need for need in self.areas if need.level == AreaLevel.HIGH]

    @property
    def codes(self) -> list[str]:
        """The areas in which there is a need: what the story keeps."""
        return [
            need.code for need in self.areas if need.level in {AreaLevel.MEDIUM, AreaLevel.HIGH}
        ]

    @property
    def score(self) -> int:
        """In how many areas there is a need."""
        return len(self.codes)

    @property
    def result(self) -> Result:
        """What the areas add up to."""
        if self.urgent:
            return Result.URGENT_NEEDS
        return Result.NEEDS if self.codes else Result.NO_NEEDS

    @property
    def why(self) -> list[str]:
        """The needs in sentences, urgent ones first."""
        urgent = [need.label for need in self.urgent]
        other = [need.label for need in self.areas if need.level == AreaLevel.MEDIUM]
        left_open = [need.label for need in self.areas if need.level == AreaLevel.UNKNOWN]
        lines = []
        if urgent:
            lines.append(_("Urgent: %s.") % ", ".join(urgent))
        if other:
            lines.append(_("Also needed: %s.") % ", ".join(other))
        if left_open:
            lines.append(_("Not known yet: %s.") % ", ".join(left_open))
        return lines or [_("No need in any area.")]


def rate_needs(answers: Answers) -> Needs:
    """Read ``{"food": "serious", "food.note": "..."}``."""
    return Needs(
        tuple(
            Need(
                code,
                LEVELS.get(answers.get(code), AreaLevel.UNKNOWN),  # type: ignore[arg-type]  # an unknown answer is open
                str(answers.get(f"{code}.note") or ""),
            )
            for code in NEED
        )
    )
