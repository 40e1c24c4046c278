"""School and training of one person: where, which class, and what each term was like."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.livelihoods.choices import Learning
from kimbilio.partners.models import Partner
from kimbilio.vault.fields import EncryptedTextField


class Schooling(Episode):
    """One enrolment. Where the school is says where the person is every day: shown with whereabouts alone."""

    compartment = Compartment.STORY
    kind = models.CharField(max_length=10, choices=Learning)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    place = EncryptedTextField(_("school or course"), blank=True, max_length=160)
    level = EncryptedTextField(_("class or level"), blank=True, max_length=80)

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "place", "level"},
        sensitive={*Episode.privacy.sensitive, "kind", "partner"},
        ordinary=Episode.privacy.ordinary,
    )

    class Meta(Episode.Meta):
        pass

    def __str__(self) -> str:
        return f"schooling {self.pk}"

    @property
    def where(self) -> str:
        """The school by its name; only for who may know where the person is."""
        return self.partner.name if self.partner is not None else str(self.place)


class Term(PartOfCase, Versioned):
    """One term of an enrolment: fees asked, days present, result. What was paid stands in the ledger."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    schooling = models.ForeignKey(Schooling, models.PROTECT, related_name="terms")
    name = EncryptedTextField(_("term"), max_length=60)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    fees_cents = models.PositiveBigIntegerField(_("fees asked"), default=0)
    days_open = models.PositiveSmallIntegerField(_("school days"), null=True, blank=True)
    days_present = models.PositiveSmallIntegerField(_("days present"), null=True, blank=True)
    result = EncryptedTextField(_("result"), blank=True, max_length=1000)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"name", "result"},
        sensitive={
            "case", "schooling", "starts_on", "ends_on", "fees_cents", "days_open", "days_present",
        },
        ordinary={"id", "version"},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["schooling", "starts_on", "id"], name="term_order")]
        constraints = [
            in_order("starts_on", "ends_on", name="term_in_order"),
            all_or_none("days_open", "days_present", name="term_days_both"),
            models.CheckConstraint(
                name="term_days_fit",
                condition=Q(days_open__isnull=True, days_present__isnull=True)
                | Q(days_open__gte=F("days_present")),
                violation_error_message=_("Nobody is present on more days than there were."),
            ),
        ]

    def __str__(self) -> str:
        return f"term {self.pk}"

    @property
    def percent(self) -> int | None:
        """How much of the term the person was there."""
        if not self.days_open or self.days_present is None:
            return None
        return round(100 * self.days_present / self.days_open)
