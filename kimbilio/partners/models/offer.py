"""What a partner gives: one service, with where, for whom, when and at what price."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import EVERY_DAY, OLDEST, Cost, Service, Takes
from kimbilio.partners.hours import Hours
from kimbilio.partners.models.partner import Partner


class Offer(Versioned):
    """One service of one partner: what, where, for whom, when, at what price, with how many places."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offers")
    service = models.CharField(_("service"), max_length=16, choices=Service)
    takes = models.CharField(_("for"), max_length=6, choices=Takes, default=Takes.ANYBODY)
    min_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    max_age = models.PositiveSmallIntegerField(_("to age"), default=OLDEST)
    takes_foreigners = models.BooleanField(default=True)
    is_nationwide = models.BooleanField(default=False)
    days = models.CharField(max_length=7, default=EVERY_DAY)  # 1 is Monday; further: OfferHours
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    cost = models.CharField(_("cost"), max_length=4, choices=Cost, default=Cost.UNKNOWN, blank=True)
    cost_words = models.CharField(_("what it costs"), max_length=120, blank=True)
    places_total = models.PositiveSmallIntegerField(_("places in all"), null=True, blank=True)
    places_free = models.PositiveSmallIntegerField(_("places free"), null=True, blank=True)
    places_said_on = models.DateField(null=True, blank=True)  # when they said how many are free
    is_active = models.BooleanField(default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        ordinary={
            "id", "version", "partner", "service", "takes", "min_age", "max_age",
            "takes_foreigners", "is_nationwide", "days", "opens", "closes", "cost", "cost_words",
            "places_total", "places_free", "places_said_on", "is_active",
        }
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["service", "is_active", "partner"], name="offer_found")]
        constraints = [
            all_or_none("opens", "closes", name="offer_hours_are_whole"),
            all_or_none("places_free", "places_said_on", name="offer_places_are_dated"),
            models.CheckConstraint(
                name="offer_ages_in_order",
                condition=Q(min_age__lte=F("max_age"), max_age__lte=OLDEST),
                violation_error_message=_("The ages run from the younger to the older."),
            ),
            models.CheckConstraint(
                name="offer_fee_has_words",
                condition=Q(cost=Cost.FEE) ^ Q(cost_words=""),
                violation_error_message=_("Say what it costs, or that it is free."),
            ),
            models.CheckConstraint(
                name="offer_no_more_free_than_all",
                condition=Q(places_free__isnull=True)
                | Q(places_total__isnull=True)
                | Q(places_free__lte=F("places_total")),
                violation_error_message=_("No more places can be free than there are."),
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
        return self.first_hours.is_round_the_clock

    @property
    def first_hours(self) -> Hours:
        """The first line of its hours; further ones are rows of their own."""
        return Hours(self.days, self.opens, self.closes)

    @property
    def is_full_today(self) -> bool:
        """Whether they said today that no place is free."""
        return self.places_free == 0 and self.places_said_on == timezone.localdate()
