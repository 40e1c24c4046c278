"""A file as a table: what stands in its heading rows, and its rows as plain values."""

import csv
import io
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kimbilio.interchange.countries import plain_key
from kimbilio.interchange.standard import fields
from kimbilio.kernel.errors import BadInput

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 20_000, 400
HEADINGS_WITHIN = 15  # rows
FORMULA_MARK = "\x00formula"  # no cell can hold it otherwise: such characters are refused
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"{\\rtf")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
MADE_HARMLESS = re.compile("'+[=+\\-@\t\r＝＋－＠]")


class NotATable(BadInput):
    """The file cannot be read as a table."""

    code = "not_a_table"
    message = _("This is not an Excel, CSV or JSON file with cases. Choose another file.")


class TooMuch(BadInput):
    """The file is larger than can be taken at once."""

    code = "too_much"
    message = _(
        "This file is too large. At most 10 MB and 20,000 rows can be read at once. Split it."
    )


@dataclass
class Table:
    """``names`` and ``labels`` are the headings by column (either may be empty), ``first`` the
    number that people see beside the first row, ``spoilt`` the rows with merged cells."""

    names: list[str]
    labels: list[str]
    rows: list[list[Any]]
    first: int = 2
    spoilt: set[int] = field(default_factory=set)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(len(self.names), len(self.labels))

    def as_json(self) -> bytes:
        """To keep it encrypted until the import is done; nothing of the file itself is kept."""
        kept = [self.names, self.labels, self.first, sorted(self.spoilt)]
        return "\n".join(json.dumps(part) for part in [kept, *self.rows]).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Table":
        """What ``as_json`` gave."""
        head, *rows = [json.loads(line) for line in content.decode().split("\n")]
        names, labels, first, spoilt = head
        return cls(names, labels, rows, first, set(spoilt))


def from_rows(rows: list[list[Any]], *, spoilt: set[int] | None = None) -> Table:
    """Find the headings among the first rows: field names, labels, or both beneath each other."""
    known = {plain_key(one.name) for one in fields().values()}
    said = {plain_key(one.label) for one in fields().values()}
    heads = [[_heading(cell) for cell in row] for row in rows[:HEADINGS_WITHIN]]
    named = _best(heads, known)
    labelled = _best(heads, said)
    if named is not None and labelled is not None and labelled != named + 1:
        labelled = None
    if named is None and labelled is None:
        labelled = next((at for at, head in enumerate(heads) if sum(map(bool, head)) > 1), None)
    last = labelled if labelled is not None else named
    if last is None or last + 1 >= len(rows):
        raise NotATable(_("There are no rows under the headings in this file."))
    names = heads[named] if named is not None else []
    labels = heads[labelled] if labelled is not None else []
    width = max((at + 1 for head in (names, labels) for at, said in enumerate(head) if said))
    names, labels = ((head + [""] * width)[:width] for head in (names, labels))
    body = [row[:width] + [None] * (width - len(row)) for row in rows[last + 1 :]]
    while body and not any(cell not in (None, "") for cell in body[-1]):
        body.pop()
    if len(body) > MOST_ROWS or width > MOST_COLUMNS:
        raise TooMuch
    return Table(names, labels, body, last + 2, spoilt or set())


def _heading(cell: Any) -> str:
    return " ".join(str(cell).split())[:120] if cell is not None else ""


def _best(heads: list[list[str]], known: set[str]) -> int | None:
    """The row that holds most of the ``known`` headings, two at least."""
    counts = [sum(plain_key(cell) in known for cell in head) for head in heads]
    best = max(counts, default=0)
    return counts.index(best) if best >= 2 else None


def from_csv(content: bytes) -> Table:
    """A CSV file of whatever program: its encoding and separator are found out."""
    text = decoded(content)
    head = text[:4000].split("\n", 1)[0]
    separator = max(",;\t|", key=head.count)
    csv.field_size_limit(200_000)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([unescaped(cell) for cell in row])
            if len(rows) > MOST_ROWS + HEADINGS_WITHIN:
                raise TooMuch
    except csv.Error:
        raise NotATable from None
    return from_rows(rows)


def unescaped(cell: str) -> str:
    """What a spreadsheet would have run was written with an apostrophe before it."""
    return cell[1:] if MADE_HARMLESS.match(cell) else cell


def decoded(content: bytes) -> str:
    """The text of a file whose encoding is found out."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    codes = ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]
    for code in codes:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise NotATable


def from_json(content: bytes) -> Table:
    """Our JSON: ``{"standard": "HTCDS", "version": "2.0", "cases": [{"prs_FirstName": ...}]}``."""
    try:
        said = json.loads(content)
        cases = said["cases"]
        rows = [dict(case) for case in cases]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotATable(_("This JSON file does not hold a list of cases.")) from None
    if len(rows) > MOST_ROWS:
        raise TooMuch
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    if not names or len(names) > MOST_COLUMNS:
        raise NotATable(_("This JSON file does not hold a list of cases."))
    body = [[_from_json(row.get(name)) for name in names] for row in rows]
    return Table(names, [""] * len(names), body, 1)


def _from_json(cell: Any) -> Any:
    if isinstance(cell, list) and all(isinstance(part, str | int | float) for part in cell):
        return cell
    return cell if cell is None or isinstance(cell, str | int | float | bool) else json.dumps(cell)


def as_kept(cell: Any) -> Any:
    """A cell of a workbook as JSON can hold it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
