"""Letters that are still on paper: asked from an office, promised for a day, fetched, then scanned."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case, Document
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.referrals.choices import LETTER_MOVES, LetterState
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class OfficeLetter(PartOfCase, Versioned):
    """A letter that an office, such as the children's office, gives on paper, and who goes to fetch it."""

    compartment = Compartment.IDENTITY
    case = models.ForeignKey(Case, models.PROTECT, related_name="office_letters")
    office = EncryptedTextField(_("office"), max_length=120)
    purpose = EncryptedTextField(_("what the letter is for"), blank=True, max_length=1000)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.ASKED)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    collected_on = models.DateField(_("collected on"), null=True, blank=True)
    collector = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"office", "purpose"},
        sensitive={"case", "state", "promised_on", "collected_on", "document", "asked_at"},
        ordinary={"id", "version", "collector", "asked_by"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["case", "-asked_at", "-id"], name="letter_of_case"),
            models.Index(
                fields=["collector", "promised_on", "id"],
                name="letter_to_collect",
                condition=Q(state="promised"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_promised_has_a_day",
                condition=~Q(state="promised") | Q(promised_on__isnull=False),
                violation_error_message=_("Say for which day it is promised."),
            ),
            models.CheckConstraint(
                name="letter_collected_has_a_day",
                condition=Q(state__in=["collected", "scanned"], collected_on__isnull=False)
                | Q(state__in=["asked", "promised", "not_coming"], collected_on=None),
                violation_error_message=_("Say on which day it was collected."),
            ),
            models.CheckConstraint(
                name="letter_scanned_has_its_document",
                condition=Q(state="scanned", document__isnull=False)
                | (~Q(state="scanned") & Q(document=None)),
                violation_error_message=_("A scanned letter has its document, and no other has."),
            ),
        ]

    def __str__(self) -> str:
        return f"office letter {self.pk}"

    @property
    def allowed_moves(self) -> frozenset[LetterState]:
        """Where it may go from here."""
        return LETTER_MOVES[LetterState(self.state)]

    @property
    def is_late(self) -> bool:
        """Whether it was promised for an earlier day and nobody has fetched it."""
        day: date | None = self.promised_on
        is_out = self.state == LetterState.PROMISED
        return is_out and day is not None and day < timezone.localdate()
