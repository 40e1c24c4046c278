"""Writing down what we learned, and the second look that keeps every identity out of the library."""

import re
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.closing_choices import LessonState, Topic
from kimbilio.cases.models import Case, Lesson, LessonTag, LessonToken, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.queries.closing import answerers_of
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

CODE = re.compile(r"\bKB[- ]?[0-9A-Z]{4,6}\b", re.IGNORECASE)
NUMBER = re.compile(r"\+?\d(?:[ -]?\d){7,}")


class NamesSomebody(BadInput):
    """A code, a number or a name of the person stands in the lesson."""

    code = "names_somebody"
    message = _("A name, a case code or a long number stands in the text. Take it out, then send.")


class AnsweredAlready(DomainError):
    """Somebody looked at the lesson before."""

    code = "lesson_answered_already"
    message = _("Somebody looked at this lesson already. Nothing was changed.")


@transaction.atomic
def write_lesson(
    *,
    title: str,
    text: str,
    topics: Collection[str],
    names_nobody: bool,
    by: User,
    case: Case | None = None,
) -> Lesson:
    """Put a lesson before a second person. Its writer states that it names nobody."""
    _require_writer(case, by)
    _check(title, text, names_nobody, case)
    lesson = Lesson.objects.create(
        title=title.strip(), text=text.strip(), case=case, names_nobody=True, written_by=by
    )
    _tag(lesson, topics)
    index_lesson(lesson)
    trail.record(Event.LESSON_CREATED, by=by, on=lesson, case=case)
    if case is not None:
        for leader in answerers_of(case):
            if leader != by:
                notify(user=leader, kind=NoticeKind.LESSON_ASKED)
    return lesson


@transaction.atomic
def change_lesson(
    *,
    lesson: Lesson,
    title: str,
    text: str,
    topics: Collection[str],
    names_nobody: bool,
    by: User,
    expected: int | None = None,
) -> None:
    """Rewrite one's own lesson; it is looked at anew before it shows again."""
    require(by, Permission.SEE_LESSONS)
    if lesson.written_by_id != by.pk:
        raise NotAllowed(_("Only its writer changes a lesson. Send it back to them instead."))
    _check(title, text, names_nobody, lesson.case)
    changes = amend(
        lesson, expected=expected, title=title.strip(), text=text.strip(),
        state=LessonState.WAITING, answered_by=None, answered_at=None,
    )  # fmt: skip
    _tag(lesson, topics)
    index_lesson(lesson)
    trail.record(Event.LESSON_CHANGED, by=by, on=lesson, changes=changes)


@transaction.atomic
def answer_lesson(*, lesson: Lesson, publish: bool, by: User, words: str = "") -> None:
    """The second look: into the library, or back to the writer with what has to come out."""
    require(by, Permission.APPROVE_CLOSING)
    if lesson.written_by_id == by.pk:
        raise NotAllowed(_("You wrote this. Another lead looks at it."))
    if lesson.state != LessonState.WAITING:
        raise AnsweredAlready
    if not publish and not words.strip():
        raise BadInput(_("Say what has to change."), field="words")
    amend(
        lesson, state=LessonState.PUBLISHED if publish else LessonState.RETURNED,
        answered_by=by, answered_at=timezone.now(), answer_words=words.strip(),
    )  # fmt: skip
    notify(user=lesson.written_by, kind=NoticeKind.LESSON_ANSWERED)
    event = Event.LESSON_PUBLISHED if publish else Event.LESSON_RETURNED
    trail.record(event, by=by, on=lesson)


def _require_writer(case: Case | None, by: User) -> None:
    require(by, Permission.SEE_LESSONS)
    if case is not None:
        require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.VIEW)


def _check(title: str, text: str, names_nobody: bool, case: Case | None) -> None:
    if not title.strip():
        raise BadInput(_("Give it a title."), field="title")
    if not text.strip():
        raise BadInput(_("Say what we learned."), field="text")
    if not names_nobody:
        raise BadInput(_("Read it once more and tick this."), field="names_nobody")
    whole = f"{title}\n{text}"
    if CODE.search(whole) or NUMBER.search(whole) or _names_in(whole, case):
        raise NamesSomebody(field="text")


def _names_in(text: str, case: Case | None) -> set[str]:
    """Words of the survivor's names that stand in ``text``."""
    if case is None:
        return set()
    person = case.survivor
    names = note_words(f"{person.goes_by} {person.full_name} {person.other_names}")
    return names & note_words(text)


def _tag(lesson: Lesson, topics: Collection[str]) -> None:
    lesson.tags.all().delete()
    LessonTag.objects.bulk_create(
        LessonTag(lesson=lesson, topic=topic) for topic in sorted({Topic(one) for one in topics})
    )


def index_lesson(lesson: Lesson) -> None:
    """Make the words of a lesson findable, under the newest key."""
    tokens = blind.tokens("lesson", sorted(note_words(f"{lesson.title} {lesson.text}")))
    LessonToken.objects.filter(lesson=lesson).exclude(token__in=tokens).delete()
    LessonToken.objects.bulk_create(
        [LessonToken(lesson=lesson, token=token) for token in tokens], ignore_conflicts=True
    )
