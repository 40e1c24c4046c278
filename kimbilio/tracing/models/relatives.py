"""Who was found, how it was checked that they are family, how the family is, and what is best for a child."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import RelationKind
from kimbilio.tracing.choices import BestInterestAnswer, Capacity, Involved, Proof, Safety, Willing
from kimbilio.tracing.models.search import Tracing
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class FoundRelative(PartOfCase, Versioned):
    """Somebody who was found. They count as family once checked; for a child a second person confirms."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    tracing = models.ForeignKey(Tracing, models.PROTECT, related_name="relatives")
    name = EncryptedTextField(_("name"), max_length=160)
    relation = models.CharField(_("relation"), max_length=14, choices=RelationKind)
    phone = EncryptedTextField(_("phone"), blank=True, max_length=40)
    place = EncryptedTextField(_("where they live"), blank=True, max_length=200)
    proofs = EncryptedJSONField(default=list, blank=True)  # codes of ``Proof``
    doubts = EncryptedTextField(_("doubts"), blank=True, max_length=2000)
    added_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"name", "phone", "place", "proofs", "doubts"},
        sensitive={"case", "tracing", "relation", "checked_on", "confirmed_on"},
        ordinary={"id", "version", "added_by", "checked_by", "confirmed_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["tracing", "id"], name="relative_of_tracing")]
        constraints = [
            all_or_none("checked_on", "checked_by", name="relative_check_signed"),
            all_or_none("confirmed_on", "confirmed_by", name="relative_confirmation_signed"),
            models.CheckConstraint(
                name="relative_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("checked_by")),
                violation_error_message=_("A second person confirms, not the one who checked."),
            ),
        ]

    def __str__(self) -> str:
        return f"relative {self.pk}"

    def is_verified(self, *, is_child: bool) -> bool:
        """Whether they count as family: checked, and for a child confirmed by somebody else."""
        return bool(self.checked_on and (self.confirmed_on or not is_child))

    @property
    def proofs_in_words(self) -> list[str]:
        """By what it was checked, in the order of the list."""
        return [str(proof.label) for proof in Proof if proof.value in self.proofs]


class FamilyAssessment(PartOfCase, Versioned):
    """How the family is today: safe, willing, able, and whether they had a part in the trafficking."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    tracing = models.OneToOneField(Tracing, models.PROTECT, related_name="assessment")
    safety = models.CharField(max_length=9, choices=Safety)
    willing = models.CharField(max_length=7, choices=Willing)
    capacity = models.CharField(max_length=9, choices=Capacity)
    involved = models.CharField(max_length=9, choices=Involved)
    words = EncryptedTextField(_("what was seen and heard"), blank=True, max_length=4000)
    made_on = models.DateField(_("made on"))
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={"case", "tracing", "safety", "willing", "capacity", "involved", "made_on"},
        ordinary={"id", "version", "made_by"},
    )

    def __str__(self) -> str:
        return f"family assessment {self.pk}"

    @property
    def warns(self) -> bool:
        """Whether something speaks against going home."""
        return (
            self.safety in (Safety.NOT_SAFE, Safety.UNKNOWN)
            or self.involved != Involved.NONE
            or self.willing == Willing.REFUSES
            or self.capacity == Capacity.NOT_NOW
        )


class BestInterest(PartOfCase, Versioned):
    """What is best for a child: options weighed, the child's own view, and who decided what."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    tracing = models.OneToOneField(Tracing, models.PROTECT, related_name="best_interest")
    deciders = EncryptedJSONField(default=list)  # lines "name, office"
    options = EncryptedTextField(_("options weighed"), max_length=4000)
    child_view = EncryptedTextField(_("the child's own view"), max_length=2000)
    decision = models.CharField(max_length=9, choices=BestInterestAnswer)
    reasons = EncryptedTextField(_("why"), blank=True, max_length=4000)
    decided_on = models.DateField(_("decided on"))
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"deciders", "options", "child_view", "reasons"},
        sensitive={"case", "tracing", "decision", "decided_on"},
        ordinary={"id", "version", "written_by"},
    )

    def __str__(self) -> str:
        return f"best interest {self.pk}"
