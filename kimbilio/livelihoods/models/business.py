"""A business of one person, the money to start it, and the parts in which that money is paid."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.livelihoods.choices import ClosedWhy, GrantState, Sector
from kimbilio.livelihoods.models.funding import FundingGrant
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class BusinessQuerySet(PartQuerySet):
    """Questions about businesses."""

    def running(self) -> "BusinessQuerySet":
        """Those that opened and were not closed."""
        return self.filter(opened_on__isnull=False, ended_at__isnull=True)


class Business(Episode):
    """One business of one person, from the idea on. Who trades where is told in words, encrypted."""

    compartment = Compartment.STORY
    sector = models.CharField(max_length=9, choices=Sector)
    plan = EncryptedTextField(_("business plan"), blank=True, max_length=6000)
    training = EncryptedTextField(_("what was learnt for it"), blank=True, max_length=400)
    trained_on = models.DateField(_("training completed on"), null=True, blank=True)
    opened_on = models.DateField(_("trades since"), null=True, blank=True)
    first_profit = models.DateField(null=True, blank=True)  # the first day of that month
    closed_why = models.CharField(max_length=7, choices=ClosedWhy, blank=True)

    objects: ClassVar[Any] = BusinessQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "plan", "training"},
        sensitive={
            *Episode.privacy.sensitive, "sector", "trained_on", "opened_on", "first_profit",
            "closed_why",
        },
        ordinary=Episode.privacy.ordinary,
    )  # fmt: skip

    class Meta(Episode.Meta):
        constraints = [
            *Episode.Meta.constraints,
            models.CheckConstraint(
                name="business_closed_when_ended",
                condition=Q(closed_why="") | Q(ended_at__isnull=False),
                violation_error_message=_("It goes on still."),
            ),
        ]

    def __str__(self) -> str:
        return f"business {self.pk}"

    @property
    def is_running(self) -> bool:
        """Whether it opened and was not closed."""
        return self.opened_on is not None and self.is_open


class BusinessGrant(PartOfCase, Versioned):
    """Money asked for a business, the appraisal, and the yes or no of a second person."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, models.PROTECT, related_name="grants")
    wanted_cents = models.PositiveBigIntegerField(_("asked for"))
    appraisal = EncryptedTextField(_("appraisal"), max_length=4000)
    asked_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=8, choices=GrantState, default=GrantState.ASKED)
    approved_cents = models.PositiveBigIntegerField(_("approved"), null=True, blank=True)
    funding = models.ForeignKey(
        FundingGrant, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    words = EncryptedTextField(_("why"), blank=True, max_length=1000)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"appraisal", "words"},
        sensitive={
            "case", "business", "wanted_cents", "asked_at", "state", "approved_cents", "decided_at",
        },
        ordinary={"id", "version", "asked_by", "funding", "decided_by"},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["business", "asked_at", "id"], name="business_grant_order")]
        constraints = [
            all_or_none("decided_at", "decided_by", name="business_grant_is_signed"),
            all_or_none("approved_cents", "funding", name="business_grant_has_funding"),
            models.UniqueConstraint(
                fields=["business"], condition=Q(state="asked"), name="business_grant_asked_once"
            ),
            models.CheckConstraint(
                name="business_grant_decided",
                condition=(Q(state="asked") & Q(decided_at__isnull=True))
                | (~Q(state="asked") & Q(decided_at__isnull=False)),
                violation_error_message=_("Somebody decided, or it still waits."),
            ),
            models.CheckConstraint(
                name="business_grant_approved",
                condition=(Q(state="approved") & Q(approved_cents__gt=0))
                | (~Q(state="approved") & Q(approved_cents__isnull=True)),
                violation_error_message=_("Say how much is approved."),
            ),
            models.CheckConstraint(
                name="business_grant_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Whoever asked does not approve."),
            ),
            models.CheckConstraint(
                name="business_grant_asks_some",
                condition=Q(wanted_cents__gt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"business grant {self.pk}"


class Tranche(PartOfCase, Versioned):
    """One part of a business grant, and what has to be true before it is paid."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    grant = models.ForeignKey(BusinessGrant, models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount_cents = models.PositiveBigIntegerField(_("amount"))
    condition = EncryptedTextField(_("condition"), blank=True, max_length=400)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    waiver = EncryptedTextField(_("why it is paid all the same"), blank=True, max_length=400)
    is_waived = models.BooleanField(default=False)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"condition", "waiver"},
        sensitive={"case", "grant", "number", "amount_cents", "met_at", "is_waived"},
        ordinary={"id", "version", "met_by"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="tranche_number_once"),
            all_or_none("met_at", "met_by", name="tranche_condition_is_signed"),
            models.CheckConstraint(
                name="tranche_is_some",
                condition=Q(amount_cents__gt=0),
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                name="tranche_waiver_is_signed",
                condition=Q(is_waived=False) | Q(met_at__isnull=False),
                violation_error_message=_("Somebody lets it be paid all the same."),
            ),
        ]

    def __str__(self) -> str:
        return f"tranche {self.pk}"
