"""Lessons: found by words, named by nobody, seen by a second person first."""

import pytest
from django.db import IntegrityError, connection, transaction

from kimbilio.accounts.choices import Role
from kimbilio.cases.actions.lessons import (
    AnsweredAlready,
    NamesSomebody,
    answer_lesson,
    change_lesson,
    write_lesson,
)
from kimbilio.cases.models import Lesson, Notice
from kimbilio.cases.queries.lessons import lessons_for, matching
from kimbilio.cases.reindex import reindex_lessons
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import lead_of

pytestmark = pytest.mark.django_db


def a_lesson(by=None, **answers):
    said = {
        "title": "Ask the interpreter before",
        "text": "Relatives should never interpret. Agree on a quiet word first.",
        "topics": ["talking"],
        "names_nobody": True,
        "by": by or UserFactory(),
        **answers,
    }
    return write_lesson(**said)


def test_a_lesson_shows_to_all_only_after_a_second_look():
    writer, lead, reader = UserFactory(), UserFactory(lead=True), UserFactory()
    lesson = a_lesson(writer)
    assert not lessons_for(reader).exists()
    assert lessons_for(writer).exists()
    assert lessons_for(lead).exists()

    answer_lesson(lesson=lesson, publish=True, by=lead)

    assert lessons_for(reader).get() == lesson
    assert Notice.objects.get(user=writer).kind == "lesson_answered"
    with pytest.raises(AnsweredAlready):
        answer_lesson(lesson=lesson, publish=True, by=lead)


def test_nobody_approves_their_own_and_not_everybody_approves():
    lead = UserFactory(lead=True)
    lesson = a_lesson(lead)

    for who in [lead, UserFactory(), UserFactory(role=Role.THERAPIST)]:
        with pytest.raises(NotAllowed):
            answer_lesson(lesson=lesson, publish=True, by=who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.update(state="published")


def test_roles_without_the_library_write_nothing():
    with pytest.raises(NotAllowed):
        a_lesson(UserFactory(role=Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed):
        a_lesson(UserFactory(), case=CaseFactory())

    assert not Lesson.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Pendo waited too long.",
        "See KB-4T7Q2A for more.",
        "Call 0722 123 456 first.",
        "the mfano way",
    ],
)
def test_names_codes_and_numbers_are_refused(text):
    case = CaseFactory(worker=UserFactory())

    with pytest.raises(NamesSomebody):
        a_lesson(case.lead, case=case, text=text)


def test_the_statement_is_asked_for():
    with pytest.raises(BadInput) as refusal:
        a_lesson(names_nobody=False)

    assert refusal.value.field == "names_nobody"


def test_lessons_are_found_by_words_and_topic_and_kept_encrypted():
    lesson, lead = a_lesson(), UserFactory(lead=True)
    a_lesson(title="Bring water", text="The road is long.", topics=["rescue"])
    every = lessons_for(lead)

    assert list(matching(every, words="quiet INTERPRETER", topic="")) == [lesson]
    assert list(matching(every, words="", topic="talking")) == [lesson]
    assert not matching(every, words="quiet water", topic="").exists()
    with connection.cursor() as cursor:
        cursor.execute("select text, title from cases_lesson")
        assert not any(b"road" in bytes(row[0]) for row in cursor.fetchall())
    reindex_lessons("", 10)
    assert list(matching(every, words="quiet", topic="")) == [lesson]


def test_a_changed_lesson_is_looked_at_anew():
    writer, lead = UserFactory(), UserFactory(lead=True)
    lesson = a_lesson(writer)
    answer_lesson(lesson=lesson, publish=True, by=lead)
    new = {"title": "Ask", "text": "Ask twice.", "topics": [], "names_nobody": True}

    with pytest.raises(NotAllowed):
        change_lesson(lesson=lesson, by=lead, **new)
    change_lesson(lesson=lesson, by=writer, **new)

    assert Lesson.objects.get().state == "waiting"
    assert not matching(lessons_for(writer), words="quiet", topic="").exists()


def test_the_leads_of_the_unit_are_told_without_the_case():
    case = CaseFactory(worker=UserFactory())
    lead = lead_of(case)

    a_lesson(case.lead, case=case)

    assert Notice.objects.get(user=lead).case is None
