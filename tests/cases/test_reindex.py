"""After a change of keys the same people and notes are found, by tokens of the new key alone."""

import pytest
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.intake_choices import Caller, Safety
from kimbilio.cases.models import NoteToken
from kimbilio.cases.models.intake import Intake
from kimbilio.cases.reindex import reindex_notes, reindex_people
from kimbilio.people.indexing import index_person
from kimbilio.people.models import SearchToken
from kimbilio.vault import blind, keys, keyset
from tests.factories.cases import CaseFactory, NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_key(settings, tmp_path):
    """Own keys; call it to add a newer one."""
    settings.KEYSET_FILE = tmp_path / "keys" / "keyset.json"
    keys.forget()
    keys.create()
    yield lambda: keys.replace(keyset.with_new_keys(keys.read()))
    keys.forget()


def note_tokens():
    return set(NoteToken.objects.values_list("case", "compartment", "token"))


def test_people_are_found_by_the_new_key_alone(new_key):
    cases = CaseFactory.create_batch(5)
    for case in cases:
        index_person(case.survivor)
    before = set(SearchToken.objects.values_list("entry", "token"))
    new_key()

    after, total = "", 0
    while True:
        done, after = reindex_people(after, 2)
        total += done
        if not after:
            break

    now = set(SearchToken.objects.values_list("entry", "token"))
    assert total == 5
    assert len(now) == len(before)
    assert not now & before
    for case in cases:
        index_person(case.survivor)
    assert set(SearchToken.objects.values_list("entry", "token")) == now


def test_words_of_notes_are_found_by_the_new_key_alone(new_key):
    case, other = CaseFactory.create_batch(2)
    for note in (
        NoteFactory(case=case, text="Nafula waits at the bridge"),
        NoteFactory(case=case, text="bridge clinic", compartment=Compartment.HEALTH),
        NoteFactory(case=other, text="the bridge again"),
    ):
        index_words(note.case, note.text, note.compartment)
    call = Intake.objects.create(
        case=other, caller=Caller.PERSON, safety=Safety.SAFE, words="she saw the lorry",
        call_started_at=timezone.now(), taken_by=other.opened_by,
    )  # fmt: skip
    index_words(other, call.words, Compartment.STORY)
    before = note_tokens()
    new_key()

    done, after = reindex_notes("", 1)
    assert (done, after) == (1, str(case.pk))
    assert reindex_notes(after, 1)[0] == 1

    now = note_tokens()
    assert len(now) == len(before)
    assert not now & before
    assert (other.pk, Compartment.STORY, blind.token("note", "bridge")) in now
    reindex_notes("", 100)
    assert note_tokens() == now


def test_both_indexes_are_known_to_the_change_of_keys():
    assert {"people", "words of notes"} <= blind.indexes().keys()
