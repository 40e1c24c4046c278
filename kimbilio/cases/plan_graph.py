"""What waits for what, as pure functions over pairs; they know no rows.

A link is a pair ``(step, waits_for)``. Keys may be anything that can be hashed and sorted.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Link = tuple[K, K]


def awaited(links: Iterable[Link[K]]) -> dict[K, set[K]]:
    """For each step the steps it waits for."""
    found: dict[K, set[K]] = defaultdict(set)
    for step, waits_for in links:
        found[step].add(waits_for)
    return dict(found)


def turned(links: Iterable[Link[K]]) -> list[Link[K]]:
    """The same links seen from the other end."""
    return [(waits_for, step) for step, waits_for in links]


def reachable(links: Iterable[Link[K]], start: K) -> set[K]:
    """Everything ``start`` waits for, directly or through others."""
    next_ones = awaited(links)
    found: set[K] = set()
    to_visit = [start]
    while to_visit:
        for key in next_ones.get(to_visit.pop(), ()):
            if key not in found:
                found.add(key)
                to_visit.append(key)
    return found


def dependents(links: Iterable[Link[K]], of: K) -> set[K]:
    """Everything that waits for ``of``, directly or through others."""
    return reachable(turned(links), of)


def would_circle(links: Iterable[Link[K]], step: K, waits_for: K) -> bool:
    """Whether a new link from ``step`` to ``waits_for`` would close a circle."""
    return step == waits_for or step in reachable(links, waits_for)


def in_waiting_order(keys: Iterable[K], links: Iterable[Link[K]]) -> list[K]:
    """``keys`` so that each comes after all it waits for; otherwise in the order given.

    What stands in a circle, which the actions do not let happen, comes last rather than never.
    """
    waiting = list(keys)
    among = set(waiting)
    awaits = {key: others & among for key, others in awaited(links).items()}
    ordered: list[K] = []
    placed: set[K] = set()
    while waiting:
        ready = next((key for key in waiting if awaits.get(key, set()) <= placed), waiting[0])
        waiting.remove(ready)
        placed.add(ready)
        ordered.append(ready)
    return ordered


@dataclass(frozen=True)
class Dated:
    """What re-dating must know of a step: its day, and whether it may still move."""

    due_on: date | None
    is_open: bool = True


def redated(
    steps: Mapping[K, Dated], links: Iterable[Link[K]], moved: K, to: date, *, today: date
) -> dict[K, date]:
    """The new days of what depends on ``moved`` when its day becomes ``to``.

    Everything that waits for it keeps its distance, but never comes before what it waits for, and
    nothing is pulled into the past. Ended steps and steps without a day stay as they are.
    """
    links = list(links)
    was = steps[moved].due_on
    shift = to - was if was is not None else timedelta()
    following = dependents(links, moved)
    awaits = awaited(links)
    earliest: dict[K, date] = {moved: to}
    changes: dict[K, date] = {}
    for key in in_waiting_order(steps, links):
        if key == moved:
            continue
        step = steps[key]
        bounds = [earliest[other] for other in awaits.get(key, ()) if other in earliest]
        if not step.is_open:
            continue
        day = step.due_on
        if key in following and day is not None:
            wanted = max(day + shift, min(day, today))
            day = max([wanted, *bounds])
            if day != step.due_on:
                changes[key] = day
        bounds += [day] if day is not None else []
        if bounds:
            earliest[key] = max(bounds)
    return changes
