"""The ties between staff and cases, without which a role alone opens nothing."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class TieQuerySet(models.QuerySet["Tie"]):
    """Questions about ties."""

    def live(self, at: datetime | None = None) -> "TieQuerySet":
        """Ties that open the case at that moment, or now."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at or timezone.now()))


class Tie(models.Model):
    """One person's way to one case: its lead, its team, who took the call, or an emergency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="ties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=TieKind, default=TieKind.MEMBER)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = TieQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"case", "user", "kind", "since", "until"},
        ordinary={"id"},
    )

    class Meta:
        indexes = [models.Index(fields=["user", "until"], name="tie_user_until")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "kind"],
                condition=Q(until__isnull=True),
                name="tie_once_while_open",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True, kind="lead"),
                name="tie_one_lead_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
