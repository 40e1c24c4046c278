"""No conversation ends without an outcome, and what belongs to a case stands in it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.cases.models import TimelineEntry
from kimbilio.cases.queries.search import find_cases
from kimbilio.cases.reindex import reindex_notes
from kimbilio.helpline.actions.deciding import (
    close_conversation,
    join_case,
    lift_block,
    save_triage,
)
from kimbilio.helpline.choices import Outcome, Urgency
from kimbilio.helpline.models import Conversation, Message, Triage
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.helpline import ConversationFactory

pytestmark = pytest.mark.django_db


def test_joining_puts_the_words_into_the_case_for_those_who_may_read_its_story():
    worker = UserFactory(worker=True)
    talk, case = ConversationFactory(), CaseFactory(worker=worker)
    Message.objects.create(conversation=talk, direction="in", text="Bosi amechukua pasipoti")

    join_case(conversation=talk, case=case, by=worker)
    join_case(conversation=talk, case=case, by=worker)

    entry = TimelineEntry.objects.get(case=case, subject_type="helpline.conversation")
    assert (entry.line, entry.compartment) == ("Bosi amechukua pasipoti", "story")
    assert [found.case for found in find_cases("pasipoti", viewer=worker)] == [case]
    assert find_cases("pasipoti", viewer=UserFactory(worker=True)) == []
    reindex_notes("", 50)
    assert [found.case for found in find_cases("pasipoti", viewer=worker)] == [case]
    assert Triage.objects.get().decided_by == worker


def test_joining_a_case_of_others_is_refused():
    talk, case = ConversationFactory(), CaseFactory()

    with pytest.raises(NotAllowed):
        join_case(conversation=talk, case=case, by=UserFactory(worker=True))

    talk.refresh_from_db()
    assert talk.case is None


def test_a_conversation_belongs_to_one_case():
    worker = UserFactory(worker=True)
    talk = ConversationFactory()
    join_case(conversation=talk, case=CaseFactory(worker=worker), by=worker)

    with pytest.raises(BadInput):
        join_case(conversation=talk, case=CaseFactory(worker=worker), by=worker)


@pytest.mark.parametrize(
    ("outcome", "field"),
    [
        ("", "outcome"),
        ("lost", "outcome"),
        (Outcome.CASE_OPENED, "outcome"),
        (Outcome.ATTACHED, "outcome"),
        (Outcome.INFORMED, "words"),
        (Outcome.REFERRED, "words"),
    ],
)
def test_an_outcome_says_what_it_needs(outcome, field):
    talk = ConversationFactory()

    with pytest.raises(BadInput) as refusal:
        close_conversation(conversation=talk, outcome=outcome, by=UserFactory(worker=True))

    talk.refresh_from_db()
    assert refusal.value.field == field
    assert talk.is_open


def test_the_database_refuses_an_end_without_outcome():
    talk, worker = ConversationFactory(), UserFactory(worker=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=talk.pk).update(closed_at=timezone.now(), closed_by=worker)


def test_two_who_close_at_once_meet():
    talk, worker = ConversationFactory(), UserFactory(worker=True)
    close_conversation(
        conversation=Conversation.objects.get(), outcome=Outcome.WRONG_NUMBER, by=worker
    )

    with pytest.raises(Stale):
        close_conversation(conversation=talk, outcome=Outcome.NUISANCE, expected=1, by=worker)

    talk.refresh_from_db()
    assert talk.outcome == Outcome.WRONG_NUMBER


def test_a_block_may_be_lifted_before_its_time():
    talk, worker = ConversationFactory(), UserFactory(worker=True)
    close_conversation(conversation=talk, outcome=Outcome.NUISANCE, block_days=7, by=worker)
    assert talk.correspondent.is_blocked()

    lift_block(conversation=talk, by=worker)

    talk.correspondent.refresh_from_db()
    assert not talk.correspondent.is_blocked()


def test_nobody_is_put_aside_for_ever():
    talk = ConversationFactory()

    with pytest.raises(BadInput):
        close_conversation(
            conversation=talk, outcome=Outcome.NUISANCE, block_days=36500,
            by=UserFactory(worker=True),
        )  # fmt: skip

    talk.correspondent.refresh_from_db()
    assert talk.correspondent.blocked_until is None


def test_people_may_lower_what_words_have_raised():
    talk, worker = ConversationFactory(urgency=Urgency.LOOK_FIRST), UserFactory(worker=True)

    save_triage(conversation=talk, answers={"minor": "yes"}, urgency=Urgency.TODAY, by=worker)

    talk.refresh_from_db()
    assert talk.urgency == Urgency.TODAY
    assert Triage.objects.get().answers == {"minor": "yes"}
