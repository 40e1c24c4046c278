"""A file about the directory that somebody brought and has not agreed to yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField

LARGE = 20_000_000  # characters of JSON


class BroughtFile(Versioned):
    """What was read of one file, between the look at it and the yes. Only who brought it sees it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entries = EncryptedJSONField(default=list, max_length=LARGE)  # gone once they are taken
    remarks = EncryptedJSONField(default=list, max_length=LARGE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_new = models.PositiveIntegerField(null=True, blank=True)
    taken_changed = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"entries", "remarks"},
        ordinary={
            "id", "version", "by", "created_at", "taken_at", "taken_new", "taken_changed",
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            all_or_none("taken_at", "taken_new", "taken_changed", name="brought_file_is_counted")
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"
