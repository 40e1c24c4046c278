"""How two people belong together."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import RelationKind
from kimbilio.people.models.person import Person
from kimbilio.vault.fields import EncryptedTextField


class Relation(Versioned):
    """``other`` is the mother, guardian, friend... of ``person``."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_to")
    kind = models.CharField(_("relation"), max_length=14, choices=RelationKind)
    is_guardian = models.BooleanField(_("guardian"), default=False)
    is_emergency_contact = models.BooleanField(_("call in an emergency"), default=False)
    may_know = models.BooleanField(_("may know that we help"), default=False)
    note = EncryptedTextField(blank=True, max_length=500)
    is_active = models.BooleanField(default=True)

    privacy = Privacy(
        identifying={"note"},
        sensitive={"person", "other", "kind", "is_guardian", "is_emergency_contact", "may_know"},
        ordinary={"id", "version", "is_active"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                name="relation_once",
                condition=Q(is_active=True),
            ),
            models.CheckConstraint(
                name="relation_not_to_oneself",
                condition=~Q(person=F("other")),
                violation_error_message=_("A person cannot be related to themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """The action names the case itself."""
        return None
