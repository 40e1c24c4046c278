"""Layouts that the organisation wrote, and letters made of many cases at once."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.models import Case, Document
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.letters.choices import BatchState, Language, LeftOut, LetterKind
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL
MOST_SOURCE = 40_000


class LayoutVersion(models.Model):
    """One version of the layout of a letter in one language; the one with the highest number is used.

    It is never changed: an older one comes back as a new version. Without a source it stands for the
    layout that comes with Kimbilio.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=LetterKind)
    language = models.CharField(max_length=2, choices=Language)
    number = models.PositiveIntegerField()
    source = EncryptedTextField(_("layout"), blank=True, max_length=MOST_SOURCE)
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"source"},
        ordinary={"id", "kind", "language", "number", "made_by", "made_at"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "number"], name="layout_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"layout {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """A layout is of no case."""
        return None


class Batch(Versioned):
    """One kind of letter for many cases, made in the background. Only who asked for it sees it."""

    kind = models.CharField(max_length=10, choices=LetterKind)
    language = models.CharField(max_length=2, choices=Language)
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.AT_WORK)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Codes of no case that is open to them, as typed; a name of five letters reads like a code.
    unknown = EncryptedJSONField(default=list)
    file_id = models.UUIDField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)  # when the file is deleted

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"unknown"},
        ordinary={
            "id", "version", "kind", "language", "state", "done", "total", "file_id", "size", "by",
            "asked_at", "moved_at", "ends_at",
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["by", "-asked_at", "-id"], name="batch_of_staff"),
            models.Index(fields=["moved_at"], name="batch_at_work", condition=Q(state="at_work")),
            models.Index(fields=["ends_at"], name="batch_ready", condition=Q(state="ready")),
        ]
        constraints = [
            models.CheckConstraint(
                name="batch_ready_has_an_end",
                condition=~Q(state="ready") | Q(ends_at__isnull=False),
                violation_error_message=_("A file that can be saved has a day on which it goes."),
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """It is of many cases; each letter is recorded with its own."""
        return None

    @property
    def percent(self) -> int:
        """How far the background has come."""
        return 100 * self.done // self.total if self.total else 0


class BatchLetter(models.Model):
    """One case of a batch: its letter, or why there is none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="letters")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_out = models.CharField(max_length=11, choices=LeftOut, blank=True)

    objects: ClassVar[Any] = models.Manager()
    privacy = Privacy(sensitive={"case", "document", "left_out"}, ordinary={"id", "batch", "place"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "case"], name="batch_case_once"),
            models.UniqueConstraint(fields=["batch", "place"], name="batch_place_once"),
            models.CheckConstraint(
                name="batch_letter_or_why_not",
                condition=Q(document__isnull=True) | Q(left_out=""),
                violation_error_message=_("A case has a letter, or a reason why not."),
            ),
        ]

    def __str__(self) -> str:
        return f"letter of batch {self.pk}"

    @property
    def trail_case_id(self) -> UUID:
        """Its case."""
        case_id: UUID = self.case_id
        return case_id
