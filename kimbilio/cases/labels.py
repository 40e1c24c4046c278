"""Words of closed lists inside a stored line, so that each reader sees them in their own language.

A line of the timeline is written once, by somebody who works in English or in Kiswahili, and read by
both. So a line keeps which choice was meant, not the word: ``label(Outcome.REACHED)`` gives a mark
that ``in_language`` turns into the label in the language of whoever reads.
"""

import re
import sys

from django.db.models import Choices

EDGE = "\x1f"  # no keyboard writes it
_MARK = re.compile(f"{EDGE}kimbilio\\.([\\w.]+)\\.(\\w+):([^{EDGE}]*){EDGE}")


def label(choice: Choices) -> str:
    """The mark of ``choice`` for a stored line. The class keeps its place: the mark names it."""
    kind = type(choice)
    return f"{EDGE}{kind.__module__}.{kind.__qualname__}:{choice.value}{EDGE}"


def in_language(line: str) -> str:
    """``line`` with the labels of its marks in the language that is active now."""
    return _MARK.sub(_said, line).replace(EDGE, "")


def shortened(line: str, most: int) -> str:
    """``line`` cut after ``most`` characters, never in the middle of a mark."""
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    if kept.count(EDGE) % 2:
        kept = kept[: kept.rindex(EDGE)]
    return f"{kept}…"


def _said(mark: re.Match[str]) -> str:
    module, name, value = mark.groups()
    kind = getattr(sys.modules.get(f"kimbilio.{module}"), name, None)
    if not (isinstance(kind, type) and issubclass(kind, Choices)):
        return value
    known = next((one for one in kind if str(one.value) == value), None)
    return str(known.label) if known else value
