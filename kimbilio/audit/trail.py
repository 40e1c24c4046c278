"""Writing to the trail: one call, one row, in the caller's transaction."""

from typing import Any, Protocol
from uuid import UUID

from django.db import models
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.audit import mac, origin
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.audit.plain import plain_changes, plain_facts
from kimbilio.kernel.versions import Changes


class HasCase(Protocol):
    """A record or outline that knows which case it belongs to."""

    @property
    def trail_case_id(self) -> UUID | None: ...


def record(
    event: Event,
    *,
    by: User | None,
    on: models.Model | None = None,
    case: HasCase | UUID | None = None,
    changes: Changes | None = None,
    **facts: Any,
) -> Entry:
    """Write down that ``by`` did ``event`` to ``on``; ``by`` is None when the program did it.

    ``facts`` are ids, codes, counts and field names: they are readable to whoever reads the log.
    Everything else, above all what was and is, belongs into ``changes``, which are encrypted.
    ``case`` is only needed when ``on`` does not know its case.
    """
    came_from = origin.current()
    entry = Entry(
        at=timezone.now(),
        event=Event(event),
        actor_id=by.pk if by else None,
        actor_role=by.role if by else "",
        subject_type=on._meta.label_lower if on is not None else "",
        subject_id=str(on.pk) if on is not None else "",
        case_id=_case_of(on if case is None else case),
        facts=plain_facts(facts),
        ip=came_from.ip,
        session=came_from.session,
        device=came_from.device,
    )
    if changes:
        entry.changes = plain_changes(changes)
        entry.changes_mac = mac.of_changes(entry.id, entry.changes)
    entry.mac = mac.of_entry(entry)
    entry.save(force_insert=True)
    return entry


look = record
"""The same, for reads: opening, showing, searching, printing."""


def _case_of(subject: object) -> UUID | None:
    if isinstance(subject, UUID):
        return subject
    return getattr(subject, "trail_case_id", None)
