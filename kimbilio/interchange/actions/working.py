"""Trying and filing the rows of an import, in batches, so that it can stop anywhere and go on."""

import logging
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import remembered_reach, require
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.interchange.actions.filing import AlreadyFiled, file_row
from kimbilio.interchange.actions.storing import let_go, table_of
from kimbilio.interchange.choices import Doubles, RunState
from kimbilio.interchange.columns import Matching, RowRead, matching_of, read_row
from kimbilio.interchange.keys import key_of, token_of
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.queries import already_filed, leads_by_name, likely_doubles
from kimbilio.interchange.standard import CASE_NUMBER
from kimbilio.interchange.tables import Table
from kimbilio.kernel.errors import DomainError
from kimbilio.kernel.versions import amend
from kimbilio.people.indexing import Findable, index_new

logger = logging.getLogger(__name__)

BATCH = 100
MOST_CODES = 100


def check(run_id: UUID) -> None:
    """Try every row: what would be filed, what is known already, what cannot be taken and why."""
    run = ImportRun.objects.select_related("by", "unit").get(pk=run_id)
    if run.state != RunState.CHECKING:
        return
    require(run.by, Permission.IMPORT_CASES)
    table = table_of(run)
    matching = matching_of(table, run.targets, run.date_order)
    seen: dict[str, int] = {}
    tally = Tally()
    with remembered_reach(run.by):
        for start in range(0, len(table.rows), BATCH):
            _try_batch(run, _batch(table, matching, start), seen, tally)
            moved = {"next_row": min(start + BATCH, len(table.rows)), "moved_at": timezone.now()}
            if not ImportRun.objects.filter(pk=run.pk, version=run.version).update(**moved):
                return
    with transaction.atomic():
        run.next_row = len(table.rows)
        amend(run, state=RunState.CHECKED, moved_at=timezone.now(), **tally.columns())
        trail.record(Event.IMPORT_CHECKED, by=run.by, on=run, **tally.counts())
        codes = sorted({code for _row, codes, _why in tally.likely for code in codes})
        if codes:
            trail.record(Event.MATCHES_SHOWN, by=run.by, on=run, codes=codes[:MOST_CODES])


class Tally:
    """What came of the rows so far."""

    def __init__(self) -> None:
        self.good = self.known = self.bad = self.empty = 0
        self.troubles: list[list[Any]] = []
        self.likely: list[list[Any]] = []

    def refuse(self, number: int, reasons: list[dict[str, Any]]) -> None:
        """A row that is not taken."""
        self.bad += 1
        self.troubles.append([number, reasons])

    def counts(self) -> dict[str, Any]:
        """Numbers for the trail."""
        return {
            "good": self.good, "known": self.known, "bad": self.bad, "likely": len(self.likely),
        }  # fmt: skip

    def columns(self) -> dict[str, Any]:
        """The same for the run."""
        return {
            "rows_good": self.good, "rows_known": self.known, "rows_bad": self.bad,
            "rows_empty": self.empty, "rows_doubtful": len(self.likely),
            "troubles": self.troubles, "likely": self.likely,
        }  # fmt: skip


def _batch(table: Table, matching: Matching, start: int) -> list[RowRead]:
    end = min(start + BATCH, len(table.rows))
    return [read_row(table, at, matching) for at in range(start, end)]


def _known(reads: list[RowRead]) -> tuple[dict[int, str], set[int]]:
    """The key of each row, and the numbers of rows that are cases already."""
    keys = {read.number: key_of(read) for read in reads if not read.is_empty and not read.wrong}
    numbers = {read.number: read.values.get(CASE_NUMBER, "") for read in reads}
    filed, codes = already_filed(set(keys.values()), {code for code in numbers.values() if code})
    return keys, {
        number for number, key in keys.items() if key in filed or numbers[number] in codes
    }


def _try_batch(run: ImportRun, reads: list[RowRead], seen: dict[str, int], tally: Tally) -> None:
    keys, known = _known(reads)
    for read in reads:
        if read.is_empty:
            tally.empty += 1
        elif read.wrong:
            tally.refuse(read.number, list(read.wrong))
        elif read.number in known:
            tally.known += 1
        elif (earlier := seen.setdefault(keys[read.number], read.number)) != read.number:
            tally.refuse(read.number, [{"field": "", "code": "same_row", "value": str(earlier)}])
        else:
            tally.good += 1
            codes, why = likely_doubles(read, viewer=run.by)
            if codes:
                tally.likely.append([read.number, codes, why])


def file_all(run_id: UUID) -> None:
    """File batch after batch until all is done, or somebody else works on it."""
    run = ImportRun.objects.select_related("by", "unit").get(pk=run_id)
    if run.state != RunState.FILING:
        return
    require(run.by, Permission.IMPORT_CASES)
    table = table_of(run)
    matching = matching_of(table, run.targets, run.date_order)
    left_out = {}
    if run.doubles == Doubles.LEAVE_OUT:
        left_out = {number: codes for number, codes, _why in run.likely}
    start = run.next_row
    while start < len(table.rows):
        if not _file_batch(run_id, table, matching, start, left_out):
            return
        start += BATCH
    _finish(run_id)


def _taken(run_id: UUID, start: int) -> ImportRun | None:
    """The run, held until the transaction ends, if its next row is still ``start``."""
    run: ImportRun = ImportRun.objects.select_for_update().get(pk=run_id)
    return run if run.state == RunState.FILING and run.next_row == start else None


@transaction.atomic
def _file_batch(
    run_id: UUID, table: Table, matching: Matching, start: int, left_out: dict[int, list[str]]
) -> bool:
    """One batch with its people in the index, all in one transaction; each row whole or not."""
    run = _taken(run_id, start)
    if run is None:
        return False
    reads = _batch(table, matching, start)
    keys, known = _known(reads)
    leads = leads_by_name()
    tally, found = Tally(), list[Findable]()
    seen: dict[str, int] = {}
    for read in reads:
        if read.is_empty:
            tally.empty += 1
        elif read.wrong:
            tally.refuse(read.number, list(read.wrong))
        elif read.number in known:
            tally.known += 1
        elif (earlier := seen.setdefault(keys[read.number], read.number)) != read.number:
            tally.refuse(read.number, [{"field": "", "code": "same_row", "value": str(earlier)}])
        elif codes := left_out.get(read.number):
            reason = {"field": "", "code": "looks_like", "value": ", ".join(codes)}
            tally.refuse(read.number, [reason])
        else:
            try:
                key = keys[read.number]
                _case, findable = file_row(read, run=run, key=(token_of(key), key), leads=leads)
            except AlreadyFiled:
                tally.known += 1
            except (DomainError, DatabaseError, ValueError) as trouble:
                logger.error("Row %s of import %s: %s", read.number, run.pk, type(trouble).__name__)
                tally.refuse(read.number, [{"field": "", "code": "not_saved", "value": ""}])
            else:
                tally.good += 1
                found.append(findable)
    index_new(found)
    amend(
        run,
        next_row=start + len(reads),
        moved_at=timezone.now(),
        rows_good=run.rows_good + tally.good,
        rows_known=run.rows_known + tally.known,
        rows_bad=run.rows_bad + tally.bad,
        rows_empty=run.rows_empty + tally.empty,
        troubles=[*run.troubles, *tally.troubles],
    )
    return True


@transaction.atomic
def _finish(run_id: UUID) -> None:
    run: ImportRun = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.FILING:
        return
    let_go(run, RunState.DONE)
    trail.record(
        Event.IMPORT_RUN, by=run.by, on=run, good=run.rows_good, known=run.rows_known,
        bad=run.rows_bad,
    )  # fmt: skip
