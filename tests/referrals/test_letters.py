"""Letters of offices: asked for, promised, fetched, scanned; by whom, and what is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.documents import add_document, retract_document
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Case, Document, TimelineEntry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.referrals.actions.letters import (
    keep_scan,
    move_letter,
    send_for_letter,
)
from kimbilio.referrals.actions.moving import CannotMove
from kimbilio.referrals.choices import LETTER_MOVES, LetterState
from kimbilio.referrals.models import OfficeLetter
from kimbilio.referrals.queries import letters_to_collect
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.files import PDF
from tests.factories.referrals import a_letter, an_adult_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return an_adult_case()


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def collected(case):
    letter = a_letter(case)
    move_letter(letter=letter, to=LetterState.COLLECTED, by=case.lead)
    return letter


def a_scan(case, **given):
    answers = {"kind": "letter", "compartment": Compartment.STORY, "by": case.lead, **given}
    return add_document(case=case, content=BytesIO(PDF), name="scan.pdf", **answers)


def test_a_letter_is_asked_for_promised_fetched_and_scanned(case):
    letter = a_letter(case, office=" Children's   office ", purpose="For the school")
    assert (letter.state, letter.office) == (LetterState.ASKED, "Children's office")

    move_letter(letter=letter, to=LetterState.PROMISED, day=today(3), by=case.lead)
    move_letter(letter=letter, to=LetterState.PROMISED, day=today(5), by=case.lead)
    move_letter(letter=letter, to=LetterState.COLLECTED, by=case.lead)
    keep_scan(letter=letter, document=a_scan(case), by=case.lead)

    letter.refresh_from_db()
    assert letter.state == LetterState.SCANNED
    assert (letter.promised_on, letter.collected_on) == (today(5), today())
    events = Entry.objects.filter(event__startswith="letter_").order_by("id")
    assert [entry.facts["state"] for entry in events] == [
        "asked", "promised", "promised", "collected", "scanned",
    ]  # fmt: skip
    assert {entry.case_id for entry in events} == {case.pk}
    line = TimelineEntry.objects.filter(event="letter_asked").get()
    said = in_language(line.line)
    assert (line.compartment, said) == ("identity", "Children's office: Asked for")


def test_a_letter_promised_at_once_begins_as_promised(case):
    assert a_letter(case, promised_on=today(1)).state == LetterState.PROMISED


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (state, to)
        for state in LetterState
        for to in LetterState
        if to not in LETTER_MOVES[state] or to == LetterState.SCANNED
    ],
)
def test_a_move_that_is_not_in_the_table_is_refused(case, state, to):
    columns = {
        LetterState.PROMISED: {"promised_on": today()},
        LetterState.COLLECTED: {"collected_on": today()},
        LetterState.SCANNED: {"collected_on": today(), "document": a_scan(case)},
    }
    letter = OfficeLetter.objects.create(
        case=case, office="Chief", collector=case.lead, asked_by=case.lead, state=state,
        **columns.get(state, {}),
    )  # fmt: skip

    with pytest.raises(CannotMove):
        move_letter(letter=letter, to=to, day=today(), by=case.lead)

    letter.refresh_from_db()
    assert letter.state == state


@pytest.mark.parametrize(
    ("to", "day"), [(LetterState.PROMISED, None), (LetterState.COLLECTED, today(1))]
)
def test_a_promise_needs_its_day_and_nothing_is_fetched_tomorrow(case, to, day):
    letter = a_letter(case)

    with pytest.raises(BadInput) as refusal:
        move_letter(letter=letter, to=to, day=day, by=case.lead)

    assert refusal.value.field == "day"
    letter.refresh_from_db()
    assert letter.state == LetterState.ASKED


def test_a_stranger_does_nothing_with_letters(case):
    stranger, letter, fetched = UserFactory(worker=True), a_letter(case), collected(case)
    before = OfficeLetter.objects.count(), Entry.objects.count()

    for act in (
        lambda: a_letter(case, by=stranger),
        lambda: move_letter(letter=letter, to=LetterState.NOT_COMING, by=stranger),
        lambda: send_for_letter(letter=letter, collector=stranger, by=stranger),
        lambda: keep_scan(letter=fetched, content=BytesIO(PDF), name="a.pdf", by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert (OfficeLetter.objects.count(), Entry.objects.count()) == before
    assert not Document.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "left"])
def test_only_a_colleague_of_the_case_is_sent(case, who):
    other = UserFactory(is_active=who == "stranger")
    if who == "left":
        Tie.objects.create(case=case, user=other, kind=TieKind.MEMBER)
    letter = a_letter(case)

    with pytest.raises(BadInput) as refusal:
        a_letter(case, collector=other)
    with pytest.raises(BadInput):
        send_for_letter(letter=letter, collector=other, by=case.lead)

    assert refusal.value.field == "collector"
    assert OfficeLetter.objects.get().collector == case.lead


def test_a_closed_case_asks_for_no_letter(case):
    Case.objects.filter(pk=case.pk).update(
        stage="closed", closed_at=timezone.now(), closed_by=case.lead
    )
    case.refresh_from_db()

    with pytest.raises(BadInput):
        a_letter(case)

    assert not OfficeLetter.objects.exists()


def test_a_letter_needs_an_office(case):
    with pytest.raises(BadInput):
        a_letter(case, office="  ")


def test_whoever_was_slower_overwrites_nothing(case):
    letter = a_letter(case)
    move_letter(letter=letter, to=LetterState.PROMISED, day=today(3), by=case.lead)

    with pytest.raises(Stale):
        move_letter(letter=letter, to=LetterState.NOT_COMING, by=case.lead, expected=1)

    letter.refresh_from_db()
    assert letter.state == LetterState.PROMISED


def test_a_new_scan_becomes_a_document_of_the_case(case):
    letter = collected(case)

    keep_scan(letter=letter, content=BytesIO(PDF), name="chief.pdf", by=case.lead)

    letter.refresh_from_db()
    assert letter.document.case == case
    assert (letter.document.kind, letter.document.compartment) == ("referral", "story")


def test_a_scan_is_of_the_same_case_and_stands(case):
    letter, other = collected(case), an_adult_case(worker=case.lead)
    taken_back = a_scan(case)
    retract_document(document=taken_back, why="Wrong page", by=case.lead)

    for document in (a_scan(other), taken_back):
        with pytest.raises(BadInput):
            keep_scan(letter=letter, document=document, by=case.lead)
    with pytest.raises(BadInput):
        keep_scan(letter=letter, by=case.lead)

    letter.refresh_from_db()
    assert (letter.state, letter.document) == (LetterState.COLLECTED, None)


def test_nobody_ties_a_letter_to_a_document_that_is_closed_to_them(case):
    nurse = UserFactory(therapist=True)
    Tie.objects.create(case=case, user=nurse, kind=TieKind.MEMBER)
    shelter = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=shelter, kind=TieKind.MEMBER)
    letter = collected(case)
    paper = a_scan(case, compartment=Compartment.HEALTH, by=nurse)

    with pytest.raises(NotAllowed):
        keep_scan(letter=letter, document=paper, by=case.lead)

    letter.refresh_from_db()
    assert letter.document is None


def test_the_day_of_who_goes_holds_what_is_promised_until_then(case):
    mate = UserFactory()
    Tie.objects.create(case=case, user=mate, kind=TieKind.MEMBER)
    late, due, later = (a_letter(case, promised_on=today(days)) for days in (-2, 0, 1))
    a_letter(case)
    theirs = a_letter(case, promised_on=today(), collector=mate)

    assert letters_to_collect(case.lead, until=today()) == [late, due]
    send_for_letter(letter=due, collector=mate, by=case.lead)
    assert letters_to_collect(mate, until=today(1)) == [due, theirs]
    assert letters_to_collect(case.lead, until=today(1)) == [late, later]


def test_who_left_the_team_fetches_nothing_any_more(case):
    mate = UserFactory()
    tie = Tie.objects.create(case=case, user=mate, kind=TieKind.MEMBER)
    a_letter(case, promised_on=today(), collector=mate)
    assert letters_to_collect(mate, until=today())

    Tie.objects.filter(pk=tie.pk).update(until=timezone.now())

    assert letters_to_collect(mate, until=today()) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "promised"},
        {"state": "collected"},
        {"state": "asked", "collected_on": today()},
        {"state": "scanned", "collected_on": today()},
    ],
)
def test_the_database_refuses_half_a_letter(columns):
    case = CaseFactory(worker=UserFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeLetter.objects.create(
            case=case, office="Chief", collector=case.lead, asked_by=case.lead, **columns
        )

    assert not OfficeLetter.objects.exists()


def test_a_document_without_its_letter_state_is_refused(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeLetter.objects.create(
            case=case, office="Chief", collector=case.lead, asked_by=case.lead,
            document=a_scan(case),
        )  # fmt: skip
