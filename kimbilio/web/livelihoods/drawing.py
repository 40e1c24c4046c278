"""Sales and profit of a business drawn month by month; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.livelihoods.models import MonthFigure

LAST = 12
WIDTH, HEIGHT, LEFT, RIGHT, ABOVE, BELOW = 350, 178, 48, 12, 14, 28
RULES = 3
LINE = 14  # two figures nearer than this would stand on one another


@dataclass(frozen=True)
class Point:
    """One month on the drawing: where its sales and its profit stand."""

    x: int
    sales: int
    profit: int
    month: str  # empty where there is no room for it


@dataclass(frozen=True)
class Chart:
    """Two lines from the oldest month to the newest over a few marked amounts."""

    points: list[Point]
    rules: list[tuple[int, str]]  # height on the drawing, thousands of shillings
    words: str

    width, height, left = WIDTH, HEIGHT, LEFT
    right = WIDTH - RIGHT
    foot = HEIGHT - 8

    @property
    def sales(self) -> str:
        """The line of the sales."""
        return " ".join(f"{one.x},{one.sales}" for one in self.points)

    @property
    def profit(self) -> str:
        """The line of the profit."""
        return " ".join(f"{one.x},{one.profit}" for one in self.points)


def chart_of(figures: Sequence[MonthFigure]) -> Chart | None:
    """The last months, or None while there are fewer than two. ``figures``: the newest first."""
    shown = sorted(figures, key=lambda one: one.month)[-LAST:]
    if len(shown) < 2:  # one point is no line
        return None
    top = max(1, *(one.sales_cents for one in shown))
    low = min(0, *(one.profit_cents for one in shown))

    def height(cents: int) -> int:
        return ABOVE + round((HEIGHT - ABOVE - BELOW) * (top - cents) / (top - low))

    step = (WIDTH - LEFT - RIGHT - 28) / (len(shown) - 1)
    every = max(1, -(-len(shown) // 4))
    points = [
        Point(
            x=round(LEFT + 14 + place * step), sales=height(one.sales_cents),
            profit=height(one.profit_cents),
            month=date_format(one.month, "M y") if (len(shown) - 1 - place) % every == 0 else "",
        )
        for place, one in enumerate(shown)
    ]  # fmt: skip
    marked = sorted({low, 0, top // 2, top})[-RULES - 1 :]
    readable = [one for one in marked if one >= 0 or height(one) - height(0) >= LINE]
    rules = [(height(cents), f"{cents / 100_000:,.1f}") for cents in readable]
    words = "; ".join(
        _("%(month)s: sales %(sales)s, profit %(profit)s")
        % {
            "month": date_format(one.month, "F Y"), "sales": one.sales_cents // 100,
            "profit": one.profit_cents // 100,
        }
        for one in shown
    )  # fmt: skip
    return Chart(points, rules, words)
