"""Adding documents to a case, also piece by piece over a line that breaks, and taking them back."""

from typing import BinaryIO
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.document_choices import DOCUMENT, HARMFUL_ENDINGS, DocumentKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Document, TimelineEntry
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.vault import files
from kimbilio.vault.models import StoredFile

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class HarmfulName(BadInput):
    """The name is one that programs have, or hides what the file is."""

    code = "harmful_name"
    message = _(
        "A file of this name can harm computers. It was not kept. Ask the sender for a PDF."
    )


class UploadGone(BadInput):
    """The pieces that arrived are not there any more, or belong to somebody else."""

    code = "upload_gone"
    message = _("This file did not arrive in full. Choose it again.")


class AlreadyRetracted(DomainError):
    """Somebody took the document back before."""

    code = "already_retracted"
    message = _("This document was taken back already.")


def begin_upload(*, case: Case, by: User) -> StoredFile:
    """Make room for a file whose pieces are still to come. Nobody else can go on with it."""
    require(by, Permission.WORK_ON_CASE, case, act=Act.VIEW)
    return files.begin(owner_id=_sender(case, by), kind=DOCUMENT)


def upload_of(*, case: Case, upload: UUID, by: User) -> StoredFile:
    """The file that ``by`` is sending to ``case``, or ``UploadGone``."""
    mine = StoredFile.objects.filter(owner_label=DOCUMENT.label, owner_id=_sender(case, by))
    stored = mine.filter(pk=upload).first()
    if stored is None:
        raise UploadGone(field="file")
    return stored


def append_piece(*, case: Case, upload: UUID, piece: bytes, offset: int, by: User) -> int:
    """Keep one more piece and say where the next one begins."""
    require(by, Permission.WORK_ON_CASE, case, act=Act.VIEW)
    stored = upload_of(case=case, upload=upload, by=by)
    return files.append(stored, piece, offset=offset, kind=DOCUMENT)


def _sender(case: Case, by: User) -> UUID:
    """Who is sending to which case, as one id: until it is a document, the file belongs to both."""
    return uuid5(case.pk, str(by.pk))


@transaction.atomic
def add_document(
    *,
    case: Case,
    kind: str,
    compartment: Compartment,
    by: User,
    content: BinaryIO | None = None,
    upload: UUID | None = None,
    name: str = "",
    title: str = "",
    line: str = "",
) -> Document:
    """Keep a file with the case: ``content`` at once, or the ``upload`` whose pieces have arrived.

    ``line`` is what the timeline says of it; without one, its kind.
    """
    require(by, Permission.WORK_ON_CASE, case, compartment=compartment, act=Act.CHANGE)
    if compartment == Compartment.OUTLINE:
        raise BadInput(_("Choose who needs to open the document."), field="compartment")
    document = Document(
        case=case,
        kind=DocumentKind(kind),
        compartment=compartment,
        title=title.strip(),
        added_by=by,
    )
    try:
        document.original_name = safe_name(name)
        document.file = _file_of(document, content=content, upload=upload, by=by)
    except DomainError as trouble:
        trouble.field = "file"
        raise
    document.save(force_insert=True)
    note_down(
        case, Event.DOCUMENT_UPLOADED, kind=EntryKind.DOCUMENT, by=by, subject=document,
        line=line or label(DocumentKind(document.kind)), compartment=compartment,
    )  # fmt: skip
    trail.record(Event.DOCUMENT_UPLOADED, by=by, on=document, kind=kind, size=document.file.size)
    refresh_outline(case)
    if document.is_picture:
        transaction.on_commit(lambda: draw_thumbnail.enqueue(str(document.pk)))
    return document


def _file_of(
    document: Document, *, content: BinaryIO | None, upload: UUID | None, by: User
) -> StoredFile:
    if content is not None:
        return files.store(content, owner_id=document.pk, kind=DOCUMENT)
    if upload is None:
        raise BadInput(_("Choose a file."), field="file")
    stored = upload_of(case=document.case, upload=upload, by=by)
    stored = files.finish(stored, kind=DOCUMENT)
    files.hand_over(stored, owner_id=document.pk)
    return stored


def safe_name(name: str) -> str:
    """The bare name of a file as it was called; refuses those that programs have."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if TURNING & set(bare):
        raise HarmfulName
    endings = [part.strip().lower() for part in bare.split(".")[1:]]
    if endings and endings[-1] in HARMFUL_ENDINGS:
        raise HarmfulName
    if len(endings) > 1 and endings[-2] in {"exe", "scr", "bat", "cmd", "js", "vbs"}:
        raise HarmfulName
    return "".join(letter for letter in bare if letter.isprintable())[:300]


@transaction.atomic
def change_document(
    *,
    document: Document,
    kind: str,
    title: str,
    compartment: Compartment,
    by: User,
    expected: int | None = None,
) -> None:
    """Correct what a document is called, what it is, and who needs to open it."""
    for where in {Compartment(document.compartment), compartment}:
        require(by, Permission.WORK_ON_CASE, document.case, compartment=where, act=Act.CHANGE)
    if compartment == Compartment.OUTLINE:
        raise BadInput(_("Choose who needs to open the document."), field="compartment")
    if document.is_retracted:
        raise AlreadyRetracted
    changes = amend(
        document, expected=expected, kind=DocumentKind(kind), title=title.strip(),
        compartment=compartment,
    )  # fmt: skip
    if "compartment" in changes:
        # What the timeline says of it moves along, so that nobody reads it there instead.
        TimelineEntry.objects.filter(subject_id=document.pk).update(compartment=compartment)
    if changes:
        trail.record(Event.DOCUMENT_CHANGED, by=by, on=document, changes=changes)


@transaction.atomic
def retract_document(
    *, document: Document, why: str, by: User, expected: int | None = None
) -> None:
    """Take a document back: it stays in the list with the reason, and nobody opens it any more."""
    where = Compartment(document.compartment)
    require(by, Permission.WORK_ON_CASE, document.case, compartment=where, act=Act.CHANGE)
    if document.is_retracted:
        raise AlreadyRetracted
    if not why.strip():
        raise BadInput(_("Say why, in a few words."), field="why")
    amend(
        document, expected=expected, retracted_at=timezone.now(), retracted_by=by,
        retracted_why=why.strip(),
    )  # fmt: skip
    note_down(
        document.case, Event.DOCUMENT_REMOVED, kind=EntryKind.DOCUMENT, by=by, subject=document,
        line=label(DocumentKind(document.kind)), compartment=where,
    )  # fmt: skip
    trail.record(Event.DOCUMENT_REMOVED, by=by, on=document)
