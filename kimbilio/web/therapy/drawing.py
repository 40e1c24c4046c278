"""The line of one scale with its bands drawn, and the small line of a list; a table says the same."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.therapy.queries import Measured
from kimbilio.therapy.scales.known import SCALES, Scale, ScaleCode
from kimbilio.web.care.drawing import ABOVE, BELOW, HEIGHT, LEFT, RIGHT, WIDTH, across, written

LAST = 12


@dataclass(frozen=True)
class Point:
    """One result on the drawing."""

    x: int
    y: int
    total: int
    day: str  # empty where there is no room for it
    is_end: bool  # the first and the last one show their total


@dataclass(frozen=True)
class Chart:
    """Bands from low to high, lines with their figure, and the points from the oldest to the newest."""

    bands: list[tuple[int, int, str]]  # top, height, tone
    rules: list[tuple[int, int]]  # height on the drawing, figure
    points: list[Point]
    words: str

    width, height, left = WIDTH, HEIGHT, LEFT
    right = WIDTH - RIGHT
    inner = WIDTH - RIGHT - LEFT
    foot = HEIGHT - 8

    @property
    def path(self) -> str:
        """The line through the points."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def chart_of(code: ScaleCode, told: list[Measured]) -> Chart | None:
    """The last results with a total, or None while there are fewer than two."""
    scale = SCALES[code]
    shown = [one for one in told if one.result.score is not None][-LAST:]
    if len(shown) < 2:  # one point is no line
        return None
    places = across([one.result.answered_on for one in shown])
    has_room = written(places)
    points = [
        Point(
            x=places[place],
            y=_height(one.result.score, scale),
            total=one.result.score or 0,
            day=date_format(one.result.answered_on, "j M") if has_room[place] else "",
            is_end=place in {0, len(shown) - 1},
        )
        for place, one in enumerate(shown)
    ]
    words = _("%(scale)s: %(totals)s") % {
        "scale": code.label,
        "totals": ", ".join(
            f"{date_format(one.result.answered_on, 'j M')} {one.result.score}" for one in shown
        ),
    }
    return Chart(_bands(scale), _rules(scale), points, words)


def _height(total: int | None, scale: Scale) -> int:
    depth = HEIGHT - ABOVE - BELOW
    return ABOVE + round(depth * (1 - (total or 0) / scale.top))


def _bands(scale: Scale) -> list[tuple[int, int, str]]:
    """Each band reaches down to where the one below it begins."""
    drawn = []
    for place, band in enumerate(scale.bands):
        is_last = place == len(scale.bands) - 1
        top = _height(scale.top if is_last else scale.bands[place + 1].low, scale)
        drawn.append((top, _height(band.low, scale) - top, band.tone))
    return drawn


def _rules(scale: Scale) -> list[tuple[int, int]]:
    return [(_height(band.low, scale), band.low) for band in scale.bands]


@dataclass(frozen=True)
class Spark:
    """The course of PHQ-9 of one person as a small line: from the first to the latest total."""

    code: str
    address: str
    totals: list[int]

    width, height = 120, 44

    @property
    def path(self) -> str:
        """The line, the highest total possible on top."""
        top = SCALES[ScaleCode.PHQ9].top
        step = self.width / max(1, len(self.totals) - 1)
        return " ".join(
            f"{round(place * step)},{round(4 + (self.height - 8) * (1 - total / top))}"
            for place, total in enumerate(self.totals)
        )

    @property
    def line(self) -> int:
        """Where moderate begins."""
        return round(4 + (self.height - 8) * (1 - 10 / SCALES[ScaleCode.PHQ9].top))

    @property
    def tone(self) -> str:
        """Lower is better: leaf when it fell, clay when it rose."""
        first, latest = self.totals[0], self.totals[-1]
        if latest == first:
            return "honey"
        return "leaf" if latest < first else "clay"
