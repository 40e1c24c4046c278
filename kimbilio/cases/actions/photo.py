"""Keeping one photo of the survivor while they agree to it, replacing it, and removing it for good."""

import io
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.document_choices import PHOTO, PHOTO_SIDE
from kimbilio.cases.models import Case
from kimbilio.cases.thumbnails import pixels_alone
from kimbilio.consent.choices import Purpose
from kimbilio.consent.queries import allows
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.people.models import Person, Photo
from kimbilio.vault import files
from kimbilio.vault.file_types import WrongFileType, tell
from kimbilio.vault.files import FileEmpty, FileTooLarge
from kimbilio.vault.models import StoredFile


class NoConsentToPhoto(BadInput):
    """They did not agree to a photo, or no longer do."""

    code = "no_consent_to_photo"
    message = _(
        "Nobody has written down that they agree to photos. Nothing was kept. "
        "Ask them, record the answer under Consent, then choose the photo again."
    )


class NotAPhoto(WrongFileType):
    """The file is no picture that can be drawn."""

    code = "not_a_photo"
    message = _("This is no photo that can be shown. Choose a JPEG, PNG, WebP or HEIC picture.")


class PhotoChanged(DomainError):
    """A colleague was faster."""

    code = "photo_changed"
    message = _(
        "A colleague changed this photo meanwhile. Theirs is kept, yours is not. "
        "Look at it, then choose again if it must be another."
    )


def agrees_to_photo(case: Case) -> bool:
    """Whether the survivor (for a child also the guardian) agrees to photos today."""
    is_child = case.is_minor is not False
    return allows(case.survivor_id, Purpose.PHOTO, is_child=is_child)


@transaction.atomic
def keep_photo(*, case: Case, content: BinaryIO, by: User, expected: int = 0) -> Photo:
    """Keep a picture of the survivor; one that was there before is gone for good.

    ``expected`` is the version on the screen, 0 when there was none. Only the pixels are kept: no
    place, no time, no camera, no longer side than ``PHOTO_SIDE``.
    """
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.CHANGE)
    if not agrees_to_photo(case):
        raise NoConsentToPhoto(field="file")
    held = _held(case, expected)
    photo = held or Photo(person_id=case.survivor_id, added_by=by)
    stored = _stored(photo, content)
    if held is None:
        photo.file = stored
        photo.save(force_insert=True)
    else:
        before = held.file
        amend(held, expected=expected, file=stored, added_by=by, added_at=timezone.now())
        files.discard(before)
    trail.record(Event.PHOTO_KEPT, by=by, on=photo, case=case, replaced=held is not None)
    return photo


@transaction.atomic
def remove_photo(*, case: Case, by: User, expected: int) -> None:
    """Remove the photo, its bytes as well. It needs nobody's consent."""
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.CHANGE)
    held = _held(case, expected)
    if held is None:
        raise PhotoChanged
    stored = held.file
    trail.record(Event.PHOTO_REMOVED, by=by, on=held, case=case)
    held.delete()
    files.discard(stored)


def _held(case: Case, expected: int) -> Photo | None:
    """The photo there is, while nobody else writes; ``PhotoChanged`` if it is not the one seen."""
    Person.objects.select_for_update().get(pk=case.survivor_id)
    held = Photo.objects.select_related("file").filter(person=case.survivor_id).first()
    if (held.version if held else 0) != expected:
        raise PhotoChanged
    return held


def _stored(photo: Photo, content: BinaryIO) -> StoredFile:
    """The picture drawn anew and encrypted. Every refusal stands beside the file."""
    sent = content.read(PHOTO.limit + 1)
    try:
        if not sent:
            raise FileEmpty
        if len(sent) > PHOTO.limit:
            raise FileTooLarge(PHOTO.limit)
        try:
            tell(sent, PHOTO.allowed)
        except WrongFileType:
            raise NotAPhoto from None
        drawn = pixels_alone(sent, side=PHOTO_SIDE)
        if drawn is None:
            raise NotAPhoto
        return files.store(io.BytesIO(drawn), owner_id=photo.pk, kind=PHOTO)
    except DomainError as trouble:
        trouble.field = "file"
        raise
