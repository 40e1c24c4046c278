"""Breaking the glass: somebody without a tie opened a case because it could not wait."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class Verdict(models.TextChoices):
    """What the review found."""

    JUSTIFIED = "justified", _("It was needed")
    NOT_JUSTIFIED = "not_justified", _("It was not needed")


class EmergencyOpening(PartOfCase, Versioned):
    """Three hours of access, with the reason given and the review it must have."""

    compartment = Compartment.OUTLINE
    case = models.ForeignKey(Case, models.PROTECT, related_name="emergencies")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("why it could not wait"), max_length=2000)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    review_note = EncryptedTextField(blank=True, max_length=2000)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"reason", "review_note"},
        sensitive={"case", "opened_by", "opened_at", "until", "verdict"},
        ordinary={"id", "version", "reviewed_at", "reviewed_by"},
    )

    class Meta:
        constraints = [all_or_none("reviewed_at", "reviewed_by", name="emergency_review_is_signed")]
        indexes = [models.Index(fields=["reviewed_at", "opened_at"], name="emergency_to_review")]

    def __str__(self) -> str:
        return f"emergency {self.pk}"
