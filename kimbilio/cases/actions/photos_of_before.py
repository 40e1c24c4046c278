"""Photos of iPhones that were taken for films when they were kept: they get their type and a small picture."""

import logging
from functools import partial
from uuid import UUID

from django.db import transaction

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.catching_up import go_on
from kimbilio.cases.models import Document
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.vault import files
from kimbilio.vault.errors import CannotDecrypt, FileLost
from kimbilio.vault.file_types import HEIC

FILM = "video/mp4"  # what these photos were taken for
GENERATION = 1
FEW = 20  # documents at a time; of each only the beginning is opened

log = logging.getLogger(__name__)


def catch_up_photos() -> int:
    """Give photos that were taken for films their type; says how many there were."""
    return go_on("photos", GENERATION, _look_at_some)


def _look_at_some(after: str) -> tuple[int, str]:
    films = Document.objects.filter(file__content_type=FILM, retracted_at=None).order_by("pk")
    if after:
        films = films.filter(pk__gt=UUID(after))
    some = list(films.select_related("file", "case")[:FEW])
    return sum(map(_mend, some)), str(some[-1].pk) if len(some) == FEW else ""


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
