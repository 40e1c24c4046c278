"""A way of looking at the list of cases that somebody keeps for the next time."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class SavedView(Versioned):
    """One tab above somebody's list. ``query`` holds codes alone, as an address may."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views")
    name = EncryptedTextField(_("name"), max_length=40)  # people write what they like here
    query = models.CharField(max_length=1000)
    position = models.PositiveSmallIntegerField()

    objects: ClassVar = models.Manager()
    privacy = Privacy(identifying={"name"}, ordinary={"id", "version", "user", "query", "position"})

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["user", "position"], name="saved_view_one_a_place")
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"
