"""Words of the story and of assessments are found, by who may read them, as long as they stand there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kimbilio.access.choices import Compartment
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.actions import catching_up, words
from kimbilio.cases.actions.assessments import keep_assessment
from kimbilio.cases.actions.follow_up import log_call
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.actions.words import catch_up
from kimbilio.cases.models import CatchUp, NoteToken
from kimbilio.cases.queries.search import find_cases
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ANSWERS, a_signed
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def found(typed, viewer):
    return [hit.case for hit in find_cases(typed, viewer=viewer)]


def tell(case, expected=0, **values):
    return change_story(case=case, by=case.lead, expected=expected, **values)


def test_a_story_is_found_by_what_it_says_now_by_who_may_read_it(case):
    story = tell(case, account="The lorry left Malaba at night", wish="wants to become a tailor")
    shelter = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=shelter)

    assert found("malaba lorry", case.lead) == [case]
    assert found("tailor", case.lead) == [case]
    assert found("malaba", shelter) == []
    assert found("malaba", UserFactory()) == []

    add_note(case=case, kind="visit", text="She spoke of the lorry again", by=case.lead)
    add_note(case=case, kind="visit", text="Malaba clinic", by=case.lead, compartment=Compartment.LEGAL)  # fmt: skip
    tell(case, story.version, account="A bus left Busia at night")
    kept = set(NoteToken.objects.values_list("compartment", "token"))

    assert found("busia bus", case.lead) == [case]
    assert found("lorry", case.lead) == [case]  # a note still says it
    assert found("night tailor", case.lead) == [case]
    in_story = NoteToken.objects.filter(compartment=Compartment.STORY)
    malaba = set(NoteToken.objects.filter(compartment=Compartment.LEGAL).values_list("token", flat=True))  # fmt: skip
    assert not in_story.filter(token__in=malaba).exists()
    CatchUp.objects.all().delete()
    catch_up()
    assert set(NoteToken.objects.values_list("compartment", "token")) == kept


def test_a_signed_assessment_is_found_by_its_words_and_a_draft_is_not(case):
    answers = {**ANSWERS["screening"], "note": "Passport locked in a suitcase"}
    keep_assessment(
        case=case, kind="screening", answers=answers, list_used="adult_labour", by=case.lead
    )
    assert found("suitcase", case.lead) == []

    other = CaseFactory(worker=case.lead)
    a_signed(other, by=case.lead, answers=answers, justification="Two signs of confinement")

    assert found("suitcase", case.lead) == [other]
    assert found("confinement", case.lead) == [other]


def test_what_was_written_before_is_indexed_once_piece_by_piece(case, monkeypatch):
    other = CaseFactory(worker=case.lead)
    tell(case, account="The lorry left Malaba")
    a_signed(other, by=case.lead, justification="Signs of confinement")
    log_call(case=other, outcome="reached", words="She laughed about it", by=case.lead)  # fmt: skip
    kept = set(NoteToken.objects.values_list("case", "compartment", "token"))
    NoteToken.objects.all().delete()
    monkeypatch.setattr(words, "FEW", 1)
    rests: list[float] = []
    monkeypatch.setattr(catching_up, "give_way", rests.append)

    assert catch_up() == 2

    assert len(rests) == 3  # after each piece, and the empty one that ends it

    assert set(NoteToken.objects.values_list("case", "compartment", "token")) == kept
    assert found("laughed", case.lead) == [other]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert catch_up() == 0
    assert len(asked) == 1


def test_catching_up_goes_on_where_it_stopped(case, monkeypatch):
    other = CaseFactory(worker=case.lead)
    for one in (case, other):
        tell(one, account="The lorry left Malaba")
    NoteToken.objects.all().delete()
    monkeypatch.setattr(words, "FEW", 1)
    first = min(case, other, key=lambda one: one.pk)
    CatchUp.objects.create(what="words", generation=words.GENERATION, after=str(first.pk))

    assert catch_up() == 1

    assert {one.pk for one in found("malaba", case.lead)} == {case.pk, other.pk} - {first.pk}
    assert CatchUp.objects.get().finished_at
