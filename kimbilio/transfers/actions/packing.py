"""Having a transfer packed, and saving the package: what people do; the background makes it."""

import base64
from collections.abc import Collection, Iterator
from functools import partial

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Document
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.referrals.actions.moving import require_referring
from kimbilio.transfers import proofs, tasks
from kimbilio.transfers.actions.giving import (
    CannotMove,
    require_consent,
    require_open,
    require_parts,
)
from kimbilio.transfers.choices import Lock, Making, State
from kimbilio.transfers.container import LARGEST, MOST_DOCUMENTS, ROOM
from kimbilio.transfers.contents import documents_beyond, extent_of
from kimbilio.transfers.models import Package, Transfer
from kimbilio.vault import files, packages
from kimbilio.vault.exchange_keys import NotAPublicKey, PublicKey, read_public
from kimbilio.vault.models import StoredFile


class StillAtWork(DomainError):
    """One package is made at a time."""

    code = "package_at_work"
    message = _("A package is being made already. Wait a moment.")


@transaction.atomic
def begin_package(
    *,
    transfer: Transfer,
    parts: Collection[str],
    with_documents: bool,
    lock: str,
    by: User,
    their_key: str = "",
    compared: str = "",
) -> tuple[Package, str]:
    """Have the case packed with these parts; returns the package and the passphrase, told this once.

    Nobody packs what they may not print. A new package takes the place of the earlier one. For a
    key, ``compared`` is its number as it was compared on the phone: a key can be swapped on its way.
    """
    case = transfer.case
    require_referring(case, by)
    require_open(case)
    require_consent(transfer)
    if State.PACKED not in transfer.allowed_moves:
        raise CannotMove
    Transfer.objects.select_for_update(no_key=True).filter(pk=transfer.pk).values_list("pk").get()
    if transfer.packages.filter(state=Making.AT_WORK).exists():
        raise StillAtWork
    chosen = frozenset(Compartment(part) for part in parts) - {Compartment.OUTLINE}
    if Compartment.IDENTITY not in chosen:
        raise BadInput(_("Nobody can help a person without knowing who it is."), field="parts")
    require_parts(transfer, chosen, by)
    if with_documents:
        _check_size(transfer, chosen)
    key, passphrase = packages.new_key(), ""
    if Lock(lock) == Lock.KEY:
        head = packages.head_for_key(key, _public(their_key, compared))
    else:
        passphrase = packages.new_passphrase()
        head = packages.head_for_passphrase(key, passphrase)
    package = Package(
        transfer=transfer, parts=",".join(sorted(chosen)), with_documents=with_documents,
        lock=lock, head=base64.b64encode(head).decode(), secret=key,
        number=packages.number_of(key), proof=proofs.new_proof(), made_by=by,
    )  # fmt: skip
    package.proof_hash = proofs.hash_of_proof(package.pk, str(package.proof))
    package.save(force_insert=True)
    transaction.on_commit(partial(tasks.make_package.enqueue, str(package.pk)))
    return package, passphrase


def _public(text: str, compared: str) -> PublicKey:
    try:
        public = read_public(text)
    except NotAPublicKey:
        raise BadInput(
            _("This is not the key of a Kimbilio, or a part is missing. Copy the whole text."),
            field="their_key",
        ) from None
    if compared != public.number:
        raise BadInput(
            _("Compare the number with them on the phone before you pack."), field="is_compared"
        )
    return public


def _check_size(transfer: Transfer, parts: frozenset[Compartment]) -> None:
    extent = extent_of(transfer.case, parts)
    if extent.documents > MOST_DOCUMENTS:
        raise BadInput(
            _(
                "These parts hold %(count)d documents, and a package takes %(most)d. Untick a part, or "
                "pack without documents and bring them yourself. Nothing was packed."
            )
            % {"count": extent.documents, "most": MOST_DOCUMENTS},
            field="with_documents",
        )
    if extent.size > LARGEST - ROOM:
        too_much = documents_beyond(transfer.case, parts, room=LARGEST - ROOM)
        raise BadInput(
            _(
                "The documents hold %(size)s, and a package takes %(most)s. Too much: %(documents)s. "
                "Untick the part that holds it, or pack without documents and bring them yourself. "
                "Nothing was packed."
            )
            % {
                "size": filesizeformat(extent.size),
                "most": filesizeformat(LARGEST - ROOM),
                "documents": "; ".join(_in_words(one) for one in too_much),
            },
            field="with_documents",
        )


def _in_words(document: Document) -> str:
    """Which one it is, as the list of documents shows it; its title is not for a message."""
    day = date_format(timezone.localtime(document.added_at), "j M Y")
    return f"{document.get_kind_display()}, {day} ({filesizeformat(document.file.size)})"


@transaction.atomic
def take_package(*, package: Package, by: User) -> Iterator[bytes]:
    """The finished file, for who may print all that is in it, while consent holds; recorded."""
    transfer = package.transfer
    require_referring(transfer.case, by)
    require_parts(transfer, package.compartments, by)
    require_consent(transfer)
    if package.file_id is None or transfer.state != State.PACKED:
        raise CannotMove
    pieces = files.open_file(StoredFile.objects.get(pk=package.file_id))
    trail.record(Event.TRANSFER_TAKEN, by=by, on=package, size=package.size)
    return pieces
