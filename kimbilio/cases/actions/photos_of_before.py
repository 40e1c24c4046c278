"""Photos of iPhones that were taken for films when they were kept: they get their type and a small picture."""

import logging
import time
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Document, PhotoCatchUp
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.kernel.turns import give_way
from kimbilio.vault import files
from kimbilio.vault.errors import CannotDecrypt, FileLost
from kimbilio.vault.file_types import HEIC

FILM = "video/mp4"  # what these photos were taken for
GENERATION = 1
FEW = 20  # documents at a time; of each only the beginning is opened
AT_ONCE = timedelta(seconds=20)  # a chore leaves time for the others

log = logging.getLogger(__name__)


def catch_up_photos() -> int:
    """Give photos that were taken for films their type; says how many there were.

    It goes on where it stopped, and is over for good once it came to the end: what is kept today is
    told apart when it arrives.
    """
    run, _made = PhotoCatchUp.objects.get_or_create(generation=GENERATION)
    mended, until = 0, time.monotonic() + AT_ONCE.total_seconds()
    while run.finished_at is None and time.monotonic() < until:
        began = time.monotonic()
        with transaction.atomic():
            some = _next(run.after)
            mended += sum(_mend(document) for document in some)
            run.after = str(some[-1].pk) if some else run.after
            run.finished_at = None if len(some) == FEW else timezone.now()
            run.save(update_fields=["after", "finished_at"])
        give_way(began)
    return mended


def _next(after: str) -> list[Document]:
    films = Document.objects.filter(file__content_type=FILM, retracted_at=None).order_by("pk")
    if after:
        films = films.filter(pk__gt=UUID(after))
    return list(films.select_related("file", "case")[:FEW])


def _mend(document: Document) -> bool:
    """Look at the beginning of one; what cannot be read stays as it is, for the check of the files."""
    try:
        if not files.retype_photo(document.file):
            return False
    except (CannotDecrypt, FileLost, OSError):
        log.warning("Document %s could not be read", document.pk)
        return False
    trail.record(Event.DOCUMENT_CHANGED, by=None, on=document, file_type=HEIC)
    transaction.on_commit(partial(draw_thumbnail.enqueue, str(document.pk)))
    return True
