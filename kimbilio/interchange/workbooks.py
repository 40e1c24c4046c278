"""Excel workbooks, read with care: an archive from anybody may be a bomb, a formula is never run."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any, TypeVar

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from kimbilio.interchange.tables import (
    FORMULA_MARK,
    HEADINGS_WITHIN,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_ROWS,
    NotATable,
    Table,
    TooMuch,
    as_kept,
    from_rows,
)

Found = TypeVar("Found")
MOST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 500
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
PIECE = 256 * 1024
EMPTY_IN_A_ROW = 3_000  # after so many empty rows the sheet is taken to end


def from_workbook(content: bytes) -> Table:
    """The first sheet with cases in it. Cells have the values that Excel last saw."""
    merged = _inspected(content)
    return _opened(content, lambda values, formulas: _first_table(values, formulas, merged))


def first_sheet(content: bytes) -> list[list[Any]]:
    """The lines of the first sheet, read with the same care, whatever stands in it."""
    _inspected(content)
    return _opened(
        content, lambda values, formulas: _rows(values.worksheets[0], formulas.worksheets[0])
    )


def _opened(content: bytes, read: Callable[[Any, Any], Found]) -> Found:
    """What ``read`` finds in the workbook with its results, and beside it with its formulas."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of Excel that are not needed here
            values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(content), read_only=True)
            return read(values, formulas)
    except (NotATable, TooMuch):
        raise
    except Exception as trouble:  # the edge: the library raises anything on a damaged file
        raise NotATable from trouble


def _first_table(values: Any, formulas: Any, merged: dict[str, list[str]]) -> Table:
    refused: NotATable | None = None
    for sheet, source in zip(values.worksheets, formulas.worksheets, strict=True):
        if sheet.title.casefold() in {"validation", "about", "notes", "choices"}:
            continue
        path = sheet._worksheet_path.lstrip("/")
        try:
            rows = _rows(sheet, source)
            return from_rows(rows, spoilt=_spoilt(merged.get(path, [])))
        except NotATable as trouble:
            refused = refused or trouble
    raise refused or NotATable()


def _rows(sheet: Any, source: Any) -> list[list[Any]]:
    """The cells as they can be kept; a formula without a result is marked."""
    rows: list[list[Any]] = []
    empty = 0
    limits = {"max_col": MOST_COLUMNS, "max_row": MOST_ROWS + HEADINGS_WITHIN + EMPTY_IN_A_ROW}
    sheet.reset_dimensions()
    source.reset_dimensions()
    for shown, typed in zip(
        sheet.iter_rows(values_only=True, **limits), source.iter_rows(**limits), strict=False
    ):
        row = [as_kept(cell) for cell in shown]
        for at, cell in enumerate(typed[: len(row)]):
            if row[at] is None and getattr(cell, "data_type", "") == "f":
                row[at] = FORMULA_MARK
        rows.append(row)
        empty = 0 if any(cell is not None for cell in row) else empty + 1
        if empty > EMPTY_IN_A_ROW:
            break
    return rows


def _spoilt(ranges: list[str]) -> set[int]:
    """Numbers of the rows in which cells are merged."""
    rows: set[int] = set()
    for one in ranges[:5_000]:
        _left, top, _right, bottom = range_boundaries(one)
        if top and bottom:
            rows |= set(range(top, min(bottom, top + MOST_ROWS) + 1))
    return rows


def _inspected(content: bytes) -> dict[str, list[str]]:
    """Unpack everything once, piece by piece and to nowhere: too much or a declared entity is
    refused before a parser sees it. Returns the merged ranges by part."""
    merged: dict[str, list[str]] = {}
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise NotATable
            if len(parts) > MOST_PARTS:
                raise TooMuch
            for part in parts:
                with archive.open(part) as stream:
                    tail = b""
                    while piece := stream.read(PIECE):
                        unpacked += len(piece)
                        if unpacked > MOST_UNPACKED:
                            raise TooMuch
                        seen = tail + piece
                        if part.filename.endswith((".xml", ".rels")) and DECLARES.search(seen):
                            raise NotATable
                        found = [ref.decode() for ref in MERGED.findall(seen)]
                        merged.setdefault(part.filename, []).extend(found)
                        tail = piece[-60:]
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
        raise NotATable from None
    return merged
