"""Rows that several people may edit: each carries a version, and only ``amend`` changes them."""

from typing import Any

from django.db import models
from django.db.models import F

from kimbilio.kernel.errors import Stale
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.words import InWords

Changes = dict[str, tuple[Any, Any]]


class Versioned(InWords):
    """A row with a time-ordered key and a version that rises by one at each change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def amend(row: Versioned, *, expected: int | None = None, **new_values: Any) -> Changes:
    """Write ``new_values`` if the row is still the version we read, and say what changed.

    ``expected`` is the version the person had on the screen; without it, the version of ``row``.
    Returns ``{field: (was, is)}`` for the fields that really changed; the row in memory follows.
    Raises ``Stale`` when somebody else was faster; then nothing is written.
    """
    changes: Changes = {}
    for name, value in new_values.items():
        was = getattr(row, name)
        if was != value:
            changes[name] = (was, value)
    read_version = row.version if expected is None else expected
    if not changes:
        return changes
    columns: dict[str, Any] = {}
    for name, (_, value) in changes.items():
        seal = getattr(row._meta.get_field(name), "seal", None)
        columns[name] = seal(row, value) if seal else value
    manager = type(row)._base_manager
    written = manager.filter(pk=row.pk, version=read_version).update(
        version=F("version") + 1, **columns
    )
    if not written:
        raise Stale(theirs=manager.filter(pk=row.pk).first())
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    row.version = read_version + 1
    return changes
