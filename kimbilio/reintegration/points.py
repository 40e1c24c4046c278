"""The points of a plan of follow-ups, such as ``1w, 1m, 6m``: read, counted from a day, said in words."""

import re
from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import ngettext

_POINT = re.compile(r"([1-9]\d{0,2})([dwm])")
USUAL = "1w,1m,3m,6m,12m"
MOST_POINTS, FURTHEST = 12, 3660  # days


def read(words: str) -> list[str]:
    """The points in ``words``, the earliest first, each once. ``ValueError`` for what is none."""
    parts = [part.strip().lower() for part in words.replace(";", ",").split(",") if part.strip()]
    if not parts or len(parts) > MOST_POINTS or not all(_POINT.fullmatch(part) for part in parts):
        raise ValueError(words)
    start = date(2000, 1, 1)
    ordered = sorted(set(parts), key=lambda part: day_of(part, start))
    if (day_of(ordered[-1], start) - start).days > FURTHEST:
        raise ValueError(words)
    return ordered


def day_of(point: str, start: date) -> date:
    """The day of ``point``, counted from ``start``; a month ends where a short one does."""
    found = _POINT.fullmatch(point)
    if found is None:
        raise ValueError(point)
    number, unit = int(found[1]), found[2]
    if unit != "m":
        return start + timedelta(days=number * (7 if unit == "w" else 1))
    months = start.year * 12 + start.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def in_words(point: str) -> str:
    """The point as people say it; empty for none."""
    found = _POINT.fullmatch(point)
    if found is None:
        return ""
    n = int(found[1])
    if found[2] == "d":
        return ngettext("After %(n)s day", "After %(n)s days", n) % {"n": n}
    if found[2] == "w":
        return ngettext("After %(n)s week", "After %(n)s weeks", n) % {"n": n}
    return ngettext("After %(n)s month", "After %(n)s months", n) % {"n": n}
