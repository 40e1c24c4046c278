"""Writing iCalendar (RFC 5545): few lines, each escaped and folded as the standard asks.

We write events and read none; moments go out in UTC, which every calendar draws at the hour of the place.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST = 75  # octets of a line, without its end
PRODUCT = "-//Kimbilio//Calendar//EN"


@dataclass(frozen=True)
class Event:
    """One event; ``summary`` is all that is told of it."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    sequence: int = 0
    is_off: bool = False


def written(events: Iterable[Event], *, name: str, stamp: datetime, zone: str) -> bytes:
    """The whole calendar. ``stamp`` says as of when; the same events with the same stamp are the same bytes."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", f"X-WR-TIMEZONE:{escaped(zone)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]  # fmt: skip
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{moment(stamp)}"
    yield f"DTSTART:{moment(event.starts_at)}"
    yield f"DTEND:{moment(event.ends_at)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"STATUS:{'CANCELLED' if event.is_off else 'CONFIRMED'}"
    yield f"SEQUENCE:{event.sequence}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def moment(at: datetime) -> str:
    """A moment in UTC, such as ``20260414T073000Z``."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A value as TEXT: marks of the format escaped, line ends as ``\\n``, other controls left out."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign for sign in whole if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
    return re.sub(r"([\\;,])", r"\\\1", kept).replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no character is cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece += sign
        size += width
    return "\r\n".join([*pieces, piece])
