"""The map of a plan as lines and points: phases as bands, parallel lanes, links as curves.

Everything is worked out here, as whole numbers written as text, so that the template only prints.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kimbilio.cases.queries.plan import Plan, PlanPhase, PlanStep, State
from kimbilio.web.cases.plan.words import SHORT_PHASES

WIDTH, GAP, EDGE = 860, 8, 6
PAD, STRIDE, LEAST_STRIDE = 30, 60, 38
LANE, FIRST_LANE, UNDER = 40, 58, 34
BOW, NEAR = 38, 16
LETTER = 7  # how wide a letter of a phase's name is, at most
LETTERS = {
    State.DONE: "d", State.NOW: "n", State.LATE: "o", State.PARKED: "p", State.WAITING: "w",
    State.BROKEN: "b", State.DROPPED: "w",
}  # fmt: skip


@dataclass
class Point:
    """One step on the map."""

    step: PlanStep
    column: int
    lane: int
    x: int = 0
    y: int = 0

    @property
    def letter(self) -> str:
        """The class of its state."""
        return LETTERS[self.step.state]

    @property
    def at(self) -> str:
        """Where its middle is."""
        return f"{self.x} {self.y}"

    @property
    def number(self) -> str:
        """Its number, as text."""
        return str(self.step.number)


@dataclass
class Zone:
    """The band of one phase."""

    label: str
    is_current: bool
    points: list[Point]
    x: str = "0"
    width: str = "0"
    text_x: str = "0"

    @property
    def columns(self) -> int:
        """How many columns it needs."""
        return max((point.column for point in self.points), default=0) + 1


@dataclass
class Drawing:
    """The whole map; ``words`` says in one line what it shows."""

    width: str
    height: str
    zone_height: str
    is_wide: bool
    zones: list[Zone]
    paths: list[str]
    done_paths: list[str]
    words: str
    points: list[Point] = field(default_factory=list)


def draw(plan: Plan) -> Drawing:
    """Lay out the steps on the path of ``plan``."""
    current = plan.current
    zones = [
        Zone(str(SHORT_PHASES[phase.phase]), phase is current, _placed(phase))
        for phase in plan.phases
    ]
    points = [point for zone in zones for point in zone.points]
    width = _spread(zones)
    lanes = max((point.lane for point in points), default=0) + 1
    for zone in zones:
        used = max((point.lane for point in zone.points), default=0) + 1
        offset = (lanes - used) * LANE // 2
        for point in zone.points:
            point.y = FIRST_LANE + point.lane * LANE + offset
    height = max(FIRST_LANE + (lanes - 1) * LANE + UNDER, 110)
    by_number = {point.step.number: point for point in points}
    paths: list[str] = []
    done_paths: list[str] = []
    for point in points:
        for other in point.step.waits_for:
            before = by_number.get(other.number)
            if before is not None:
                both_done = point.step.state is other.state is State.DONE
                (done_paths if both_done else paths).append(_curve(before, point, points))
    return Drawing(
        str(width), str(height), str(height - 2 * EDGE), width > WIDTH, zones, paths, done_paths,
        in_words(plan), points,
    )  # fmt: skip


def _placed(phase: PlanPhase) -> list[Point]:
    """A column and a lane for each step: after what it waits for, in that one's lane if free."""
    steps = {step.number: step for step in phase.steps}
    lanes = 2 if len(steps) <= 10 else 3
    ends = [-1] * lanes
    placed: dict[int, Point] = {}
    for step in _in_order(phase.steps):
        before = [placed[o.number] for o in step.waits_for if o.number in placed]
        first = max((point.column + 1 for point in before), default=0)
        behind = [point.lane for point in before if ends[point.lane] == point.column]
        free = min(range(lanes), key=lambda lane: (max(ends[lane] + 1, first), lane))
        lane = behind[0] if behind else free
        column = max(ends[lane] + 1, first)
        ends[lane] = column
        placed[step.number] = Point(step, column, lane)
    return list(placed.values())


