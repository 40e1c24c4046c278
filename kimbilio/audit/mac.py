"""The keyed code on each entry: what it covers, byte by byte, and how to check it."""

import hmac
from datetime import UTC
from uuid import UUID

from kimbilio.audit.keyed import digest_of
from kimbilio.audit.models import Entry, Seal
from kimbilio.audit.origin import plain_address
from kimbilio.audit.plain import Json, canonical


def of_changes(entry_id: UUID, changes: Json) -> bytes:
    """Covers the words of the changes, not their ciphertext: re-encryption may not break it."""
    if changes is None:
        return b""
    return digest_of("changes", entry_id.bytes, canonical(changes))


def of_entry(entry: Entry) -> bytes:
    """Covers everything else on the row, each part with its place, so nothing can change seats."""
    return digest_of("entry", _bytes_of(entry))


def _bytes_of(entry: Entry) -> bytes:
    parts = [
        entry.id.hex,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.event),
        entry.actor_id.hex if entry.actor_id else None,
        entry.actor_role,
        entry.subject_type,
        entry.subject_id,
        entry.case_id.hex if entry.case_id else None,
        entry.facts,
        bytes(entry.changes_mac).hex(),
        plain_address(str(entry.ip)) if entry.ip else None,
        entry.session,
        entry.device,
    ]
    return canonical(parts)


def is_true(entry: Entry) -> bool:
    """Whether the row stands as Kimbilio wrote it, changes left aside."""
    return hmac.compare_digest(bytes(entry.mac), of_entry(entry))


def has_true_changes(entry: Entry) -> bool:
    """Whether the words of what was and is are those that were written with the entry."""
    return hmac.compare_digest(of_changes(entry.id, entry.changes), bytes(entry.changes_mac))


def of_seal(seal: Seal, previous: bytes, content: bytes) -> bytes:
    """Binds a seal to the one before it and to ``content``, a digest of its entries' own codes."""
    at = seal.at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [seal.number, at, seal.after.hex, seal.upto.hex, seal.count, seal.late]
    return digest_of("seal", canonical(parts), content, previous)
