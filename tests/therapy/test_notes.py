"""Sealed notes: their author's alone, and what it takes for a supervisor to read one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import Act, TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.emergency import AlreadyReviewed
from kimbilio.cases.models import NoteToken, Notice, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.therapy.actions.notes import break_seal, review_seal, write_sealed_note
from kimbilio.therapy.models import SealedNote, SealOpening
from kimbilio.therapy.queries import seals_to_review
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.therapy import a_session, a_therapist, an_episode

pytestmark = pytest.mark.django_db
WORDS = "She spoke of the river."
REASON = "Her sister called and fears for tonight."


@pytest.fixture
def attendance():
    return a_session(an_episode(), hours=-2).attendances.get()


@pytest.fixture
def note(attendance):
    return write_sealed_note(attendance=attendance, text=WORDS, by=attendance.session.held_by)


def tied(case, **traits):
    user = UserFactory(**traits)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def test_the_author_alone_reads_and_writes(note):
    author, case = note.author, note.case

    assert SealedNote.objects.open_to(author).get().text == WORDS
    for other in (case.lead, a_therapist(case), tied(case, lead=True), tied(case, manager=True)):
        assert not SealedNote.objects.open_to(other).exists()
        with pytest.raises(NotAllowed):
            write_sealed_note(attendance=note.attendance, text="Other", by=other)
    note.refresh_from_db()
    assert note.text == WORDS


def test_an_author_who_left_the_team_reads_no_more(note):
    Tie.objects.filter(user=note.author).update(until=timezone.now())

    assert not SealedNote.objects.open_to(note.author).exists()


def test_no_word_reaches_search_timeline_or_log(note):
    write_sealed_note(attendance=note.attendance, text="The river again.", by=note.author)

    assert not NoteToken.objects.exists()
    assert all("river" not in entry.line for entry in TimelineEntry.objects.all())
    assert all("river" not in str(entry.changes or "") for entry in Entry.objects.all())


def test_a_note_is_of_a_session_that_began(attendance):
    ahead = a_session(attendance.episode, hours=5).attendances.get()

    with pytest.raises(BadInput):
        write_sealed_note(attendance=ahead, text="Early", by=ahead.session.held_by)

    assert not SealedNote.objects.exists()


def test_a_supervisor_breaks_the_seal_for_half_an_hour_on_record(note):
    lead = tied(note.case, lead=True)
    officer = UserFactory(dpo=True)
    with pytest.raises(BadInput):
        break_seal(note=note, reason="urgent", by=lead)
    assert not SealOpening.objects.exists()

    break_seal(note=note, reason=REASON, by=lead)

    assert SealedNote.objects.open_to(lead).get().text == WORDS
    assert not SealedNote.objects.open_to(lead, Act.CHANGE).exists()
    assert Entry.objects.filter(event="seal_broken", actor_id=lead.pk).count() == 1
    assert Notice.objects.filter(user=officer, kind="glass_broken").count() == 1
    SealOpening.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not SealedNote.objects.open_to(lead).exists()


def test_nobody_else_breaks_a_seal(note):
    strangers = (
        UserFactory(lead=True),
        note.case.lead,
        a_therapist(note.case),
        tied(note.case, manager=True),
    )
    for user in strangers:
        with pytest.raises(NotAllowed):
            break_seal(note=note, reason=REASON, by=user)

    assert not SealOpening.objects.exists()


def test_somebody_else_reviews_it_once(note):
    lead, officer = tied(note.case, lead=True), UserFactory(dpo=True)
    opening = break_seal(note=note, reason=REASON, by=lead)
    other_lead = UnitMembershipFactory(user=UserFactory(lead=True), is_lead=True).user

    assert seals_to_review(lead) == []
    assert seals_to_review(other_lead) == []
    assert seals_to_review(officer) == [opening]
    with pytest.raises(NotAllowed):
        review_seal(opening=opening, verdict="justified", by=lead)
    review_seal(opening=opening, verdict="justified", by=officer)
    with pytest.raises(AlreadyReviewed):
        review_seal(opening=opening, verdict="not_justified", by=officer)

    opening.refresh_from_db()
    assert opening.verdict == "justified"
    assert seals_to_review(officer) == []
