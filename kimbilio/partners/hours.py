"""When a service is open: one line of its hours, as forms, files and actions speak of it."""

import re
from dataclasses import dataclass
from datetime import time

from kimbilio.partners.choices import EVERY_DAY

CODE = re.compile(r"([1-7]{1,7}) (?:(\d\d):(\d\d)-(\d\d):(\d\d)|all)")
MOST_FURTHER = 9  # lines beside the first: every day its own, and a break on some


@dataclass(frozen=True)
class Hours:
    """Some days of the week with the hours of each, or None for the whole of these days."""

    days: str
    opens: time | None = None
    closes: time | None = None

    @property
    def code(self) -> str:
        """Such as ``12345 08:00-17:00`` or ``67 all``; read back by ``hours_of``."""
        if self.opens is None or self.closes is None:
            return f"{self.days} all"
        return f"{self.days} {self.opens:%H:%M}-{self.closes:%H:%M}"

    @property
    def is_round_the_clock(self) -> bool:
        """Whether this line alone covers every hour of every day."""
        return self.opens is None and self.days == EVERY_DAY


def hours_of(code: str) -> Hours | None:
    """The line that ``code`` stands for; None if it is none."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    days, *clock = found.groups()
    if list(days) != sorted(set(days)):
        return None
    if clock[0] is None:
        return Hours(days)
    try:
        return Hours(days, time(int(clock[0]), int(clock[1])), time(int(clock[2]), int(clock[3])))
    except ValueError:
        return None
