"""The directory: organisations and offices that help with us, and what each of them gives.

Shaped after HSDS 3.0 of Open Referral (organization, service, service area, schedule, assured date). A place that
must stay unknown has no address here at all.
"""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import (
    EVERY_DAY,
    OLDEST,
    STALE_AFTER_DAYS,
    PartnerKind,
    Service,
    Takes,
)
from kimbilio.vault.fields import EncryptedTextField


class Partner(Versioned):
    """One organisation or office. Its name is public; the people who work there are not."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=PartnerKind)
    county = models.CharField(_("county"), max_length=3, blank=True)
    place = models.CharField(_("address that anybody may know"), max_length=200, blank=True)
    is_place_secret = models.BooleanField(default=False)
    phone = models.CharField(_("public phone"), max_length=30, blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    contact_name = EncryptedTextField(_("whom to ask for"), blank=True, max_length=120)
    contact_phone = EncryptedTextField(_("their own phone"), blank=True, max_length=30)
    note = EncryptedTextField(_("good to know"), blank=True, max_length=2000)
    agreement_ends = models.DateField(_("agreement until"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"contact_name", "contact_phone", "note"},
        sensitive={"place", "is_place_secret"},
        ordinary={
            "id", "version", "name", "kind", "county", "phone", "email", "agreement_ends",
            "is_active", "assured_on", "assured_by",
        },
    )  # fmt: skip

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["is_active", "county", "name"], name="partner_listed")]
        constraints = [
            all_or_none("assured_on", "assured_by", name="partner_check_is_signed"),
            models.CheckConstraint(
                name="partner_secret_place_is_not_kept",
                condition=Q(is_place_secret=False) | Q(place=""),
                violation_error_message=_("A secret place has no address in the directory."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        """Whether nobody has said lately that all this is still true."""
        oldest = timezone.localdate() - timedelta(days=STALE_AFTER_DAYS)
        return self.assured_on is None or self.assured_on < oldest

    @property
    def is_agreement_over(self) -> bool:
        """Whether what was agreed with them has run out."""
        ends: date | None = self.agreement_ends
        return ends is not None and ends < timezone.localdate()


class Offer(Versioned):
    """One service of one partner: what, where, for whom and when."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offers")
    service = models.CharField(_("service"), max_length=16, choices=Service)
    takes = models.CharField(_("for"), max_length=6, choices=Takes, default=Takes.ANYBODY)
    min_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    max_age = models.PositiveSmallIntegerField(_("to age"), default=OLDEST)
    takes_foreigners = models.BooleanField(default=True)
    is_nationwide = models.BooleanField(default=False)
    days = models.CharField(max_length=7, default=EVERY_DAY)  # 1 is Monday
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        ordinary={
            "id", "version", "partner", "service", "takes", "min_age", "max_age",
            "takes_foreigners", "is_nationwide", "days", "opens", "closes", "is_active",
        }
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["service", "is_active", "partner"], name="offer_found")]
        constraints = [
            all_or_none("opens", "closes", name="offer_hours_are_whole"),
            models.CheckConstraint(
                name="offer_ages_in_order",
                condition=Q(min_age__lte=models.F("max_age"), max_age__lte=OLDEST),
                violation_error_message=_("The ages run from the younger to the older."),
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    @property
    def takes_every_age(self) -> bool:
        """Whether age plays no part."""
        return self.min_age == 0 and self.max_age == OLDEST

    @property
    def is_round_the_clock(self) -> bool:
        """Whether somebody is there at every hour of every day."""
        return self.opens is None and self.days == EVERY_DAY


class OfferCounty(models.Model):
    """One county that a service covers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="counties")
    county = models.CharField(max_length=3)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "offer", "county"})

    class Meta:
        ordering = ["county"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "county"], name="offer_county_once")
        ]
        indexes = [models.Index(fields=["county", "offer"], name="offer_by_county")]

    def __str__(self) -> str:
        return self.county
