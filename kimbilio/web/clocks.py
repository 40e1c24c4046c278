"""The face of a response clock: how much is left of how much, in words and as a ring."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from kimbilio.web.texts import script_texts

ROUND = 113.1  # the ring's length: 2 x pi x 18


@dataclass(frozen=True)
class Face:
    """What one clock shows at one moment; ``frontend/src/clocks.js`` draws the same."""

    time: str
    note: str
    tone: str
    dash: str
    due: str
    limit: int


def in_words(span: timedelta) -> str:
    """A span as on the clocks: ``4 h 05``, ``11 min``, and from two days on ``3 days``."""
    texts = script_texts()
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 60:
        return texts["minutes"].format(minutes=minutes)
    if minutes < 48 * 60:
        return texts["hourMinutes"].format(hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return texts["days"].format(days=minutes // 1440)


def limit_in_words(limit: timedelta) -> str:
    """A limit as a person says it: ``1 hour``, ``6 hours``, ``45 min``, ``7 days``."""
    texts = script_texts()
    hours, rest = divmod(int(limit.total_seconds()), 3600)
    if rest or not hours:
        return in_words(limit)
    if hours == 1:
        return texts["oneHour"]
    if hours > 48 and hours % 24 == 0:
        return texts["days"].format(days=hours // 24)
    return texts["hours"].format(hours=hours)


def face(due: datetime, limit: timedelta, *, now: datetime | None = None) -> Face:
    """The clock of something to be done by ``due``, for which there was ``limit``.

    Calm until half of the time is left, honey below, clay below a quarter and when it is over.
    """
    left = due - (now or timezone.now())
    share = max(0.0, min(1.0, left / limit)) if limit else 0.0
    texts = script_texts()
    over = left < timedelta(0)
    return Face(
        time=in_words(left),
        note=texts["over" if over else "left"].format(limit=limit_in_words(limit)),
        tone="clay" if share < 0.25 else "honey" if share < 0.5 else "",
        dash=f"{share * ROUND:.1f} {ROUND}",
        due=due.isoformat(timespec="seconds"),
        limit=int(limit.total_seconds()),
    )
