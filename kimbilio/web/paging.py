"""Keyset pages: the millionth row costs what the first does, and nothing counts the table."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.utils.dateparse import parse_datetime


@dataclass(frozen=True)
class Page:
    """One page of rows; ``next`` is what ``?after=`` takes, or empty on the last page."""

    rows: list[Any]
    next: str
    is_first: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset_page(
    rows: QuerySet[Any], *, by: tuple[str, ...], after: str = "", size: int = 25
) -> Page:
    """The ``size`` rows that follow the row marked ``after``, in the order ``by``.

    ``by`` are non-null field names, ``-`` for falling, the last one unique. A mark that cannot be
    read, or is of another order, gives the first page.
    """
    return merged_page([rows], by=by, after=after, size=size)


def merged_page(
    parts: list[QuerySet[Any]], *, by: tuple[str, ...], after: str = "", size: int = 25
) -> Page:
    """One page of the union of ``parts``: each walks its own index, which no OR of them could.

    A row that several parts hold comes once.
    """
    mark = _read(after, by)
    found: list[Any] = []
    for rows in parts:
        beyond = rows if mark is None else rows.filter(_beyond(rows.model, by, mark))
        found += beyond.order_by(*by)[: size + 1]
    if len(parts) > 1:
        found = _in_order({_value_of(row, by[-1]): row for row in found}.values(), by)
    more = len(found) > size
    found = found[:size]
    return Page(found, _mark(found[-1], by) if more else "", mark is None)


def _in_order(rows: Any, by: tuple[str, ...]) -> list[Any]:
    ordered = list(rows)
    for name in reversed(by):
        ordered.sort(key=lambda row: _value_of(row, name), reverse=name.startswith("-"))
    return ordered


def _value_of(row: Any, name: str) -> Any:
    return getattr(row, name.lstrip("-"))


class _RowBeyond(Func):
    """``(a, b) > (x, y)`` as both databases know it. Django's own spells it out with OR on SQLite,
    which then reads the index from its beginning: 97 ms instead of 1 at the 60,000th row."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *parts: Any, **context: Any) -> Any:
        """Columns first, then as many values."""
        compiled = [compiler.compile(one) for one in self.get_source_expressions()]
        half = len(compiled) // 2
        left, right = (
            ", ".join(sql for sql, _ in part) for part in (compiled[:half], compiled[half:])
        )
        params = [param for _, its in compiled for param in its]
        return f"({left}) {self.extra['sign']} ({right})", params


def _beyond(model: Any, by: tuple[str, ...], mark: list[Any]) -> Any:
    """Rows after the mark. Columns that all run one way are compared as one, which an index can
    jump to; else there is at least a plain bound on the first."""
    falling = [name.startswith("-") for name in by]
    if len(by) > 1 and len(set(falling)) == 1:
        names = [name.lstrip("-") for name in by]
        values = [
            Value(value, output_field=model._meta.get_field(name))
            for name, value in zip(names, mark, strict=True)
        ]
        return _RowBeyond(*map(F, names), *values, sign="<" if falling[0] else ">")
    rule = Q()
    same = Q()
    for name, value in zip(by, mark, strict=True):
        field, step = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        rule |= same & Q(**{f"{field}__{step}": value})
        same &= Q(**{field: value})
    first, step = (by[0][1:], "lte") if by[0].startswith("-") else (by[0], "gte")
    return Q(**{f"{first}__{step}": mark[0]}) & rule


def _mark(row: Any, by: tuple[str, ...]) -> str:
    values = [_value_of(row, name) for name in by]
    text = json.dumps(["|".join(by), *[_plain(value) for value in values]])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return {"u": str(value)} if isinstance(value, UUID) else value


def _read(after: str, by: tuple[str, ...]) -> list[Any] | None:
    if not after:
        return None
    try:
        padded = after + "=" * (-len(after) % 4)
        order, *values = json.loads(base64.urlsafe_b64decode(padded))
        if order != "|".join(by) or len(values) != len(by):
            return None
        return [_value(value) for value in values]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        if "t" in value:
            moment = parse_datetime(value["t"])
            if moment is None:
                raise ValueError
            return moment
        if "d" in value:
            return date.fromisoformat(value["d"])
        return UUID(value["u"])
    if isinstance(value, str | int | bool):
        return value
    raise ValueError
