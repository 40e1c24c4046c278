"""How somebody stood over time: one line for each dimension; a table beside it says the same."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.reintegration.dimensions import TOP, Dimension
from kimbilio.reintegration.models import Standing
from kimbilio.web.care.drawing import ABOVE, BELOW, HEIGHT, LEFT, RIGHT, WIDTH, across, written

LAST = 12
RULES = (0, 25, 50, 75, TOP)


@dataclass(frozen=True)
class Line:
    """The points of one dimension that have a score, from the oldest to the newest."""

    kind: Dimension
    points: list[tuple[int, int, int]]  # x, y, score

    @property
    def path(self) -> str:
        """The line through the points."""
        return " ".join(f"{x},{y}" for x, y, _score in self.points)


@dataclass(frozen=True)
class Chart:
    """The lines, the days under them, and the same in words."""

    lines: list[Line]
    days: list[tuple[int, str]]
    words: str

    width, height, left = WIDTH, HEIGHT, LEFT
    right = WIDTH - RIGHT
    foot = HEIGHT - 8

    @property
    def rules(self) -> list[tuple[int, int]]:
        """Where which figure stands on the drawing."""
        return [(_height(figure), figure) for figure in RULES]


def chart_of(told: list[Standing]) -> Chart | None:
    """The last follow-ups, or None while there are fewer than two."""
    shown = told[-LAST:]
    if len(shown) < 2:  # one point is no line
        return None
    places = across([one.on for one in shown])
    lines, words = [], []
    for kind in Dimension:
        scores = [getattr(one, kind.value) for one in shown]
        points = [
            (x, _height(score), score)
            for x, score in zip(places, scores, strict=True)
            if score is not None
        ]
        if points:
            lines.append(Line(kind, points))
            told_scores = ", ".join(str(score) for _x, _y, score in points)
            words.append(_("%(what)s: %(scores)s") % {"what": kind.label, "scores": told_scores})
    days = [
        (x, date_format(one.on, "j M"))
        for x, one, has_room in zip(places, shown, written(places), strict=True)
        if has_room
    ]
    return Chart(lines, days, ". ".join(words)) if lines else None


def _height(score: int) -> int:
    return ABOVE + round((HEIGHT - ABOVE - BELOW) * (1 - score / TOP))
