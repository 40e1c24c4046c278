"""Writing notes on a case."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.clocks import meet_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Case, Note, NoteToken
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

CONTACTS = frozenset({EntryKind.CALL, EntryKind.VISIT, EntryKind.SESSION, EntryKind.MEETING})


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
    if note.kind in CONTACTS:
        # speaking with the person or those around them stops the first clock
        was_in_contact(case, note.happened_at)
        if meet_clocks(case, [ClockKind.FIRST_CONTACT], by=by):
            refresh_outline(case)
    return note


def index_words(case: Case, text: str, compartment: Compartment) -> None:
    """Make the words of ``text`` findable in this case, for those who may read the compartment."""
    tokens = blind.tokens("note", sorted(note_words(text)))
    NoteToken.objects.bulk_create(
        [NoteToken(case=case, compartment=compartment, token=token) for token in tokens],
        ignore_conflicts=True,
    )
