"""Writing many new rows at once: what the ORM would write, without a statement for each batch.

Building statements takes the ORM longer than the database takes to run them. Here each model's
fields are looked at once; PostgreSQL takes the rows by COPY, SQLite by one prepared statement.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from kimbilio.vault.fields import EncryptedField

Read = Callable[[Any], Any]


def write(objects: Iterable[models.Model]) -> None:
    """Insert objects of one model whose keys are known already."""
    rows = list(objects)
    if rows:
        columns, readers = plan_for(type(rows[0]))
        write_plain(type(rows[0]), columns, [[read(row) for read in readers] for row in rows])


def write_plain(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of values that are ready for the database."""
    quote = connection.ops.quote_name
    target = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {target} VALUES ({holes})", list(rows))  # noqa: S608  # our own names


@cache
def plan_for(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[Read, ...]]:
    """The columns of a model and how each value is read from an object."""
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    return tuple(str(f.column) for f in fields), tuple(map(_reader, fields))


def key(value: Any) -> Any:
    """A key as the database keeps it."""
    return value if value is None or connection.vendor == "postgresql" else value.hex


def _reader(field: Any) -> Read:
    if isinstance(field, EncryptedField):
        return lambda row: field.get_prep_value(field.pre_save(row, add=True))
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)
    read, target = attrgetter(field.attname), getattr(field, "target_field", field)
    if isinstance(target, models.UUIDField):
        return lambda row: key(read(row))
    if isinstance(target, models.CharField):
        return lambda row: None if (value := read(row)) is None else str(value)
    if isinstance(target, models.BooleanField | models.IntegerField):
        return read
    return lambda row: field.get_db_prep_save(read(row), connection)
