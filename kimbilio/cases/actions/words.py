"""Keeping the index over words in step with texts that change, and with those of before."""

from kimbilio.access.choices import Compartment
from kimbilio.cases.actions.catching_up import go_on
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.models import Case, NoteToken
from kimbilio.cases.reindex import FEW, reindex_notes
from kimbilio.cases.words import GENERATION, texts_of
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind


def rewrite_words(case: Case, *, before: str, after: str, compartment: Compartment) -> None:
    """Let a text that was changed be found by what it says now, and by nothing it no longer says.

    To be called after it was saved: a word that another text of that part still says stays.
    """
    index_words(case, after, compartment)
    gone = note_words(before) - note_words(after)
    if not gone:
        return
    for where, text in texts_of(case.pk):
        if where == compartment:
            gone -= note_words(text)
    tokens = [token for word in gone for token in blind.all_tokens("note", word)]
    NoteToken.objects.filter(case=case, compartment=compartment, token__in=tokens).delete()


def catch_up() -> int:
    """Index what was written before its words came into the index; says how many cases were done."""
    return go_on("words", GENERATION, lambda after: reindex_notes(after, FEW))
