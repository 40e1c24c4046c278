"""A CSV file, line by line, with a mark by which spreadsheets know that it is UTF-8."""

import csv
import logging
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError

logger = logging.getLogger(__name__)
CONTENT_TYPE = "text/csv; charset=utf-8"
BATCH = 200


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_file(heads: list[str], rows: Iterable[list[str | int]], *, broke_off: str) -> Iterator[str]:
    """The parts of the file. It ends with ``broke_off`` if the rows could not all be read."""
    writer: Any = csv.writer(_Echo())  # typed as if write returned nothing
    yield "\ufeff" + writer.writerow(heads)
    remaining = iter(rows)
    try:
        while batch := list(islice(remaining, BATCH)):
            yield "".join(writer.writerow(row) for row in batch)
    except DatabaseError:
        logger.exception("An export broke off")
        yield writer.writerow([broke_off])
