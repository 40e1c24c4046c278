"""The rows of a file while its import lasts: encrypted like any file, gone at the end."""

import io
from uuid import UUID

from django.utils import timezone

from kimbilio.interchange.choices import RunState
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.tables import Table
from kimbilio.kernel.versions import amend
from kimbilio.vault import files
from kimbilio.vault.errors import FileLost
from kimbilio.vault.file_types import TEXT
from kimbilio.vault.models import StoredFile

KIND = files.Kind("interchange.importrun", {TEXT}, limit=100 * files.MEGABYTE)


def keep_table(table: Table, *, owner_id: UUID) -> StoredFile:
    """Keep what was read, without macros, pictures or whatever else the file brought."""
    return files.store(io.BytesIO(table.as_json()), owner_id=owner_id, kind=KIND)


def table_of(run: ImportRun) -> Table:
    """The rows of an import that is not done yet."""
    if run.file_id is None:
        raise FileLost(f"The import {run.pk} is done.")
    return Table.from_json(files.read(StoredFile.objects.get(pk=run.file_id)))


def let_go(run: ImportRun, state: RunState) -> None:
    """End an import and forget what its file held; which rows were refused stays when it is done."""
    stored = StoredFile.objects.filter(pk=run.file_id).first() if run.file_id else None
    if stored:
        files.discard(stored)
    is_done = state == RunState.DONE
    amend(
        run,
        state=state,
        file_id=None,
        headings=[],
        targets=[],
        troubles=run.troubles if is_done else [],
        likely=run.likely if is_done else [],
        finished_at=timezone.now(),
        moved_at=timezone.now(),
    )
