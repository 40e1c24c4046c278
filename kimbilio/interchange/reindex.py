"""How the keys of imported rows are written anew when the keys of the vault change."""

from uuid import UUID

from kimbilio.interchange.keys import token_of
from kimbilio.interchange.models import ImportedRow
from kimbilio.vault import blind


def reindex_rows(after: str, size: int) -> tuple[int, str]:
    """Write the tokens of some rows anew."""
    rows = ImportedRow.objects.order_by("pk")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    batch = list(rows[:size])
    for row in batch:
        ImportedRow.objects.filter(pk=row.pk).update(token=token_of(row.key))
    return len(batch), str(batch[-1].pk) if len(batch) == size else ""


blind.register("imported rows", reindex_rows)
