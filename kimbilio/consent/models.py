"""What people agreed to: a record each time, never a tick."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.consent.choices import Answer, Giver, Manner, Purpose
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class Consent(Versioned):
    """One answer to one question by one giver. A later answer stands beside it, not over it."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="consents")
    purpose = models.CharField(_("for what"), max_length=10, choices=Purpose)
    recipient = EncryptedTextField(_("shared with"), blank=True, max_length=120)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    giver = models.CharField(_("who says so"), max_length=10, choices=Giver)
    giver_name = EncryptedTextField(
        _("name of the guardian or officer"), blank=True, max_length=160
    )
    manner = models.CharField(_("how"), max_length=10, choices=Manner, default=Manner.SPOKEN)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_on = models.DateField(_("on"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    words = EncryptedTextField(_("in their words"), blank=True, max_length=2000)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_words = EncryptedTextField(blank=True, max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"recipient", "giver_name", "words", "withdrawal_words"},
        sensitive={
            "person", "purpose", "answer", "giver", "manner", "given_on", "ends_on",
            "withdrawn_at",
        },
        ordinary={"id", "version", "witness", "withdrawn_by", "recorded_by", "recorded_at"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["person", "purpose", "-given_on"], name="consent_of_person"),
            models.Index(fields=["ends_on"], name="consent_ends"),
        ]
        constraints = [
            in_order("given_on", "ends_on", name="consent_in_order"),
            all_or_none("withdrawn_at", "withdrawn_by", name="consent_withdrawal_signed"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """The action names the case itself."""
        return None
