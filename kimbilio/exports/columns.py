"""What a file of rows is made of: columns, each at a stated level, and cells that cannot run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kimbilio.kernel.privacy import Level

Row = TypeVar("Row")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its head, what stands in it for a row, and how much harm a leak would do."""

    label: Any
    value: Callable[[Row], str | int]
    level: Level


def allowed(columns: Iterable[Column[Row]], ceiling: Level) -> list[Column[Row]]:
    """The columns up to ``ceiling``, which comes from the reader's permission, never their wish."""
    return [column for column in columns if column.level <= ceiling]


def cell(value: str | int) -> str | int:
    """A value that no spreadsheet takes for a formula and every file format can hold."""
    if isinstance(value, int):
        return value
    text = value.translate(NOT_IN_XML)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def cells(columns: list[Column[Row]], rows: Iterable[Row]) -> Iterator[list[str | int]]:
    """The rows as lists of cells."""
    for row in rows:
        yield [cell(column.value(row)) for column in columns]
