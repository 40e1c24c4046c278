"""Our accounts with providers, and what they posted before anybody read it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.providers.base import LARGEST
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField


class Account(Versioned):
    """One number, address or line of ours at a provider. What it needs to be used is never shown again."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    provider = models.CharField(_("provider"), max_length=16, choices=ProviderKind)
    typed = EncryptedJSONField(default=dict, max_length=20_000)  # by the names in ``Provider.asks``
    door_hash = models.CharField(max_length=64, unique=True)  # of the secret part of its address
    door = EncryptedTextField(max_length=60)  # that part itself, for the page of settings
    is_active = models.BooleanField(_("in use"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    heard_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=60, blank=True)  # a code, such as ``no_line``
    trouble_since = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"typed", "door"},
        sensitive={"door_hash"},
        ordinary={
            "id", "version", "name", "provider", "is_active", "made_by", "made_at", "heard_at",
            "trouble", "trouble_since",
        },
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def trail_case_id(self) -> None:
        """Accounts belong to no case."""
        return None


class Delivery(models.Model):
    """A genuine posting as it came, kept before it is read: the provider is answered at once, and a
    server that dies in the middle has lost nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries")
    body = EncryptedTextField(max_length=LARGEST)  # bytes, each as the character of that number
    content_type = models.CharField(max_length=120, blank=True)
    mark = models.CharField(
        max_length=64, unique=True
    )  # hash of account and body: a replay has the same
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    try_at = models.DateTimeField(
        null=True, default=timezone.now
    )  # null: somebody has to look at it
    failure = models.CharField(max_length=60, blank=True)  # the kind of error, never its text

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"body"},
        sensitive={"mark", "received_at"},
        ordinary={"id", "account", "content_type", "read_at", "tries", "try_at", "failure"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["try_at", "id"], name="delivery_due", condition=Q(read_at=None)),
            models.Index(fields=["read_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Refusal(models.Model):
    """How many postings of one kind were refused on one day, for the administrator to see."""

    class Why(models.TextChoices):
        """What was wrong with them."""

        FORGED = "forged", _("Not from the provider")
        TOO_LARGE = "too_large", _("Too large")
        UNREADABLE = "unreadable", _("Not in the documented form")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="refusals")
    day = models.DateField()
    why = models.CharField(max_length=10, choices=Why)
    count = models.PositiveIntegerField(default=0)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "account", "day", "why", "count"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "day", "why"], name="refusal_once_a_day")
        ]

    def __str__(self) -> str:
        return f"refusal {self.pk}"
