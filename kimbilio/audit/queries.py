"""Questions about the trail. All answer with entries that ``-id`` puts newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.audit.sealing import first_id_at

NEWEST_FIRST = ("-id",)


@dataclass(frozen=True)
class Wanted:
    """What part of the log somebody asks for; what is None does not matter."""

    event: str | None = None
    actor_id: UUID | None = None
    case_id: UUID | None = None
    from_day: date | None = None
    to_day: date | None = None

    def facts(self) -> dict[str, Any]:
        """The same as facts, for the entry that says who looked at the log for what."""
        return {
            "wanted_event": self.event,
            "wanted_person": self.actor_id,
            "from_day": self.from_day,
            "to_day": self.to_day,
        }


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """The entries somebody asks for, without the words of their changes."""
    rows = Entry.objects.defer("changes")
    if wanted.event:
        rows = rows.filter(event=wanted.event)
    if wanted.actor_id:
        rows = rows.filter(actor_id=wanted.actor_id)
    if wanted.case_id:
        rows = rows.filter(case_id=wanted.case_id)
    # Days become bounds on the time-ordered id: the order of the list and its index are the same.
    if wanted.from_day:
        rows = rows.filter(id__gte=first_id_at(_start_of(wanted.from_day)))
    if wanted.to_day and wanted.to_day < date.max:
        rows = rows.filter(id__lt=first_id_at(_start_of(wanted.to_day + timedelta(days=1))))
    return rows


def entries_of_case(case_id: UUID) -> QuerySet[Entry]:
    """Everything about one case."""
    return Entry.objects.filter(case_id=case_id)


def entries_of_actor(actor_id: UUID) -> QuerySet[Entry]:
    """Everything one member of staff did."""
    return Entry.objects.filter(actor_id=actor_id)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
