"""Writing to and reading from the timeline of a case."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import shortened
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.timeline import TimelineEntry


def note_down(
    case: Case,
    event: str,
    *,
    kind: EntryKind,
    by: User | None,
    subject: Any = None,
    line: str = "",
    compartment: Compartment = Compartment.STORY,
    at: datetime | None = None,
) -> TimelineEntry:
    """Add one line to the timeline, inside the action that caused it.

    ``event`` is the value of an ``audit.choices.Event``; its sentence is the headline. ``line`` is
    cut to a few lines; the whole text stays with ``subject``. A word of a closed list goes in as
    ``labels.label(choice)``, which shows in the reader's language.
    """
    return TimelineEntry.objects.create(
        case=case,
        happened_at=at or timezone.now(),
        kind=kind,
        event=event,
        author=by,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        line=shortened(line, 400),
        compartment=compartment,
    )
