"""What was packed here is the same case over there: in another unit of the same database."""

import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kimbilio.access.choices import Compartment
from kimbilio.access.models import Tie
from kimbilio.cases.models import Case, Document, Note, StoryFact
from kimbilio.interchange.cells import TURNING
from kimbilio.interchange.exporting import in_full, wholes
from kimbilio.people.clues import Clues
from kimbilio.people.matching import match
from kimbilio.transfers.actions.arriving import bring_package
from kimbilio.transfers.actions.filing import accept_arrival
from kimbilio.transfers.columns import GOES, STAYS
from kimbilio.transfers.container import END, written
from kimbilio.transfers.contents import members_of
from kimbilio.transfers.models import Package, Transfer
from kimbilio.transfers.reading import read_package
from kimbilio.vault import exchange_keys, files
from tests.factories.cases import CaseFactory, NoteFactory, PersonFactory
from tests.factories.plan import StepFactory
from tests.factories.transfers import (
    ALL_OF_A_LEAD,
    a_full_case,
    a_receiver,
    agreed,
    sent,
)

pytestmark = pytest.mark.django_db


def moved(case, **how):
    """The case as it arrives: (arrival, the new case)."""
    transfer = agreed(case)
    _package, words, content = sent(transfer, **how)
    lead, unit = a_receiver()
    arrival = bring_package(content=content, passphrase=words, by=lead)
    made = accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)
    return arrival, made


def columns(model, row):
    return {name: getattr(row, name) for name in GOES[model]}


def test_every_column_goes_along_or_was_said_to_stay():
    assert set(GOES) == set(STAYS)
    for model, names in GOES.items():
        known = [field.name for field in model._meta.concrete_fields]
        assert sorted([*names, *STAYS[model]]) == sorted(known), model


def test_a_case_arrives_with_person_contacts_story_notes_and_documents():
    case = a_full_case()

    arrival, made = moved(case)

    assert made.code != case.code
    assert made.survivor_id != case.survivor_id
    person = type(case.survivor)
    assert columns(person, made.survivor) == columns(person, case.survivor)
    (phone,), (theirs,) = case.survivor.contacts.all(), made.survivor.contacts.all()
    assert columns(type(phone), theirs) == columns(type(phone), phone)
    relation, hers = case.survivor.relations.get(), made.survivor.relations.get()
    assert hers.other.full_name == relation.other.full_name
    assert hers.other.contacts.get().value == "+254799000124"
    assert columns(type(case.story), made.story) == columns(type(case.story), case.story)
    facts = [
        set(StoryFact.objects.filter(case=one).values_list("listing", "code"))
        for one in (case, made)
    ]
    assert facts[0] == facts[1]
    texts = [note.text for note in Note.objects.filter(case=made).order_by("id")]
    assert texts[0].startswith("Slept well for the first time, saidkwe.")
    assert "Wanjiru Mfano" in texts[0]
    assert not any("hearing" in text or "Nightmares" in text for text in texts)
    assert any("Birth record copykwe" in text and "A safe roomkwe" in text for text in texts)
    assert any("The recruiter called again." in text for text in texts)
    assert any(case.code in text for text in texts)
    documents = [Document.objects.filter(case=one).order_by("id") for one in (case, made)]
    assert [files.read(one.file) for one in documents[0]] == [
        files.read(one.file) for one in documents[1]
    ]
    assert [(one.title, one.original_name, one.kind, one.compartment) for one in documents[0]] == [
        (one.title, one.original_name, one.kind, one.compartment) for one in documents[1]
    ]
    assert Tie.objects.get(case=made).user == made.lead
    assert (arrival.case, arrival.secret, arrival.file_id) == (made, None, None)


