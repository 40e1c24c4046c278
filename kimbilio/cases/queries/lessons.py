"""Finding lessons by words and topics, and those that wait for a second look."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.cases.closing_choices import LessonState
from kimbilio.cases.models import Lesson, LessonTag, LessonToken
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

MOST_WORDS = 6


def lessons_for(viewer: User) -> QuerySet[Lesson]:
    """The library, one's own lessons, and for those who answer also what waits."""
    rule = Q(state=LessonState.PUBLISHED) | Q(written_by=viewer)
    if holds(viewer.role, Permission.APPROVE_CLOSING):
        rule |= Q(state=LessonState.WAITING)
    found: QuerySet[Lesson] = Lesson.objects.filter(rule)
    return found


def matching(lessons: QuerySet[Lesson], *, words: str, topic: str) -> QuerySet[Lesson]:
    """Those in which every one of ``words`` stands, and that are about ``topic``."""
    for word in sorted(note_words(words))[:MOST_WORDS]:
        tokens = LessonToken.objects.filter(
            lesson=OuterRef("pk"), token__in=blind.all_tokens("lesson", word)
        )
        lessons = lessons.filter(Exists(tokens))
    if topic:
        lessons = lessons.filter(
            Exists(LessonTag.objects.filter(lesson=OuterRef("pk"), topic=topic))
        )
    return lessons
