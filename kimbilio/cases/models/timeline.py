"""The timeline: one line for each thing that happened, whatever table holds the thing itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedTextField


class TimelineEntry(PartOfCase, models.Model):
    """When, what kind, whose, and one or two lines of it. Written by ``timeline.note_down`` alone."""

    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.STORY)
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="timeline")
    happened_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=EntryKind)
    event = models.CharField(max_length=40)  # an audit event: its sentence is the headline
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    line = EncryptedTextField(blank=True, max_length=600)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"line"},
        sensitive={"case", "compartment", "happened_at", "kind", "event"},
        ordinary={"id", "author", "subject_type", "subject_id"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["case", "-happened_at", "-id"], name="timeline_newest"),
            models.Index(fields=["case", "kind", "-happened_at", "-id"], name="timeline_kind"),
            models.Index(fields=["subject_id"], name="timeline_subject"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"
