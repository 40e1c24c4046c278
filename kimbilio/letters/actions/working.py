"""Making the letters of a batch in the background, one by one, then one locked file of all."""

import logging
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import DomainError, NotAllowed, Stale
from kimbilio.kernel.versions import amend
from kimbilio.letters.actions.making import make_letter
from kimbilio.letters.choices import BatchState, LeftOut
from kimbilio.letters.layouts import layout_in_use
from kimbilio.letters.models import Batch, BatchLetter
from kimbilio.letters.press import Press
from kimbilio.letters.registry import KINDS
from kimbilio.vault import files
from kimbilio.vault.errors import CannotDecrypt, FileLost
from kimbilio.vault.file_types import ZIP
from kimbilio.vault.models import StoredFile

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=24)
FILE = files.Kind("letters.batch", {ZIP}, limit=200 * files.MEGABYTE)


def make_all(batch_id: UUID) -> None:
    """Go on with the letters that are still to be made, then lock them into one file."""
    batch = Batch.objects.select_related("by").filter(pk=batch_id).first()
    if batch is None or batch.state != BatchState.AT_WORK:
        return
    try:
        _make(batch)
        _finish(batch)
    except Stale:
        return  # another worker was faster
    except (DomainError, CannotDecrypt, FileLost, OSError) as trouble:
        logger.error("Letters %s: %s", batch.pk, type(trouble).__name__)
        _fail(batch_id)


def _make(batch: Batch) -> None:
    kind = KINDS[batch.kind]
    layout = layout_in_use(batch.kind, batch.language)
    waiting = batch.letters.filter(document=None, left_out="").order_by("place")
    with Press() as press:
        for letter in waiting.select_related("case__survivor"):
            made, why = None, ""
            with transaction.atomic():
                mine = BatchLetter.objects.select_for_update().get(pk=letter.pk)
                if mine.document_id or mine.left_out:
                    continue  # another worker made it meanwhile
                try:
                    with transaction.atomic():
                        case: Case = letter.case
                        made = make_letter(
                            kind=kind, case=case, language=batch.language, by=batch.by,
                            press=press, layout=layout,
                        )  # fmt: skip
                except NotAllowed:
                    why = LeftOut.NOT_ALLOWED
                except DomainError:
                    why = LeftOut.FAILED
                BatchLetter.objects.filter(pk=letter.pk).update(document=made, left_out=why)
            done = batch.letters.exclude(document=None, left_out="").count()
            Batch.objects.filter(pk=batch.pk, state=BatchState.AT_WORK).update(
                done=done, moved_at=timezone.now()
            )


def _finish(batch: Batch) -> None:
    """One archive whose files are called by the codes of the cases; no name stands in it."""
    batch.refresh_from_db()
    made = batch.letters.exclude(document=None).select_related("case", "document__file")
    letters = list(made.order_by("place"))
    if not letters:
        amend(batch, state=BatchState.FAILED, unknown=[], moved_at=timezone.now())
        return
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            document: Any = letter.document
            archive.writestr(f"{letter.case.code}.pdf", files.read(document.file))
    stored = files.store(BytesIO(whole.getvalue()), owner_id=batch.pk, kind=FILE)
    try:
        _keep(batch, stored, by=batch.by, count=len(letters))
    except BaseException:
        with transaction.atomic():
            files.discard(stored)
        raise


@transaction.atomic
def _keep(batch: Batch, stored: StoredFile, *, by: User, count: int) -> None:
    now = timezone.now()
    amend(
        batch, state=BatchState.READY, file_id=stored.pk, size=stored.size, moved_at=now,
        ends_at=now + KEPT_FOR,
    )  # fmt: skip
    trail.look(
        Event.EXPORTED, by=by, on=batch, what="letters", kind=batch.kind, language=batch.language,
        rows=count,
    )  # fmt: skip


@transaction.atomic
def _fail(batch_id: UUID) -> None:
    batch = Batch.objects.get(pk=batch_id)
    if batch.state == BatchState.AT_WORK:
        amend(batch, state=BatchState.FAILED, unknown=[], moved_at=timezone.now())
