"""Writing notes on a case."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case, Note, NoteToken
from kimbilio.cases.timeline import note_down
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind


@transaction.atomic
def add_note(
    *,
    case: Case,
    kind: str,
    text: str,
    by: User,
    happened_at: datetime | None = None,
    compartment: Compartment = Compartment.STORY,
) -> Note:
    """Write down what happened. The words go to the blind index, the first lines to the timeline."""
    require(by, Permission.WORK_ON_CASE, case, compartment=compartment, act=Act.CHANGE)
    note = Note.objects.create(
        case=case,
        kind=kind,
        text=text,
        author=by,
        compartment=compartment,
        happened_at=happened_at or timezone.now(),
    )
    index_words(case, text, compartment)
    note_down(
        case,
        Event.NOTE_CREATED,
        kind=EntryKind(kind),
        by=by,
        subject=note,
        line=text,
        compartment=compartment,
        at=note.happened_at,
    )
    trail.record(Event.NOTE_CREATED, by=by, on=note, kind=kind)
    return note


def index_words(case: Case, text: str, compartment: Compartment) -> None:
    """Make the words of ``text`` findable in this case, for those who may read the compartment."""
    tokens = blind.tokens("note", sorted(note_words(text)))
    NoteToken.objects.bulk_create(
        [NoteToken(case=case, compartment=compartment, token=token) for token in tokens],
        ignore_conflicts=True,
    )
