"""The standard's workbook layout, written; the only module that makes workbooks with a library."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from kimbilio.interchange.standard import CREDIT, Field, column_order

Row = dict[str, str]
MOST_ROWS_TO_CHOOSE = 2_000


def written(rows: Iterable[Row], *, for_filling: bool = False) -> bytes:
    """The layout of the standard's workbooks: names in row 1 (hidden), labels in row 2, then cases.

    ``for_filling`` adds notes and, beside the cells, the choices.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    order = column_order()
    sheet.freeze_panes = "C3"
    sheet.row_dimensions[1].hidden = True
    for at in range(2, len(order) + 2):
        sheet.column_dimensions[_letter(at)].width = 22
    if for_filling:
        _offer_choices(sheet, order)
    sheet.append([None, *[field.name for field in order]])
    sheet.append([None, *[_bold(sheet, field.label) for field in order]])
    for number, row in enumerate(rows, start=1):
        cells = [_text(sheet, field.said(row.get(field.name, ""))) for field in order]
        sheet.append([number, *cells])
    notes = book.create_sheet("Notes")
    for line in _notes() if for_filling else [CREDIT]:
        notes.append([line])
    if for_filling:
        choices = book.create_sheet("Choices")
        for columns in _choice_rows(order):
            choices.append(columns)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _letter(at: int) -> str:
    letters = ""
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _text(sheet: Any, text: str) -> Any:
    """A cell that holds a text, whatever it begins with."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _with_choices(order: list[Field]) -> list[Field]:
    return [field for field in order if field.values]


def _offer_choices(sheet: Any, order: list[Field]) -> None:
    """A list to choose from beside each cell; several values may still be typed."""
    for place, field in enumerate(_with_choices(order), start=1):
        letter = _letter(place)
        source = f"Choices!${letter}$2:${letter}${len(field.values) + 1}"
        rule = DataValidation(type="list", formula1=source, showErrorMessage=False)
        column = _letter(order.index(field) + 2)
        rule.add(f"{column}3:{column}{MOST_ROWS_TO_CHOOSE}")
        sheet.data_validations.append(rule)


def _choice_rows(order: list[Field]) -> Iterator[list[str | None]]:
    chosen = _with_choices(order)
    yield [field.label for field in chosen]
    lists = [list(field.values.values()) for field in chosen]
    for at in range(max(map(len, lists))):
        yield [labels[at] if at < len(labels) else None for labels in lists]


def _notes() -> list[str]:
    return [
        _("How to fill in this workbook"),
        _("One case a row, from row 3. Leave empty what is not known."),
        _("Several values in one cell: part them with a semicolon."),
        _("Dates: write them like 2019-03-31. A month (2019-03) or a year (2019) is fine."),
        _("Countries: English names or two-letter codes. Yes or no: write yes or no."),
        _("Our case number: what you call the case. A row with the same number is filed once."),
        _("Keep this file safe while it holds names. Delete it when the cases are in Kimbilio."),
        CREDIT,
    ]
