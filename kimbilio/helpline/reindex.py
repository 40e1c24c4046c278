"""Writes the numbers that stand for addresses anew after a change of keys."""

from uuid import UUID

from kimbilio.helpline.marks import address_key
from kimbilio.helpline.models import Correspondent
from kimbilio.vault import blind


def reindex(after: str, size: int) -> tuple[int, str]:
    """The next ``size`` correspondents behind ``after``."""
    rows = Correspondent.objects.order_by("id")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    done = list(rows[:size])
    for row in done:
        Correspondent.objects.filter(pk=row.pk).update(address_key=address_key(row.address))
    return len(done), str(done[-1].pk) if len(done) == size else ""


blind.register("helpline", reindex)
