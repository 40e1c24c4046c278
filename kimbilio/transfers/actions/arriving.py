"""A package from another organisation: opening it without saving anything of it, or dropping it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.documents import safe_name
from kimbilio.cases.document_choices import DOCUMENT
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.transfers.actions.making import KIND as SENT
from kimbilio.transfers.choices import ArrivalState
from kimbilio.transfers.errors import (
    ForOthers,
    HereAlready,
    MovedOn,
    Newer,
    NotOurs,
    PackageRefused,
    WrongWords,
)
from kimbilio.transfers.models import Arrival
from kimbilio.transfers.queries import refuse_our_own
from kimbilio.transfers.reading import NewerFormat, Told, read_package
from kimbilio.vault import exchange_keys, files, packages
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.file_types import PACKAGE, tell
from kimbilio.vault.models import StoredFile

KIND = files.Kind("transfers.arrival", {PACKAGE}, limit=SENT.limit)


@contextmanager
def refusing() -> Iterator[None]:
    """Say of each way in which a package can be wrong what is to be done."""
    try:
        yield
    except (packages.NotAPackage, RecursionError):  # the latter: a head nested without end
        raise NotOurs(field="file") from None
    except packages.LockedForOthers:
        raise ForOthers(field="file") from None
    except packages.WrongPassphrase:
        raise WrongWords(field="passphrase") from None
    except (NewerFormat, packages.NewerPackage):
        raise Newer(field="file") from None
    except (CannotDecrypt, BadInput) as trouble:
        if isinstance(trouble, PackageRefused):
            raise
        raise PackageRefused(field="file") from None


@transaction.atomic
def bring_package(*, content: bytes, by: User, passphrase: str = "") -> Arrival:
    """Open a package and look through all of it; what is kept is the locked file and its key.

    Raises ``PackageRefused`` for whatever is not wholly as we write it.
    """
    require(by, Permission.IMPORT_CASES)
    if len(content) > KIND.limit:
        raise files.FileTooLarge(KIND.limit)
    source = io.BytesIO(content)
    with refusing():
        head = packages.read_head(source)
        key = packages.key_in(head, passphrase)
        told = _looked_through(source, head, key)
    refuse_our_own(told.page.transfer, by)
    if Arrival.objects.filter(origin=told.page.transfer, state=ArrivalState.ACCEPTED).exists():
        raise HereAlready(field="file")
    arrival = Arrival(
        by=by, origin=told.page.transfer, said=_preview(told), secret=key,
        number=packages.number_of(key), organisation=told.page.organisation,
        their_code=told.page.code,
    )  # fmt: skip
    arrival.file_id = files.store(io.BytesIO(content), owner_id=arrival.pk, kind=KIND).pk
    arrival.save(force_insert=True)
    trail.record(Event.ARRIVAL_OPENED, by=by, on=arrival, notes=len(told.notes))
    return arrival


def _looked_through(source: IO[bytes], head: packages.Head, key: str) -> Told:
    told = read_package(packages.Body(source, head, key))
    for about, content in zip(told.page.documents, told.documents, strict=True):
        safe_name(about["original_name"])
        if len(content) > DOCUMENT.limit:
            raise PackageRefused(field="file")
        tell(content, DOCUMENT.allowed)
    return told


def _preview(told: Told) -> dict[str, Any]:
    """What one needs to know to decide, and no more: where from, and how much of what."""
    return {
        "opened_on": told.page.opened_on,
        "hand_over_on": told.page.hand_over_on,
        "parts": list(told.page.parts),
        "notes": len(told.notes),
        "documents": len(told.documents),
        "contacts": len(told.contacts),
        "steps": len(told.steps),
        "assessments": len(told.assessments),
    }


def told_by(arrival: Arrival) -> Told:
    """The content of a package that was opened here before."""
    if arrival.file_id is None:
        raise MovedOn
    stored = StoredFile.objects.get(pk=arrival.file_id)
    source = cast(IO[bytes], io.BufferedReader(packages.Pieces(files.open_file(stored))))
    with refusing():
        return _looked_through(source, packages.read_head(source), str(arrival.secret))


@transaction.atomic
def note_refusal(*, why: str, by: User) -> None:
    """Leave a trace of a package that was refused; called after the refusal took everything else back."""
    require(by, Permission.IMPORT_CASES)
    trail.record(Event.ARRIVAL_REFUSED, by=by, why=why)


@transaction.atomic
def drop_arrival(*, arrival: Arrival, by: User) -> None:
    """Forget a package that was opened; nothing of it was saved."""
    require_own(arrival, by)
    forget_arrival(arrival)
    trail.record(Event.ARRIVAL_DROPPED, by=by, on=arrival)


def require_own(arrival: Arrival, by: User) -> None:
    """Whoever opened it goes on with it, while it waits."""
    require(by, Permission.IMPORT_CASES)
    if arrival.by_id != by.pk:
        raise NotAllowed
    if arrival.state != ArrivalState.WAITING:
        raise MovedOn


def forget_arrival(arrival: Arrival, **columns: Any) -> None:
    """Let file, key and preview go: because it was dropped, or because it is a case now."""
    stored = StoredFile.objects.filter(pk=arrival.file_id).first() if arrival.file_id else None
    if stored:
        files.discard(stored)
    amend(
        arrival,
        **{"state": ArrivalState.DROPPED, **columns},
        file_id=None,
        secret=None,
        said={},
        moved_at=timezone.now(),
    )


def _as_code() -> str:
    return exchange_keys.public().number.replace(" ", "-")


@transaction.atomic
def make_exchange_key(*, by: User) -> None:
    """Make the key by which others lock packages for this installation, unless there is one."""
    require(by, Permission.MANAGE_SETTINGS)
    if not exchange_keys.exists():
        exchange_keys.create()
        trail.record(Event.EXCHANGE_KEY_MADE, by=by, number=_as_code())
