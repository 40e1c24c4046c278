"""Questions that every request asks, put into SQL once.

For a small statement Django needs ten times as long to write it as the database to answer it. What is
written depends on the shape of the question alone, so it is kept, and only the values change.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Field, QuerySet, UUIDField

Question = Callable[..., QuerySet[Any, Any]]

# Stand-ins that no record has: they show where in the statement a value belongs.
_KEY = UUID("5b0c7d2e-0000-4000-8000-7a6d1f3e9b58")
_MOMENT = datetime(2199, 12, 31, 23, 58, 57, 654321, tzinfo=UTC)
_FIELDS: dict[type, Field[Any, Any]] = {UUID: UUIDField(), datetime: DateTimeField()}


class Prepared:
    """A ``question`` that takes keyword values and gives a queryset of ``values_list``.

    ``kinds`` says of each whether it is a ``UUID`` or a ``datetime``. The question must use them as they
    are: a value that is reckoned with, or left out for some values, would be kept as it was the first
    time. One that does not appear in the statement raises ``ValueError``.
    """

    def __init__(self, question: Question, **kinds: type[UUID] | type[datetime]) -> None:
        self._question = question
        self._stand_ins = {name: _stand_in(kind, n) for n, (name, kind) in enumerate(kinds.items())}

    def rows(self, **values: UUID | datetime) -> list[list[Any]]:
        """The answer for these values: one statement."""
        compiler, _statement, _places = self._written
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return list(compiler.apply_converters(self.unread(**values), converters))

    def unread(self, **values: UUID | datetime) -> list[tuple[Any, ...]]:
        """The same as the database has it, for many keys of which few are looked at: ``sent`` makes such a key."""
        _compiler, statement, places = self._written
        given = {name: sent(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(statement, [given[name] if name else kept for name, kept in places])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    @cached_property
    def _written(self) -> tuple[Any, str, list[tuple[str | None, Any]]]:
        """What Django wrote, and for each value in it whose place that is, if not its own."""
        compiler = self._question(**self._stand_ins).query.get_compiler(connection=connection)
        statement, written = compiler.as_sql()
        by_value = {sent(value): name for name, value in self._stand_ins.items()}
        places = [(by_value.get(value), value) for value in written]
        if missing := set(self._stand_ins) - {name for name, _value in places}:
            raise ValueError(f"not in the statement: {', '.join(sorted(missing))}")
        return compiler, statement, places


def _stand_in(kind: type[UUID] | type[datetime], number: int) -> UUID | datetime:
    return UUID(int=_KEY.int + number) if kind is UUID else _MOMENT + timedelta(minutes=number)


def sent(value: UUID | datetime) -> Any:
    """The value as this database takes it."""
    return _FIELDS[type(value)].get_db_prep_value(value, connection, prepared=False)


def read(key: Any) -> UUID:
    """The key behind one that is as ``sent``."""
    return key if isinstance(key, UUID) else UUID(key)
