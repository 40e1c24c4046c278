"""Notes: what happened, in the words of the person who was there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.choices import NOTE_KINDS
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class Note(PartOfCase, Versioned):
    """One note. The compartment decides who reads it; the author may always read their own."""

    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.STORY)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(
        _("kind"), max_length=12, choices=[(k.value, k.label) for k in NOTE_KINDS]
    )
    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    text = EncryptedTextField(_("note"), max_length=50_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"text"},
        sensitive={"case", "compartment", "kind", "happened_at"},
        ordinary={"id", "version", "author", "written_at"},
    )

    def __str__(self) -> str:
        return f"note {self.pk}"


class NoteToken(models.Model):
    """The blind index over words of notes: one keyed token per case and compartment."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="note_tokens")
    compartment = models.CharField(max_length=12, choices=Compartment)
    token = models.BigIntegerField()

    privacy = Privacy(sensitive={"id", "case", "compartment", "token"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "compartment", "case"], name="note_token_once")
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"
