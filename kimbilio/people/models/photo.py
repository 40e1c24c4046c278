"""The photo of a person: one picture without place, time or camera, kept only while they agree."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.models.person import Person
from kimbilio.vault.models import StoredFile


class Photo(Versioned):
    """What somebody looks like. A new photo takes the place of the old one, which is gone for good."""

    compartment = Compartment.IDENTITY
    person = models.OneToOneField(Person, models.PROTECT, related_name="photo")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    privacy = Privacy(
        sensitive={"person", "file", "added_at"},
        ordinary={"id", "version", "added_by"},
    )

    def __str__(self) -> str:
        return f"photo {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """A person may have several cases; the action names the case itself."""
        return None
