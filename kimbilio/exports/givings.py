"""The ledger of help given as rows of a file: day, grant, kind and cost, nobody's name and no code."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.exports.columns import Column, allowed, cells
from kimbilio.kernel.privacy import Level
from kimbilio.livelihoods.choices import AidKind
from kimbilio.livelihoods.queries import Span, rows_to_export

BATCH = 500


GIVING_COLUMNS: list[Column[Any]] = [
    Column(_("Given on"), lambda row: row.given_on.isoformat(), Level.SENSITIVE),
    Column(_("Donor"), lambda row: row.donor, Level.ORDINARY),
    Column(_("Grant"), lambda row: row.code, Level.ORDINARY),
    Column(_("What"), lambda row: str(AidKind(row.what).label), Level.SENSITIVE),
    Column(_("Quantity"), lambda row: row.quantity, Level.SENSITIVE),
    Column(_("People"), lambda row: int(row.to_survivor) + row.dependants, Level.SENSITIVE),
    Column(_("Cents of KES"), lambda row: row.cost_cents, Level.SENSITIVE),
    Column(_("Correction"), lambda row: str(_("yes")) if row.counters_id else "", Level.SENSITIVE),
]


def start_ledger_export(*, span: Span, by: User) -> tuple[list[str], Iterator[list[str | int]]]:
    """The heads and the rows; the trail says how many rows before the first one goes."""
    require(by, Permission.EXPORT_CASES)
    require(by, Permission.SEE_OUTLINE)
    rows = rows_to_export(by, span)
    trail.look(Event.EXPORTED, by=by, rows=rows.count(), format="csv", names=False)
    columns = allowed(GIVING_COLUMNS, Level.SENSITIVE)
    heads = [str(column.label) for column in columns]
    return heads, cells(columns, rows.iterator(chunk_size=BATCH))
