"""Making packages in the background: streamed from the file of the case to one locked file."""

import base64
import logging
from collections.abc import Iterator
from itertools import chain, islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import DomainError, Stale
from kimbilio.kernel.versions import amend
from kimbilio.transfers.actions.giving import let_go, move, require_consent, require_parts
from kimbilio.transfers.choices import Making, State
from kimbilio.transfers.container import END, LARGEST, LIMITS, MEGABYTE, Room, written
from kimbilio.transfers.contents import members_of
from kimbilio.transfers.models import Package, Transfer
from kimbilio.transfers.reading import read_words
from kimbilio.vault import files, packages
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.file_types import PACKAGE
from kimbilio.vault.models import StoredFile

logger = logging.getLogger(__name__)

HEADS = MEGABYTE // 2  # of 500 members
KIND = files.Kind("transfers.package", {PACKAGE}, limit=LARGEST + HEADS)


def make(package_id: UUID) -> None:
    """Make the file. Begun anew after a crash, it begins from the start; only one is kept."""
    related = ("transfer__case__survivor", "made_by")
    package = Package.objects.select_related(*related).filter(pk=package_id).first()
    if package is None or package.state != Making.AT_WORK:
        return
    try:
        _make(package)
    except Stale:
        return  # another worker was faster
    except (DomainError, CannotDecrypt, OSError, ValueError) as trouble:
        logger.error("Package %s: %s", package.pk, type(trouble).__name__)
        _fail(package_id, getattr(trouble, "code", "unreadable"))


def _make(package: Package) -> None:
    require_parts(package.transfer, package.compartments, package.made_by)
    require_consent(package.transfer)
    head = base64.b64decode(package.head)
    content = packages.locked(_content(package), head=head, key=str(package.secret))
    stored = files.store_pieces(content, owner_id=package.pk, kind=KIND)
    try:
        _keep(package, stored)
    except BaseException:
        with transaction.atomic():
            files.discard(stored)
        raise


def _content(package: Package) -> Iterator[bytes]:
    """The members behind one another, with a word on how far it is after each."""
    members = members_of(package)
    words = list(islice(members, len(LIMITS)))
    # As the other side will read it: what they would refuse is not sent at all.
    told = read_words((member.name, b"".join(member.pieces)) for member in words)
    total, room = len(words) + len(told.page.documents), Room()
    for done, member in enumerate(chain(words, members), 1):
        room.take(member.name, member.size)
        yield from written(member)
        Package.objects.filter(pk=package.pk, state=Making.AT_WORK).update(
            done=done, total=total, moved_at=timezone.now()
        )
    yield END


@transaction.atomic
def _keep(package: Package, stored: StoredFile) -> None:
    transfer: Transfer = Transfer.objects.select_for_update().get(pk=package.transfer_id)
    for earlier in transfer.packages.filter(state=Making.READY):
        let_go(earlier)
    amend(
        package, state=Making.READY, secret=None, proof=None, file_id=stored.pk, size=stored.size,
        moved_at=timezone.now(),
    )  # fmt: skip
    facts = {
        "package": package.pk, "parts": sorted(package.compartments), "size": stored.size,
        "documents": package.with_documents, "lock": package.lock,
    }  # fmt: skip
    move(transfer, State.PACKED, by=package.made_by, facts=facts)


@transaction.atomic
def _fail(package_id: UUID, why: str) -> None:
    package = Package.objects.select_related("transfer", "made_by").get(pk=package_id)
    if package.state == Making.AT_WORK:
        amend(package, state=Making.FAILED, secret=None, proof=None, moved_at=timezone.now())
        trail.record(Event.TRANSFER_PACK_FAILED, by=package.made_by, on=package, why=why)
