"""What happens while a business runs: what was bought, who came to help, what each month earned."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case, Document
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.livelihoods.choices import FigureSource
from kimbilio.livelihoods.models.business import Business
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Asset(PartOfCase, Versioned):
    """One thing bought for the business. Its price is part of a tranche, so no sum of money given counts it."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, models.PROTECT, related_name="assets")
    what = EncryptedTextField(_("what was bought"), max_length=200)
    bought_on = models.DateField(_("bought on"))
    cost_cents = models.PositiveBigIntegerField(_("price"))
    receipt = EncryptedTextField(_("number of the receipt"), blank=True, max_length=80)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"what", "receipt"},
        sensitive={"case", "business", "bought_on", "cost_cents", "document"},
        ordinary={"id", "version", "added_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["business", "bought_on", "id"], name="asset_order")]
        constraints = [
            models.CheckConstraint(
                name="asset_has_a_price",
                condition=Q(cost_cents__gt=0),
                violation_error_message=_("An amount is more than zero."),
            )
        ]

    def __str__(self) -> str:
        return f"asset {self.pk}"


class MentorVisit(PartOfCase, Versioned):
    """One visit to the business: what was seen, what was advised."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("visited on"))
    words = EncryptedTextField(_("what was seen"), max_length=2000)
    advice = EncryptedTextField(_("advice"), blank=True, max_length=2000)
    visited_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words", "advice"},
        sensitive={"case", "business", "visited_on"},
        ordinary={"id", "version", "visited_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["business", "-visited_on", "-id"], name="mentor_visit_new")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class MonthFigure(PartOfCase, Versioned):
    """What one month earned: sales, and the profit, which may be below zero."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    business = models.ForeignKey(Business, models.PROTECT, related_name="figures")
    month = models.DateField(_("month"))  # its first day
    sales_cents = models.PositiveBigIntegerField(_("sales"))
    profit_cents = models.BigIntegerField(_("profit"))
    source = models.CharField(max_length=5, choices=FigureSource, default=FigureSource.TOLD)
    message: "models.UUIDField[UUID | None, UUID | None]" = models.UUIDField(
        null=True, blank=True, unique=True
    )  # the text message it was taken from; the helpline knows no livelihoods
    note = EncryptedTextField(_("note"), blank=True, max_length=400)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"note"},
        sensitive={
            "case", "business", "month", "sales_cents", "profit_cents", "source", "message",
        },
        ordinary={"id", "version", "recorded_at", "recorded_by"},
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "month"], name="month_figure_once")
        ]

    def __str__(self) -> str:
        return f"figures {self.pk}"
