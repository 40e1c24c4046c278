"""The library of lessons: what we learned, for every colleague, without anybody's identity."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.closing_choices import LessonState, Topic
from kimbilio.cases.models.case import Case
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Questions about lessons."""

    def published(self) -> "LessonQuerySet":
        """What everybody with access to the library reads."""
        return self.filter(state=LessonState.PUBLISHED)

    def waiting(self) -> "LessonQuerySet":
        """What a second person still has to look at."""
        return self.filter(state=LessonState.WAITING)


class Lesson(Versioned):
    """One lesson. Who wrote it states that it names nobody; a second person looks before it shows."""

    title = EncryptedTextField(_("title"), max_length=160)
    text = EncryptedTextField(_("what we learned"), max_length=8000)
    case = models.ForeignKey(  # where it comes from; shown to those who may see that case
        Case, models.PROTECT, null=True, blank=True, related_name="lessons"
    )
    names_nobody = models.BooleanField(default=False)  # the writer's statement
    state = models.CharField(max_length=9, choices=LessonState, default=LessonState.WAITING)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_words = EncryptedTextField(_("words to the writer"), blank=True, max_length=2000)

    objects: ClassVar = LessonQuerySet.as_manager()
    privacy = Privacy(
        identifying={"title", "text", "answer_words"},
        sensitive={"case"},
        ordinary={
            "id", "version", "names_nobody", "state", "written_by", "written_at", "answered_by",
            "answered_at",
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["state", "-written_at", "-id"], name="lesson_newest")]
        constraints = [
            all_or_none("answered_at", "answered_by", name="lesson_answer_is_signed"),
            models.CheckConstraint(
                name="lesson_names_nobody",
                condition=Q(names_nobody=True),
                violation_error_message=_("A lesson names nobody."),
            ),
            models.CheckConstraint(
                name="lesson_needs_two_people",
                condition=~Q(state="published")
                | (Q(answered_by__isnull=False) & ~Q(answered_by=models.F("written_by"))),
                violation_error_message=_("A second person looks at a lesson before it shows."),
            ),
        ]

    def __str__(self) -> str:
        return f"lesson {self.pk}"


class LessonTag(models.Model):
    """One topic of a lesson."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="tags")
    topic = models.CharField(max_length=12, choices=Topic)

    privacy = Privacy(ordinary={"id", "lesson", "topic"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "lesson"], name="lesson_topic_once")
        ]

    def __str__(self) -> str:
        return str(self.topic)


class LessonToken(models.Model):
    """The blind index over the words of lessons."""

    id = models.BigAutoField(primary_key=True)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="tokens")
    token = models.BigIntegerField()

    privacy = Privacy(sensitive={"id", "lesson", "token"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "lesson"], name="lesson_token_once")
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"
