"""Referrals that come in: who sends us somebody, and the link of their own by which they do."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.models.conversation import Conversation
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.models import Partner
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class ReferrerLink(Versioned):
    """The standing link of a partner to our short page. It opens a form and nothing that was written."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="referrer_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={"token_hash"},
        ordinary={
            "id", "version", "partner", "made_by", "made_at", "used_at", "stopped_at", "stopped_by",
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            all_or_none("stopped_at", "stopped_by", name="referrer_link_stop_is_signed"),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(stopped_at=None), name="referrer_link_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"referrer link {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """Links belong to no case."""
        return None


class IncomingReferral(Versioned):
    """What a partner said about itself when it sent us somebody; the rest stands in the conversation."""

    conversation = models.OneToOneField(Conversation, models.PROTECT, related_name="incoming")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    officer = EncryptedTextField(_("officer"), blank=True, max_length=120)
    reach = EncryptedTextField(_("how to reach them"), blank=True, max_length=200)
    is_agreed = models.BooleanField(_("the person agreed"), default=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"officer", "reach"},
        sensitive={"conversation", "partner", "is_agreed"},
        ordinary={"id", "version"},
    )

    def __str__(self) -> str:
        return f"incoming referral {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The case of its conversation."""
        return self.conversation.case_id
