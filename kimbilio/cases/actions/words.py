"""Keeping the index over words in step with texts that change, and with those of before."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.models import Case, IndexCatchUp, NoteToken
from kimbilio.cases.reindex import FEW, reindex_notes
from kimbilio.cases.words import GENERATION, texts_of
from kimbilio.kernel.turns import give_way
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

AT_ONCE = timedelta(seconds=20)  # a chore leaves time for the others


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
    """Index what was written before its words came into the index; says how many cases were done.

    It goes on where it stopped, and is over for good once it came to the end. Words of today are
    indexed when they are written; meeting them again changes nothing.
    """
    run, _made = IndexCatchUp.objects.get_or_create(generation=GENERATION)
    done, until = 0, time.monotonic() + AT_ONCE.total_seconds()
    while run.finished_at is None and time.monotonic() < until:
        began = time.monotonic()
        with transaction.atomic():
            some, after = reindex_notes(run.after, FEW)
            run.after, run.finished_at = after, None if after else timezone.now()
            run.save(update_fields=["after", "finished_at"])
        done += some
        give_way(began)
    return done
