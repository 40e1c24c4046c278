"""The ledger: the one table that says which money was given."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case, Document
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.livelihoods.choices import AidKind
from kimbilio.livelihoods.models.business import Tranche
from kimbilio.livelihoods.models.funding import FundingGrant
from kimbilio.livelihoods.models.learning import Term
from kimbilio.vault.fields import EncryptedTextField


class Giving(PartOfCase, Versioned):
    """One thing given: what, to whom, when, at which cost, from which grant. Never changed, never deleted.

    A mistake is taken back by a second row with the same amount below zero. Fees name their term and
    business money its tranche; neither keeps an amount paid of its own, so nothing counts twice.
    """

    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.STORY)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=9, choices=AidKind)
    given_on = models.DateField(_("given on"))
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    words = EncryptedTextField(_("in words"), blank=True, max_length=400)
    to_survivor = models.BooleanField(_("for the person"), default=True)
    dependants = models.PositiveSmallIntegerField(_("dependants who had part in it"), default=0)
    cost_cents = models.BigIntegerField(_("cost"))
    funding = models.ForeignKey(FundingGrant, models.PROTECT, related_name="givings")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    receipt = EncryptedTextField(_("number of the receipt"), blank=True, max_length=80)
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="givings")
    tranche = models.ForeignKey(
        Tranche, models.PROTECT, null=True, blank=True, related_name="givings"
    )
    counters = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="countered_by"
    )
    reason = EncryptedTextField(_("why it is taken back"), blank=True, max_length=400)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words", "receipt", "reason"},
        sensitive={
            "compartment", "case", "kind", "given_on", "quantity", "to_survivor", "dependants",
            "cost_cents", "document", "term", "tranche", "counters",
        },
        ordinary={"id", "version", "funding", "recorded_at", "recorded_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "-given_on", "-id"], name="giving_of_case"),
            models.Index(fields=["given_on", "id"], name="giving_when"),
            models.Index(fields=["funding", "kind"], name="giving_of_funding"),
        ]
        constraints = [
            models.CheckConstraint(
                name="giving_counter_is_below_zero",
                condition=Q(counters__isnull=True, cost_cents__gt=0)
                | Q(counters__isnull=False, cost_cents__lt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                name="giving_is_for_somebody",
                condition=Q(to_survivor=True) | Q(dependants__gt=0),
                violation_error_message=_("Say for whom it was."),
            ),
            models.CheckConstraint(
                name="giving_is_some",
                condition=Q(quantity__gte=1),
                violation_error_message=_("A quantity is one or more."),
            ),
            models.CheckConstraint(
                name="giving_has_a_reader",
                condition=Q(compartment__in=["story", "health"]),
                violation_error_message=_("Choose from the list."),
            ),
            models.CheckConstraint(
                name="giving_fees_have_a_term",
                condition=(Q(kind="fees") & Q(term__isnull=False))
                | (~Q(kind="fees") & Q(term__isnull=True)),
                violation_error_message=_("Fees are paid on the page of their term."),
            ),
            models.CheckConstraint(
                name="giving_business_has_a_tranche",
                condition=(Q(kind="business") & Q(tranche__isnull=False))
                | (~Q(kind="business") & Q(tranche__isnull=True)),
                violation_error_message=_("A business grant is paid on the page of the business."),
            ),
            models.CheckConstraint(
                name="giving_counters_another",
                condition=Q(counters__isnull=True) | ~Q(counters=F("id")),
                violation_error_message=_("Choose from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"giving {self.pk}"

    @property
    def is_counter(self) -> bool:
        """Whether it takes another row back."""
        return self.counters_id is not None

    @property
    def heads(self) -> int:
        """How many people it was for."""
        return int(self.to_survivor) + self.dependants
