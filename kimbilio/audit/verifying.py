"""Looking for tampering: entries against their codes, seals against their entries and chain.

Everything streams in the order of ids, so memory stays the same however long the trail is.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from kimbilio.audit import anchor, mac
from kimbilio.audit.models import Entry, Seal
from kimbilio.audit.sealing import (
    BEGINNING,
    NO_DIGEST,
    Digester,
    first_id_at,
    in_parts,
    members_of,
    moment_of,
)
from kimbilio.vault.errors import CannotDecrypt

CHUNK = 2000


class Wrong(StrEnum):
    """The ways in which the trail can be found to be untrue."""

    ALTERED = "altered"
    ADDED = "added"
    REMOVED = "removed"
    CHANGES_ALTERED = "changes altered"
    SEAL_ALTERED = "seal altered"
    SEAL_REMOVED = "seal removed"
    NOTE_ALTERED = "note altered"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and which row it is about."""

    wrong: Wrong
    what: str

    def __str__(self) -> str:
        return f"{self.wrong}: {self.what}"


@dataclass
class Tally:
    """How much was looked at. ``unsealed`` entries are true but wait for their seal."""

    entries: int = 0
    seals: int = 0
    unsealed: int = 0


def verify(tally: Tally, *, since: datetime | None = None) -> Iterator[Finding]:
    """Everything found wrong, as it is found; ``tally`` fills up meanwhile."""
    bound = first_id_at(since) if since else BEGINNING
    first = Seal.objects.filter(upto__gte=bound).order_by("number").first() if since else None
    number = first.number if first else _after_last_seal(since)
    previous = Seal.objects.filter(number=number - 1).first()
    end = previous.upto if previous else BEGINNING
    late = _late_members(number)
    digest: bytes | None = bytes(previous.digest) if previous else NO_DIGEST
    for seal in Seal.objects.filter(number__gte=number).order_by("number").iterator(chunk_size=10):
        if seal.number != number:
            yield Finding(Wrong.SEAL_REMOVED, f"{_numbers(number, seal.number - 1)} missing")
            digest = None
        elif seal.after != end:
            yield Finding(Wrong.SEAL_ALTERED, f"{seal} does not begin where the last one ended")
        yield from _verify_between(tally, end, seal.after, late)
        yield from _verify_seal(tally, seal, digest, late)
        number, end, digest = seal.number + 1, max(seal.upto, end), bytes(seal.digest)
    yield from _verify_between(tally, end, None, late)
    yield from _verify_notes()


def _after_last_seal(since: datetime | None) -> int:
    last = Seal.objects.aggregate(number=Max("number"))["number"] if since else None
    return (last or 0) + 1


def _late_members(number: int) -> set[UUID]:
    """Those listed in a later seal than their time would say; few, so they are kept in memory."""
    seals = Seal.objects.filter(number__gte=number, late__gt=0).order_by("number")
    return {
        member for seal in seals.iterator(chunk_size=10) for member in members_of(seal)[: seal.late]
    }


def _verify_seal(
    tally: Tally, seal: Seal, previous: bytes | None, late: set[UUID]
) -> Iterator[Finding]:
    """One seal with its entries, walked through side by side."""
    tally.seals += 1
    members = members_of(seal)
    content = Digester()
    is_whole = True
    for entry in _entries_by_id(members[: seal.late]):
        if isinstance(entry, UUID):
            is_whole = False
            yield _removed(entry, seal)
        else:
            tally.entries += 1
            content.add(entry.id, bytes(entry.mac))
            yield from _verify_entry(entry, is_member=True)
    expected = iter(members[seal.late :])
    member = next(expected, None)
    for entry in _stream(seal.after, seal.upto):
        while member is not None and member < entry.id:
            is_whole = False
            yield _removed(member, seal)
            member = next(expected, None)
        if is_member := member == entry.id:
            content.add(entry.id, bytes(entry.mac))
            member = next(expected, None)
        elif entry.id in late:
            continue  # its own seal comes later and counts it
        else:
            tally.unsealed += 1
        tally.entries += 1
        yield from _verify_entry(entry, is_member=is_member)
    while member is not None:
        is_whole = False
        yield _removed(member, seal)
        member = next(expected, None)
    if not is_whole or previous is None:
        return  # what the seal covers is not there to be checked; that was said already
    if not hmac.compare_digest(mac.of_seal(seal, previous, content.digest()), bytes(seal.digest)):
        yield Finding(Wrong.SEAL_ALTERED, f"{seal} or the codes of its entries are not as sealed")


