"""Evidence that went through our hands, and every hand it went through."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.justice.choices import ExhibitKind, Handing
from kimbilio.justice.models.matter import LegalMatter
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Exhibit(PartOfCase, Versioned):
    """One piece of evidence, numbered within its matter; its words are never changed."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    matter = models.ForeignKey(LegalMatter, models.PROTECT, related_name="exhibits")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ExhibitKind)
    what = EncryptedTextField(_("what it is"), max_length=1000)
    added_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"what"},
        sensitive={"case", "matter", "kind"},
        ordinary={"id", "version", "number", "added_by"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="exhibit_number_once")
        ]

    def __str__(self) -> str:
        return f"exhibit {self.pk}"


class CustodyLink(PartOfCase, Versioned):
    """One link of the chain: from whom to whom, when, where it lies; only ever added."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="chain")
    why = models.CharField(max_length=9, choices=Handing)
    at = models.DateTimeField()
    from_whom = EncryptedTextField(_("from whom"), max_length=120)
    to_whom = EncryptedTextField(_("to whom"), max_length=120)
    place = EncryptedTextField(_("where it is now"), blank=True, max_length=200)
    words = EncryptedTextField(_("reason"), blank=True, max_length=1000)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"from_whom", "to_whom", "place", "words"},
        sensitive={"case", "exhibit", "why", "at"},
        ordinary={"id", "version", "recorded_at", "recorded_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["exhibit", "at", "id"], name="custody_order")]

    def __str__(self) -> str:
        return f"link of custody {self.pk}"
