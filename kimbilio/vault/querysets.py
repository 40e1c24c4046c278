"""The queryset for models with encrypted fields that are written many rows at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models

from kimbilio.vault.sealed import Lent

_Row = TypeVar("_Row", bound=models.Model)


class SealedQuerySet(models.QuerySet[_Row]):
    """A queryset whose ``bulk_update`` locks each value for its row; the rest is Django's."""

    def bulk_update(
        self, objs: Iterable[_Row], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As Django's. Without this class Django would have to write encrypted fields in plain."""
        rows, names = list(objs), list(fields)
        found = [self.model._meta.get_field(name) for name in names]
        encrypted = [field for field in found if hasattr(field, "seal")]
        with _lent(rows, encrypted):
            return super().bulk_update(rows, names, batch_size)


@contextmanager
def _lent(rows: Sequence[models.Model], fields: Sequence[Any]) -> Iterator[None]:
    """Let Django read the locked values from the attributes, and put the plain ones back."""
    kept = []
    try:
        for row in rows:
            for field in fields:
                sealed = field.pre_save(row, add=False)
                kept.append((row.__dict__, field.attname, row.__dict__[field.attname]))
                row.__dict__[field.attname] = Lent(sealed)
        yield
    finally:
        for held, name, cell in reversed(kept):
            held[name] = cell
