"""Where the days of a small chart stand: as far apart as they were, with as many words as have room."""

from collections.abc import Sequence
from datetime import date

WIDTH, HEIGHT, LEFT, RIGHT, ABOVE, BELOW = 350, 178, 34, 12, 14, 28
MARGIN, APART = 14, 52  # beside the first and the last point; between two days that are written


def across(days: Sequence[date]) -> list[int]:
    """How far to the right each day stands, from the oldest to the newest; evenly if all are one day."""
    room = WIDTH - LEFT - RIGHT - 2 * MARGIN
    whole = (days[-1] - days[0]).days
    far = [(day - days[0]).days for day in days] if whole else list(range(len(days)))
    return [round(LEFT + MARGIN + room * one / max(1, far[-1])) for one in far]


def written(places: Sequence[int]) -> list[bool]:
    """Which of the days are written under the drawing: the newest, and before it those with room."""
    shown, free = [], WIDTH + APART
    for place in reversed(places):
        has_room = free - place >= APART
        shown.append(has_room)
        free = place if has_room else free
    return shown[::-1]
