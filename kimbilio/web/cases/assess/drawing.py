"""The trend of repeated assessments as a small drawing, with its words for who does not see it."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.choices import Risk
from kimbilio.cases.codes.ilo import DIMENSIONS
from kimbilio.cases.codes.needs import NEED
from kimbilio.cases.models import Assessment

LAST = 12
RISKS = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)
TOP = {
    AssessmentKind.SCREENING: len(DIMENSIONS),
    AssessmentKind.RISK: len(RISKS) - 1,
    AssessmentKind.NEEDS: len(NEED),
}


@dataclass(frozen=True)
class Point:
    """One assessment on the drawing."""

    x: int
    y: int
    tone: str
    words: str


@dataclass(frozen=True)
class Trend:
    """A line from the oldest to the newest; ``rules`` are the heights with a label."""

    width: int
    height: int
    points: list[Point]
    rules: list[tuple[int, str]]

    @property
    def path(self) -> str:
        """The line through the points."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def right(self) -> int:
        """Where the lines behind the points end."""
        return self.width - 8

    @property
    def words(self) -> str:
        """The drawing as a sentence."""
        return "; ".join(point.words for point in self.points)


def value_of(assessment: Assessment) -> int:
    """How high this one stands on the drawing."""
    if assessment.kind == AssessmentKind.RISK:
        return RISKS.index(Risk(assessment.chosen_risk))
    return assessment.score


def words_of(assessment: Assessment) -> Any:
    """What it came to, in a few words: of a risk assessment the level a person chose."""
    if assessment.kind == AssessmentKind.RISK:
        return _("%s risk") % Risk(assessment.chosen_risk).label
    return assessment.get_result_display()


def trend_of(
    kind: AssessmentKind, standing: list[Assessment], *, width: int = 560, height: int = 150
) -> Trend | None:
    """The trend of the last of ``standing`` (newest first), or None while there are fewer than two."""
    shown = list(reversed(standing[:LAST]))
    if len(shown) < 2:  # one point is no trend
        return None
    is_small = width < 300  # a line in a row has no labels
    left, above = (8, 10) if is_small else (72, 16)
    step = (width - left - 16) / (len(shown) - 1)
    depth = height - 2 * above
    top = TOP[kind]
    points = [
        Point(
            x=round(left + 8 + place * step),
            y=round(above + depth * (1 - value_of(one) / top)),
            tone=_tone(kind, one),
            words=f"{_day(one)}: {words_of(one)}",
        )
        for place, one in enumerate(shown)
    ]
    rules = [
        (round(above + depth * (1 - height_ / top)), label) for height_, label in _labels(kind)
    ]
    return Trend(width, height, points, [] if is_small else rules)


def _day(assessment: Assessment) -> str:
    return date_format(localtime(assessment.completed_at), "j M Y")


def _labels(kind: AssessmentKind) -> list[tuple[int, str]]:
    if kind == AssessmentKind.RISK:
        return [(place, str(risk.label)) for place, risk in enumerate(RISKS)]
    top = TOP[kind]
    return [(value, str(value)) for value in (0, top // 2, top)]


def _tone(kind: AssessmentKind, assessment: Assessment) -> str:
    if kind != AssessmentKind.RISK:
        return "f-brand"
    tones = ("f-leaf", "f-honey", "f-clay")
    return tones[value_of(assessment)]