def _in_order(steps: Iterable[PlanStep]) -> list[PlanStep]:
    """In the order of the list, but each after those of its phase that it waits for."""
    waiting = list(steps)
    inside = {step.number for step in waiting}
    placed: set[int] = set()
    ordered: list[PlanStep] = []
    while waiting:
        ready = next(
            (s for s in waiting
             if all(o.number in placed or o.number not in inside for o in s.waits_for)),
            waiting[0],
        )  # fmt: skip
        waiting.remove(ready)
        placed.add(ready.number)
        ordered.append(ready)
    return ordered


def _spread(zones: list[Zone]) -> int:
    """Give each band its place and width; returns the width of the whole."""
    least = [max(2 * PAD, len(zone.label) * LETTER + 28) for zone in zones]
    room = WIDTH - 2 * EDGE - GAP * (len(zones) - 1)
    stride = STRIDE
    while stride > LEAST_STRIDE and sum(_widths(zones, least, stride)) > room:
        stride -= 2
    widths = _widths(zones, least, stride)
    spare = max(room - sum(widths), 0)
    weights = [zone.columns if zone.points else 0 for zone in zones]
    total = sum(weights) or len(zones)
    x = EDGE
    for zone, width, weight in zip(zones, widths, weights, strict=True):
        wide = width + spare * (weight if sum(weights) else 1) // total
        zone.x, zone.width, zone.text_x = str(x), str(wide), str(x + 14)
        inner = (wide - 2 * PAD) // max(zone.columns - 1, 1)
        for point in zone.points:
            point.x = x + PAD + inner * point.column if zone.columns > 1 else x + wide // 2
        x += wide + GAP
    return max(x - GAP + EDGE, WIDTH)


def _widths(zones: list[Zone], least: list[int], stride: int) -> list[int]:
    return [
        max(low, 2 * PAD + (zone.columns - 1) * stride)
        for zone, low in zip(zones, least, strict=True)
    ]


def _curve(start: Point, end: Point, points: list[Point]) -> str:
    """A line between two steps; it bows where another step lies in its way."""
    x1, y1, x2, y2 = start.x, start.y, end.x, end.y
    if x2 > x1 and any(_in_the_way(p, start, end) for p in points):
        low, high = max(y1, y2) + BOW, min(y1, y2) - BOW * 2 // 3
        bow = high if start.lane == 0 and y1 < y2 else low
        return f"M{x1} {y1}C{x1 + 40} {bow} {x2 - 40} {bow} {x2} {y2}"
    if y1 == y2:
        return f"M{x1} {y1}H{x2}"
    middle = (x2 - x1) // 2
    return f"M{x1} {y1}C{x1 + middle} {y1} {x2 - middle} {y2} {x2} {y2}"


def _in_the_way(point: Point, start: Point, end: Point) -> bool:
    if not start.x < point.x < end.x:
        return False
    along = (point.x - start.x) / (end.x - start.x)
    return abs(start.y + (end.y - start.y) * along - point.y) < NEAR


def in_words(plan: Plan) -> str:
    """What the map shows, for those who do not see it and for small screens."""
    steps = plan.steps
    if not steps:
        return ""
    parts = [ngettext("%(n)d step.", "%(n)d steps.", len(steps)) % {"n": len(steps)}]
    done = len(plan.in_state(State.DONE))
    if done:
        parts.append(_("%(n)d done.") % {"n": done})
    for state, words in (
        (State.NOW, _("Under way: %(numbers)s.")),
        (State.LATE, _("Late: %(numbers)s.")),
        (State.BROKEN, _("Needs another way: %(numbers)s.")),
        (State.WAITING, _("Still to come: %(numbers)s.")),
        (State.PARKED, _("Parked: %(numbers)s.")),
    ):
        found = plan.in_state(state)
        if found:
            parts.append(words % {"numbers": _numbers(found)})
    return " ".join(parts)


def _numbers(steps: Iterable[Any]) -> str:
    return ", ".join(str(number) for number in sorted(step.number for step in steps))