def _verify_between(
    tally: Tally, after: UUID, upto: UUID | None, late: set[UUID]
) -> Iterator[Finding]:
    """Entries that lie in no seal's window: newer than the last seal, or in a gap."""
    if upto is not None and upto <= after:
        return
    for entry in _stream(after, upto):
        if entry.id not in late:
            tally.entries += 1
            tally.unsealed += 1
            yield from _verify_entry(entry, is_member=False)


def _verify_entry(entry: Entry, *, is_member: bool) -> Iterator[Finding]:
    if not mac.is_true(entry):
        wrong = Wrong.ALTERED if is_member else Wrong.ADDED
        yield Finding(wrong, _name_of(entry))
        return
    try:
        is_true = mac.has_true_changes(entry)
    except (CannotDecrypt, ValueError):
        is_true = False
    if not is_true:
        yield Finding(Wrong.CHANGES_ALTERED, _name_of(entry))


def _verify_notes() -> Iterator[Finding]:
    """The file beside the database against the seals; a restored backup explains a missing end."""
    noted: dict[int, str] = {}
    restores = list(_restores())
    for note in anchor.notes():
        if not note.is_true:
            yield Finding(Wrong.NOTE_ALTERED, f"line {note.line} of {anchor.path()}")
            continue
        if note.kind != anchor.SEALED or any(
            line > note.line and number < note.number for line, number in restores
        ):
            continue
        noted[note.number] = note.digest
        if len(noted) >= CHUNK:
            yield from _compare(noted)
            noted.clear()
    yield from _compare(noted)


def _restores() -> Iterator[tuple[int, int]]:
    for note in anchor.notes():
        if note.is_true and note.kind == anchor.RESTORED:
            yield note.line, note.number


def _compare(noted: dict[int, str]) -> Iterator[Finding]:
    found: dict[int, str] = {}
    numbers = iter(noted)
    while part := list(islice(numbers, 500)):
        rows = Seal.objects.filter(number__in=part).values_list("number", "digest")
        found.update((number, bytes(digest).hex()) for number, digest in rows)
    for number, digest in noted.items():
        if number not in found:
            yield Finding(Wrong.SEAL_REMOVED, f"seal {number} was noted and is no longer there")
        elif found[number] != digest:
            yield Finding(Wrong.SEAL_ALTERED, f"seal {number} differs from its note")


def _stream(after: UUID, upto: UUID | None) -> Iterator[Entry]:
    entries = Entry.objects.filter(id__gt=after)
    if upto is not None:
        entries = entries.filter(id__lte=upto)
    return entries.order_by("id").iterator(chunk_size=CHUNK)


def _entries_by_id(ids: list[UUID]) -> Iterator[Entry | UUID]:
    for part in in_parts(ids):
        found = Entry.objects.in_bulk(part)
        for entry_id in part:
            yield found.get(entry_id, entry_id)


def _removed(entry_id: UUID, seal: Seal) -> Finding:
    when = timezone.localtime(moment_of(entry_id)).isoformat(timespec="seconds")
    return Finding(Wrong.REMOVED, f"entry {entry_id} of {when}, held by {seal}")


def _name_of(entry: Entry) -> str:
    at = timezone.localtime(entry.at).isoformat(timespec="seconds")
    return f"entry {entry.id} of {at} ({entry.event})"


def _numbers(first: int, last: int) -> str:
    return f"seal {first}" if first == last else f"seals {first} to {last}"
