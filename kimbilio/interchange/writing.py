"""Rows to files: the standard's workbook layout, CSV and JSON; a cell can never run as a formula."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kimbilio.interchange.standard import SEPARATOR, Field, column_order, fields

Row = dict[str, str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNS = re.compile("'*[=+\\-@\t\r＝＋－＠]")


def as_workbook(rows: Iterable[Row], *, for_filling: bool = False) -> bytes:
    """The layout of the standard's workbooks: names in row 1 (hidden), labels in row 2, then cases.

    ``for_filling`` adds notes and, beside the cells, the choices.
    """
    from kimbilio.interchange.workbook_writing import written  # the library needs 18 MB

    return written(rows, for_filling=for_filling)


class _Echo:
    def write(self, text: str) -> str:
        return text


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Codes by field name, several parted by a semicolon; line by line."""
    order = column_order()
    writer: Any = csv.writer(_Echo())  # typed as if write returned nothing
    yield "\ufeff" + writer.writerow([field.name for field in order])
    for row in rows:
        yield writer.writerow([harmless(row.get(field.name, "")) for field in order])


def harmless(text: str) -> str:
    """A spreadsheet would run what begins like a formula; reading takes the apostrophe off again."""
    return f"'{text}" if RUNS.match(text) else text


def as_json(rows: Iterable[Row]) -> Iterator[str]:
    """``{"standard": "HTCDS", "version": "2.0", "cases": [...]}``, several codes as a list."""
    yield '{"standard": "HTCDS", "version": "2.0", "cases": ['
    for number, row in enumerate(rows):
        case = {name: _listed(fields()[name], value) for name, value in row.items()}
        yield (",\n" if number else "\n") + json.dumps(case, ensure_ascii=False)
    yield "\n]}\n"


def _listed(field: Field, value: str) -> str | list[str]:
    return value.split(SEPARATOR) if field.takes_several else value
