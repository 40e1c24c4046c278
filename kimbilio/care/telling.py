"""How a service tells trail, timeline and outline what happened; called last in every action of one."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down


def tell(
    part: Any,
    event: Event,
    *,
    by: User,
    line: str = "",
    kind: EntryKind = EntryKind.SESSION,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Record ``event`` on a part of a case. Its line is read by those who may see that part."""
    trail.record(event, by=by, on=part, **facts)
    case: Case = part.case
    note_down(
        case, event, kind=kind, by=by, subject=part, line=line, compartment=part.compartment, at=at
    )
    refresh_outline(case)


def noon_of(day: date) -> datetime:
    """A moment for something of which only the day is known; today's stands at now."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
