"""The figures of the outline as they are drawn: rows, bars and the addresses of the lists behind them."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.cases.choices import Risk, Stage
from kimbilio.cases.closing_choices import ClosingReason
from kimbilio.cases.filters import NO_CLOSING, NOBODY, CaseFilter
from kimbilio.cases.queries.figures import AGES, Figures, months_back
from kimbilio.web.cases.list.chips import address

RISK_CLASS = {Risk.HIGH: "hi", Risk.MEDIUM: "md", Risk.LOW: "lo"}
MOST_WORKERS = 25
CHART = (440, 150)  # width and height of the picture of twelve months


@dataclass
class Stretch:
    """A piece of a bar: where it begins and how long it is, in hundredths, and what it stands for."""

    start: float
    length: float
    tone: str


@dataclass
class Line:
    """One row: words, how many, the list behind it, and its bar or its squares."""

    words: str
    n: int
    url: str
    parts: list[Stretch] = field(default_factory=list)
    squares: list[tuple[str, str, str]] = field(default_factory=list)  # class, address, code
    late: int = 0
    is_over: bool = False


@dataclass
class Month:
    """Two bars of the chart and their row of the table."""

    words: str
    x: float
    opened: int
    closed: int
    opened_y: float
    closed_y: float
    opened_height: float
    closed_height: float
    opened_url: str
    closed_url: str


class Lists:
    """Makes the address of the list behind a figure."""

    def __init__(self, units: list[UUID] | None) -> None:
        self.base = reverse("cases:index")
        self.usual = CaseFilter(unit=tuple(str(unit) for unit in units or ()))

    def of(self, **wanted: Any) -> str:
        """The list of these cases, within the units the figures are of."""
        return address(self.base, self.usual.with_(**wanted), "")


def by_stage(figures: Figures, squares: list[Any], total: int, lists: Lists) -> list[Line]:
    """Open cases by stage: each a square where they are few, else a bar by risk."""
    lines = []
    most = max((_in_stage(figures, stage) for stage in Stage), default=0) or 1
    for stage in Stage:
        n = _in_stage(figures, stage)
        if stage == Stage.CLOSED or not n:
            continue
        line = Line(str(stage.label), n, lists.of(stage=(stage.value,)))
        start = 0.0
        for risk in Risk:
            its = sum(row[2] for row in figures["stages"] if row[:2] == [stage, risk])
            length = 100 * its / most
            line.parts.append(Stretch(round(start, 2), round(length, 2), RISK_CLASS[risk]))
            start += length
        line.late = sum(row[3] for row in figures["stages"] if row[0] == stage)
        if total == len(squares):
            line.squares = [_square(row, lists.base) for row in squares if row.stage == stage]
        lines.append(line)
    return lines


def _in_stage(figures: Figures, stage: str) -> int:
    return sum(row[2] for row in figures["stages"] if row[0] == stage)


def _square(row: Any, base: str) -> tuple[str, str, str]:
    late = " late" if row.next_due_at < timezone.now() else ""
    return (RISK_CLASS[Risk(row.risk)] + late, f"{base}{row.code}/", row.code)


def by_risk(figures: Figures, lists: Lists) -> list[tuple[str, str, int, str]]:
    """Class, words, how many and the list of each level of risk."""
    return [
        (
            RISK_CLASS[risk], str(risk.label),
            sum(row[2] for row in figures["stages"] if row[1] == risk),
            lists.of(risk=(risk.value,)),
        )
        for risk in Risk
    ]  # fmt: skip


def by_worker(figures: Figures, fair: int, lists: Lists) -> tuple[list[Line], float, int]:
    """Open cases of each worker, where the line of a fair load stands, and how many are left out."""
    found = sorted(figures["workers"], key=lambda row: (-row[2], row[1]))
    most = max([fair, *(row[2] for row in found)]) * 1.1
    lines = []
    for lead, name, n, high in found[:MOST_WORKERS]:
        line = Line(name or _("Nobody"), n, lists.of(worker=(lead or NOBODY,)), is_over=n > fair)
        split = round(100 * high / most, 2)
        rest = round(100 * (n - high) / most, 2)
        line.parts = [Stretch(0, split, "hi"), Stretch(split, rest, "")]
        lines.append(line)
    return lines, round(100 * fair / most, 2), len(found) - len(lines)


def by_month(figures: Figures, lists: Lists) -> tuple[list[Month], list[tuple[float, int]]]:
    """Twelve months of new and closed cases, and the lines across the picture."""
    width, height = CHART
    months = months_back(timezone.localdate())
    top = max([1, *figures["opened"].values(), *figures["closed"].values()])
    step = (width - 40) / 12
    drawn = []
    for number, month in enumerate(months):
        key, last = f"{month:%Y-%m}", _last_day(month)
        opened, closed = figures["opened"].get(key, 0), figures["closed"].get(key, 0)
        up, down = (round(height * count / top, 1) for count in (opened, closed))
        drawn.append(
            Month(
                date_format(month, "M"), round(40 + number * step, 1), opened, closed,
                round(height - up, 1), round(height - down, 1), up, down,
                lists.of(state="all", opened_from=month, opened_to=last),
                lists.of(state="closed", closed_from=month, closed_to=last),
            )
        )  # fmt: skip
    marks = sorted({0, top // 2, top})
    return drawn, [(round(height - height * mark / top, 1), mark) for mark in marks]


def _last_day(month: date) -> date:
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def by_reason(figures: Figures, lists: Lists) -> list[Line]:
    """Cases closed this year by the reason."""
    found = sorted(figures["reasons"], key=lambda row: -row[1])
    most = max((n for _reason, n in found), default=0) or 1
    first = timezone.localdate().replace(month=1, day=1)
    return [
        Line(
            _("No closing on record") if reason == NO_CLOSING else str(ClosingReason(reason).label), n,
            lists.of(state="closed", reason=(reason,), closed_from=first),
            [Stretch(0, round(100 * n / most, 2), "")],
        )
        for reason, n in found
    ]  # fmt: skip


def by_age(figures: Figures, lists: Lists) -> list[Line]:
    """Open cases by how long they have been open."""
    today = timezone.localdate()
    edges = [today - timedelta(days=days) for days in AGES]
    words = [
        _("under %(days)s days") % {"days": AGES[0]},
        *(
            _("%(from)s to %(to)s days") % {"from": low, "to": high}
            for low, high in itertools.pairwise(AGES)
        ),
        _("over %(days)s days") % {"days": AGES[-1]},
    ]
    counts = [figures["open"][f"age_{number}"] for number in range(len(AGES) + 1)]
    most = max(counts) or 1
    lines = []
    for number, n in enumerate(counts):
        first = edges[number] if number < len(edges) else None
        last = edges[number - 1] - timedelta(days=1) if number else None
        url = lists.of(opened_from=first, opened_to=last)
        lines.append(Line(words[number], n, url, [Stretch(0, round(100 * n / most, 2), "")]))
    return lines


def moment(at: datetime) -> str:
    """``09:30``, as the head of the page says it."""
    return timezone.localtime(at).strftime("%H:%M")