def test_the_record_of_the_standard_is_the_same_on_both_sides():
    case = a_full_case()

    _arrival, made = moved(case)

    ours, theirs = (in_full(*next(wholes([one.pk]))) for one in (case, made))
    own = {"kb_CaseNumber", "kb_OpenedOn", "cas_CaseOwner", "con_Consent", "cas_Status"}
    assert {k: v for k, v in ours.items() if k not in own} == {
        k: v for k, v in theirs.items() if k not in own
    }


def test_the_person_is_found_there_by_how_the_name_sounds():
    _arrival, made = moved(a_full_case())

    found = match(
        Clues(names=("Zuhura Kwe Mfano Pili",)),
        within=Case.objects.filter(pk=made.pk),
        by="survivor_id",
        limit=3,
    )

    assert [one.person_id for one in found] == [made.survivor_id]


def test_parts_that_were_not_chosen_stay_and_those_of_a_lead_go():
    case = a_full_case()
    transfer = agreed(case)
    _package, words, content = sent(transfer, parts=ALL_OF_A_LEAD, by=transfer.leader)
    lead, unit = a_receiver()

    arrival = bring_package(content=content, passphrase=words, by=lead)
    made = accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)

    notes = Note.objects.filter(case=made)
    assert any("movedkwe" in note.text for note in notes.filter(compartment=Compartment.LEGAL))
    assert not notes.filter(compartment=Compartment.HEALTH).exists()


def test_identity_alone_carries_no_story():
    case = a_full_case()
    lead = agreed(case)
    _package, words, content = sent(lead, parts=[Compartment.IDENTITY], with_documents=False)
    receiver, unit = a_receiver()

    arrival = bring_package(content=content, passphrase=words, by=receiver)
    made = accept_arrival(arrival=arrival, unit=unit, lead=receiver, by=receiver)

    assert made.survivor.full_name == case.survivor.full_name
    assert not hasattr(made, "story")
    assert not StoryFact.objects.filter(case=made).exists()
    assert not Document.objects.filter(case=made).exists()
    assert "Mtwapakwe" not in "".join(note.text for note in Note.objects.filter(case=made))


def test_it_goes_by_the_key_of_the_other_side_as_well(own_exchange_key):
    transfer = agreed(a_full_case())
    _package, words, content = sent(
        transfer, lock="key", their_key=exchange_keys.public().as_file()
    )
    lead, unit = a_receiver()

    arrival = bring_package(content=content, by=lead)

    assert words == ""
    assert accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead).survivor.goes_by == "Zuzu"


def test_what_is_too_long_for_one_note_goes_on_in_the_next():
    case = a_full_case()
    said = "He said it again and again.\n" * 1785  # as much as a note can hold
    NoteFactory(case=case, text=said, author=case.lead)
    detail = "Ask at the office in town. " * 74
    for number in range(30):
        StepFactory(case=case, title=f"Step number {number}", detail=detail)

    _arrival, made = moved(case)

    notes = [note.text for note in Note.objects.filter(case=made).order_by("id")]
    whole = "".join(notes)
    assert said in whole
    assert whole.count(detail.strip()) == 30
    assert all(f"Step number {number};" in whole for number in range(30))
    assert max(len(text) for text in notes) <= 50_000


signs = st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters=TURNING)
texts = st.text(signs, max_size=80)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=texts, words=st.lists(texts.filter(str.strip), max_size=4), born=st.none() | st.dates())
def test_whatever_people_write_arrives_as_it_was(name, words, born):
    case = CaseFactory(survivor=PersonFactory(goes_by=name, born_from=born, born_to=born))
    for text in words:
        NoteFactory(case=case, text=text)
    package = Package(
        transfer=Transfer(case=case, hand_over_on=date(2026, 1, 2)), parts="identity,story",
        proof="K7QM-3TPX",
    )  # fmt: skip
    plain = b"".join(piece for member in members_of(package) for piece in written(member)) + END

    told = read_package(io.BytesIO(plain))

    assert (told.person["goes_by"], told.person["born_from"]) == (name, born)
    assert [note["text"] for note in told.notes] == words
