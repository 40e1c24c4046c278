"""Alleged traffickers: said so in one case, and linked to what is said in others."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.justice.choices import Part, Trait
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField


class AllegedTrafficker(PartOfCase, Versioned):
    """Somebody said to have trafficked, as one case knows them; no more than said.

    ``known`` has for each ``Trait`` a list of lines. It is found by ``AllegedToken`` alone.
    """

    compartment = Compartment.ALLEGED
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    part = models.CharField(max_length=11, choices=Part, default=Part.UNKNOWN)
    known = EncryptedJSONField(default=dict, blank=True)
    note = EncryptedTextField(_("note"), blank=True, max_length=4000)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"known", "note"},
        sensitive={"case", "part", "recorded_at"},
        ordinary={"id", "version", "recorded_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="alleged_of_case")]

    def __str__(self) -> str:
        return f"alleged trafficker {self.pk}"

    @property
    def called(self) -> str:
        """The first name or alias, to tell the entries of one case apart."""
        for trait in (Trait.NAME, Trait.ALIAS):
            for line in self.known.get(trait, []):
                return str(line)
        return ""

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """What is known, trait by trait, in words."""
        return [(str(t.label), self.known[t]) for t in Trait if self.known.get(t)]


class AllegedToken(models.Model):
    """A keyed number of one thing by which an alleged trafficker is known; see ``matching``."""

    SURE, HINT = 2, 1  # one sure agreement makes a link, or two hints of different traits

    alleged = models.ForeignKey(AllegedTrafficker, models.CASCADE, related_name="tokens")
    trait = models.CharField(max_length=7, choices=Trait)
    weight = models.PositiveSmallIntegerField(default=HINT)
    token = models.BigIntegerField()

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"alleged", "trait", "token"}, ordinary={"id", "weight"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "alleged"], name="alleged_token_once")
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class AllegedLink(models.Model):
    """Two entries of different cases that may be about the same person, and what agrees most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(AllegedTrafficker, models.CASCADE, related_name="links_on")
    other = models.ForeignKey(AllegedTrafficker, models.CASCADE, related_name="links_back")
    agrees = models.CharField(max_length=7, choices=Trait)
    found_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"one", "other", "agrees", "found_at"}, ordinary={"id"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="alleged_link_once"),
            models.CheckConstraint(
                name="alleged_link_of_two",
                condition=Q(one__lt=F("other")),
                violation_error_message=_("A link is between two entries."),
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
