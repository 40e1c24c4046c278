"""An XLSX file, made as it is sent.

Spreadsheet libraries first build the whole file: in memory, which a small server does not have, or
in a temporary file, which would put names on the disk in plain. A workbook of plain cells is a zip
archive of six short texts and the rows, and Python's zip writer can write to a pipe.
"""

import logging
import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

from django.db import DatabaseError

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_A_SHEET = 1_000_000  # a sheet holds 1,048,576
BATCH = 200

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_START = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    "</sheetViews><sheetData>"
)
_SHEET_END = "</sheetData></worksheet>"


class _Pipe(RawIOBase):
    """Takes what the archive writes until somebody collects it. Cannot go back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def collect(self) -> bytes:
        """What has come since the last time."""
        whole, self.parts = b"".join(self.parts), []
        return whole


def xlsx_file(
    heads: list[str], rows: Iterable[list[str | int]], *, broke_off: str
) -> Iterator[bytes]:
    """The parts of the file. Its last row says ``broke_off`` if the rows could not all be read."""
    pipe = _Pipe()
    remaining = _unless_broken(iter(rows), broke_off)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        sheets = 0
        first: list[list[str | int]] = []
        while sheets == 0 or (first := list(islice(remaining, 1))):
            sheets += 1
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as sheet:
                sheet.write(_SHEET_START.encode() + _row(heads))
                mine = islice(chain(first, remaining), ROWS_A_SHEET)
                while batch := list(islice(mine, BATCH)):
                    sheet.write(b"".join(map(_row, batch)))
                    yield pipe.collect()
                sheet.write(_SHEET_END.encode())
        for name, text in _frame(sheets).items():
            archive.writestr(name, text)
    yield pipe.collect()


def _unless_broken(rows: Iterator[list[str | int]], broke_off: str) -> Iterator[list[str | int]]:
    try:
        yield from rows
    except DatabaseError:
        logger.exception("An export broke off")
        yield [broke_off]


def _row(cells: Iterable[str | int]) -> bytes:
    return f"<row>{''.join(map(_cell, cells))}</row>".encode()


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    if not value:
        return "<c/>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _frame(sheets: int) -> dict[str, str]:
    """The parts that say which sheets there are."""
    numbers = range(1, sheets + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f"{overrides}</Types>"
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        ),
    }
