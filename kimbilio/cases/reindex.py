"""How the blind indexes over people and over the words of notes are written anew for a new key.

Both start from the texts, since a token tells nothing; ``words`` names those of a case.
"""

from collections.abc import Iterator
from uuid import UUID

from kimbilio.cases.actions.lessons import index_lesson
from kimbilio.cases.models import Case, Lesson, NoteToken
from kimbilio.cases.words import texts_of
from kimbilio.people.indexing import index_person
from kimbilio.people.models import Person
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

FEW = 50  # cases at a time, each with all of its notes


def reindex_people(after: str, size: int) -> tuple[int, str]:
    """Write the tokens of some people anew."""
    people = Person.objects.filter(search_entry__isnull=False).order_by("pk")
    if after:
        people = people.filter(pk__gt=UUID(after))
    batch = list(people.prefetch_related("papers")[:size])
    for person in batch:
        index_person(person)
    return len(batch), str(batch[-1].pk) if len(batch) == size else ""


def reindex_notes(after: str, size: int) -> tuple[int, str]:
    """Write the tokens of the words in some cases' notes and other texts anew."""
    cases = Case.objects.order_by("pk")
    if after:
        cases = cases.filter(pk__gt=UUID(after))
    batch = list(cases.values_list("pk", flat=True)[: min(size, FEW)])
    for case_id in batch:
        # What is there is read before the notes: a word written in between is never taken away.
        held = NoteToken.objects.filter(case=case_id)
        present = {(where, token): pk for pk, where, token in _rows(case_id)}
        wanted = {
            (where, token)
            for where, text in texts_of(case_id)
            for token in blind.tokens("note", note_words(text))
        }
        held.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
        NoteToken.objects.bulk_create(
            [
                NoteToken(case_id=case_id, compartment=where, token=token)
                for where, token in wanted - present.keys()
            ],
            ignore_conflicts=True,
        )
    return len(batch), str(batch[-1]) if len(batch) == min(size, FEW) else ""


def _rows(case_id: UUID) -> Iterator[tuple[int, str, int]]:
    yield from NoteToken.objects.filter(case=case_id).values_list("pk", "compartment", "token")


def reindex_lessons(after: str, size: int) -> tuple[int, str]:
    """Write the tokens of the words in some lessons anew."""
    lessons = Lesson.objects.order_by("pk")
    if after:
        lessons = lessons.filter(pk__gt=UUID(after))
    batch = list(lessons[:size])
    for lesson in batch:
        index_lesson(lesson)
    return len(batch), str(batch[-1].pk) if len(batch) == size else ""


blind.register("people", reindex_people)
blind.register("words of notes", reindex_notes)
blind.register("words of lessons", reindex_lessons)
