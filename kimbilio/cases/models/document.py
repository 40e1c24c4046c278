"""Documents of a case: letters, papers, photos, recordings. The files themselves lie in the vault."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.document_choices import ENDINGS, PICTURES, DocumentKind
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField
from kimbilio.vault.models import StoredFile


class Document(PartOfCase, Versioned):
    """One file that belongs to a case. It is taken back, never deleted, so that the log stays true."""

    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.STORY)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind)
    title = EncryptedTextField(_("title"), blank=True, max_length=200)
    original_name = EncryptedTextField(blank=True, max_length=300)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    thumbnail = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    retracted_why = EncryptedTextField(_("why it was taken back"), blank=True, max_length=1000)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"title", "original_name", "retracted_why"},
        sensitive={
            "case", "compartment", "kind", "file", "thumbnail", "added_at", "retracted_at",
        },
        ordinary={"id", "version", "added_by", "retracted_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "-added_at", "-id"], name="document_newest"),
            models.Index(fields=["case", "kind", "-added_at", "-id"], name="document_kind"),
        ]
        constraints = [
            all_or_none("retracted_at", "retracted_by", name="document_retraction_is_signed"),
            models.CheckConstraint(
                name="document_has_a_reader",
                condition=~Q(compartment="outline"),
                violation_error_message=_("Choose who needs to open the document."),
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def is_retracted(self) -> bool:
        """Whether somebody took it back; nobody opens it any more."""
        return self.retracted_at is not None

    @property
    def is_picture(self) -> bool:
        """Whether a small picture of it can be shown."""
        return self.file.content_type in PICTURES

    @property
    def download_name(self) -> str:
        """What a saved copy is called: the code and the day, nothing that tells a story."""
        day = timezone.localtime(self.added_at).date()
        ending = ENDINGS.get(self.file.content_type, "bin")
        return f"{self.case.code}-{day.isoformat()}.{ending}"
