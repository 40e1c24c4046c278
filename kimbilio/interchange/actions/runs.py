"""The steps of an import that a person takes; the background does the rest."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.interchange import tasks
from kimbilio.interchange.actions.storing import keep_table, let_go
from kimbilio.interchange.choices import WAITING, RunState
from kimbilio.interchange.columns import AS_NOTE, LEAVE_OUT, guess
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.queries import units_for_import
from kimbilio.interchange.reading import read_table
from kimbilio.interchange.standard import fields
from kimbilio.interchange.tables import FORMULA_MARK, Table
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.organisation.models import Unit


class WrongMoment(DomainError):
    """The import has moved on since the page was drawn."""

    code = "import_moved_on"
    message = _("This import has moved on. Look at where it is now.")


@transaction.atomic
def begin_import(*, content: bytes, file_name: str, unit: Unit, by: User) -> ImportRun:
    """Read a file and keep its rows, encrypted, until the import is done. Nothing is filed yet."""
    require(by, Permission.IMPORT_CASES)
    if not units_for_import(by).filter(pk=unit.pk).exists():
        raise NotAllowed
    table = read_table(content)
    if not table.rows:
        raise BadInput(_("There are no rows under the headings in this file."), field="file")
    targets = guess(table)
    run = ImportRun(
        by=by, unit=unit, file_name=file_name[-200:], targets=targets, rows_total=len(table.rows),
        headings=[
            [table.names[at], table.labels[at], _example(table, at)] for at in range(table.width)
        ],
    )  # fmt: skip
    run.file_id = keep_table(table, owner_id=run.pk).pk
    run.save(force_insert=True)
    return run


def _example(table: Table, at: int) -> str:
    """The first thing that stands in a column."""
    for row in table.rows[:200]:
        if row[at] not in (None, "", FORMULA_MARK):
            return str(row[at])[:60]
    return ""


@transaction.atomic
def match_columns(
    *, run: ImportRun, targets: list[str], date_order: str, by: User, expected: int | None = None
) -> None:
    """Say which column is what, and have every row tried without saving any."""
    _require_own(run, by, WAITING)
    chosen = [target for target in targets if target not in {LEAVE_OUT, AS_NOTE}]
    if len(targets) != len(run.headings) or any(name not in fields() for name in chosen):
        raise BadInput(_("One of the columns is not in the list. Choose again."))
    if not chosen:
        raise BadInput(_("Choose at least one column."))
    for name in chosen:
        if chosen.count(name) > 1:
            twice = _("Two columns are “%(label)s”. Choose one of them.")
            raise BadInput(twice % {"label": fields()[name].label})
    amend(
        run, expected=expected, targets=targets, date_order=date_order, state=RunState.CHECKING,
        next_row=0, moved_at=timezone.now(),
    )  # fmt: skip
    transaction.on_commit(partial(tasks.check_import.enqueue, str(run.pk)))


@transaction.atomic
def begin_filing(*, run: ImportRun, doubles: str, by: User, expected: int | None = None) -> None:
    """Have the rows filed as cases, as they were tried."""
    _require_own(run, by, (RunState.CHECKED,))
    amend(
        run, expected=expected, state=RunState.FILING, doubles=doubles, next_row=0, troubles=[],
        rows_good=0, rows_known=0, rows_bad=0, rows_empty=0, moved_at=timezone.now(),
    )  # fmt: skip
    transaction.on_commit(partial(tasks.file_import.enqueue, str(run.pk)))


@transaction.atomic
def drop_import(*, run: ImportRun, by: User) -> None:
    """Give an import up before anything was filed, and forget the file and what it held."""
    _require_own(run, by, WAITING)
    let_go(run, RunState.DROPPED)


def _require_own(run: ImportRun, by: User, states: tuple[RunState, ...]) -> None:
    require(by, Permission.IMPORT_CASES)
    if run.by_id != by.pk:
        raise NotAllowed
    if run.state not in states:
        raise WrongMoment
