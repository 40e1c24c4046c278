"""The log as a CSV file: streamed, newest first, without names of survivors or words of changes."""

import csv
import json
import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError
from django.utils.timezone import localtime

from kimbilio.audit.models import Entry
from kimbilio.web.audit.lines import lines_of

logger = logging.getLogger(__name__)

COLUMNS = (
    "entry", "at", "event", "sentence", "person", "role", "case", "about", "about_id", "address",
    "device", "session", "facts",
)  # fmt: skip
BATCH = 500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def log_as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """The file, line by line; it says so if it broke off."""
    writer: Any = csv.writer(_Echo())  # typed as if write returned nothing
    yield writer.writerow(COLUMNS)
    remaining = iter(entries)
    try:
        while batch := list(islice(remaining, BATCH)):
            for row in _rows(batch):
                yield writer.writerow([_harmless(cell) for cell in row])
    except DatabaseError:
        logger.exception("An export of the log broke off")
        yield writer.writerow(["This file broke off here. Export it again."])


def _rows(batch: list[Entry]) -> Iterator[list[str]]:
    for entry, line in zip(batch, lines_of(batch), strict=True):
        facts = json.dumps(entry.facts, sort_keys=True) if entry.facts else ""
        yield [
            str(entry.id), localtime(entry.at).isoformat(timespec="seconds"), entry.event,
            line.what, line.who, entry.actor_role, line.case_code, entry.subject_type,
            entry.subject_id, line.ip, entry.device, entry.session, facts,
        ]  # fmt: skip


def _harmless(cell: str) -> str:
    """A spreadsheet would run what begins like a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
