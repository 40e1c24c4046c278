"""Files about the directory as tables of text: a zip of CSV, nested JSON, one sheet. Nothing is run."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from kimbilio.interchange.cells import plain
from kimbilio.interchange.directory.entries import LARGEST_FILE, Spot, too_many
from kimbilio.interchange.reasons import CellRefused
from kimbilio.interchange.tables import FORMULA_MARK, NotATable, decoded, unescaped
from kimbilio.partners.hsds import TABLES

MOST_UNPACKED = 40 * 1024 * 1024
MOST_ROWS = 40_000  # in one table
NESTED = {
    "phones": "organization_id", "contacts": "organization_id", "locations": "organization_id",
    "schedules": "service_id", "languages": "service_id", "service_areas": "service_id",
    "cost_options": "service_id", "addresses": "location_id", "attributes": "link_id",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of a table, its columns by name."""

    spot: Spot
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


Tables = dict[str, list[Row]]


def tables_of_zip(content: bytes) -> Tables:
    """The CSV files of a zip that the standard knows; refuses one that unpacks to too much."""
    found: Tables = {}
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                name = PurePosixPath(part.filename).name.casefold()
                if not name.endswith(".csv") or name[:-4] not in TABLES:
                    continue
                with archive.open(part) as stream:
                    unpacked = stream.read(left + 1)
                left -= len(unpacked)
                if left < 0:
                    raise too_many()
                found[name[:-4]] = _of_csv(unpacked, name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise NotATable(_not_known()) from None
    if "organizations" not in found:
        raise NotATable(_("There is no organizations.csv in this file."), field="file")
    return found


def _of_csv(content: bytes, file: str) -> list[Row]:
    lines = _lines(content)
    heads = [plain(cell).casefold() for cell in lines[0]] if lines else []
    return rows_under(heads, lines[1:], file=file, first=2)


def _lines(content: bytes) -> list[list[str]]:
    csv.field_size_limit(200_000)
    try:
        text = decoded(content)
        head = text[:4000].split("\n", 1)[0]
        separator = max(",;\t", key=head.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise NotATable(_not_known()) from None


def rows_under(heads: list[str], lines: Iterable[list[Any]], *, file: str, first: int) -> list[Row]:
    """The rows that hold anything, with their numbers as people see them."""
    rows = []
    for number, line in enumerate(lines, first):
        spot = Spot(file, number)
        cells = {
            head: text_of(cell, spot, head) for head, cell in zip(heads, line, strict=False) if head
        }
        if any(cells.values()):
            rows.append(Row(spot, cells))
        if len(rows) > MOST_ROWS:
            raise too_many()
    return rows


def text_of(cell: Any, spot: Spot, column: str) -> str:
    """A cell as text; what cannot be stored, or was never reckoned, is refused with its place."""
    if cell == FORMULA_MARK:
        raise NotATable(_at(spot, column, _("There is a formula without a result.")), field="file")
    try:
        return unescaped(plain(cell))
    except CellRefused:
        why = _("There is an invisible character in it, or it is too long.")
        raise NotATable(_at(spot, column, why), field="file") from None


def _at(spot: Spot, column: str, why: str) -> str:
    place = f"{spot.file} {spot.row}".strip()
    return _("Row %(row)s, %(column)s: %(why)s") % {"row": place, "column": column, "why": why}


def tables_of_json(content: bytes) -> Tables:
    """Organizations with their parts nested in them, as one list or one page of the API."""
    try:
        said = json.loads(content)
        listed = said["contents"] if isinstance(said, dict) else said
        tables: Tables = {"organizations": []}
        for number, organization in enumerate(listed, 1):
            _flatten(tables, "organizations", organization, Spot("", number))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotATable(_not_known(), field="file") from None
    return tables


def _flatten(tables: Tables, name: str, thing: dict[str, Any], spot: Spot, **link: str) -> None:
    """One object as a row of its table, and whatever is nested in it as rows of theirs."""
    cells = {
        key: text_of(value, spot, key)
        for key, value in thing.items()
        if not isinstance(value, list | dict)
    }
    if isinstance(term := thing.get("taxonomy_term"), dict):
        cells["taxonomy_term_id"] = text_of(term.get("id"), spot, "taxonomy_term")
    tables.setdefault(name, []).append(Row(spot, {**cells, **link}))
    own = cells.get("id", "")
    for key, column in NESTED.items():
        for part in thing.get(key, ()):
            _flatten(tables, key, part, spot, **{column: own})
        if key in thing:
            tables.setdefault(key, [])
    for service in thing.get("services", ()):
        _flatten(tables, "services", service, spot, organization_id=own)


def lines_of_sheet(content: bytes) -> list[list[Any]]:
    """The lines of one sheet, from Excel or CSV."""
    if len(content) > LARGEST_FILE:
        raise too_many()
    if not content.startswith(b"PK"):
        return list(_lines(content))
    from kimbilio.interchange.workbooks import first_sheet  # the library needs 18 MB

    return first_sheet(content)


def is_workbook(content: bytes) -> bool:
    """Whether a zip is an Excel workbook."""
    return bool(re.search(rb"xl/workbook\.xml", content))


def _not_known() -> str:
    return str(
        _(
            "This is no HSDS file (zip of CSV, or JSON) and no 5W sheet (Excel or CSV). Choose another."
        )
    )
