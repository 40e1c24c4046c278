"""Counting scales: totals, bands, missing answers, patterns, and whether a change is more than chance.

Pure functions. A missing answer leaves the total open: nothing is estimated, because the manuals of
the scales we ship do not say how.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kimbilio.therapy.scales.known import SCALES, Band, Scale, ScaleCode

ENDORSED = 2  # an answer of at least so much counts as a symptom of PCL-5
BETTER, WORSE, SAME, UNKNOWN = "better", "worse", "same", "unknown"
Answers = Mapping[str, int]


@dataclass(frozen=True)
class Scored:
    """What the answers came to. Without a total there are questions left open."""

    total: int | None
    missing: tuple[int, ...]
    band: Band | None
    is_alert: bool
    fits_pattern: bool | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every question was answered."""
        return not self.missing


def score(code: ScaleCode, answers: Answers) -> Scored:
    """Count ``answers`` (number of the question to worth). Raises ``ValueError`` for what cannot be."""
    scale = SCALES[code]
    known = {str(number) for number in range(1, scale.items + 1)}
    highest = len(scale.options) - 1
    if set(answers) - known or any(not 0 <= worth <= highest for worth in answers.values()):
        raise ValueError(code)
    missing = tuple(n for n in range(1, scale.items + 1) if str(n) not in answers)
    alert = bool(scale.alert_question) and answers.get(str(scale.alert_question), 0) > 0
    if missing:
        return Scored(None, missing, None, alert)
    total = sum(answers.values()) * scale.times
    return Scored(total, (), scale.band_of(total), alert, _pattern(scale, answers))


def _pattern(scale: Scale, answers: Answers) -> bool | None:
    """Whether enough questions of each cluster are endorsed; None for scales without clusters."""
    if not scale.clusters:
        return None
    return all(
        sum(answers[str(n)] >= ENDORSED for n in range(first, last + 1)) >= needed
        for _letter, first, last, needed in scale.clusters
    )


def change(code: ScaleCode, was: int, now: int) -> str:
    """Whether the second total is better or worse by more than chance, as far as that is known."""
    scale = SCALES[code]
    if not scale.reliable:
        return UNKNOWN
    gained = (now - was) if scale.more_is_better else (was - now)
    if abs(gained) < scale.reliable:
        return SAME
    return BETTER if gained > 0 else WORSE


def is_meaningful(code: ScaleCode, was: int, now: int) -> bool:
    """Whether the change is one that matters in somebody's life, where a figure is known."""
    figure = SCALES[code].meaningful or SCALES[code].reliable
    return bool(figure) and abs(now - was) >= figure
