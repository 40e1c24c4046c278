"""What a service has several of: counties, wards, further hours, languages, needs it is ready for."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.partners.choices import Need
from kimbilio.partners.hours import Hours
from kimbilio.partners.models.offer import Offer


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


class OfferWard(models.Model):
    """One ward of a county that a service covers in part; a county without any is covered whole."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="wards")
    ward = models.CharField(max_length=4)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "offer", "ward"})

    class Meta:
        ordering = ["ward"]
        constraints = [models.UniqueConstraint(fields=["offer", "ward"], name="offer_ward_once")]
        indexes = [models.Index(fields=["ward", "offer"], name="offer_by_ward")]

    def __str__(self) -> str:
        return self.ward


class OfferHours(models.Model):
    """Further days and hours of a service beside the first ones, which it carries itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="further_hours")
    days = models.CharField(max_length=7)  # 1 is Monday
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "offer", "days", "opens", "closes"})

    class Meta:
        ordering = ["days", "opens", "closes", "id"]
        constraints = [
            all_or_none("opens", "closes", name="offer_further_hours_are_whole"),
            # two, because SQLite takes no two empty hours for the same
            models.UniqueConstraint(
                fields=["offer", "days", "opens", "closes"], name="offer_further_hours_once",
                condition=Q(opens__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["offer", "days"], name="offer_further_days_once",
                condition=Q(opens__isnull=True),
            ),
            models.CheckConstraint(
                name="offer_further_hours_have_days",
                condition=~Q(days=""),
                violation_error_message=_("Choose at least one day."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.hours.code

    @property
    def hours(self) -> Hours:
        """These days and hours as one value."""
        return Hours(self.days, self.opens, self.closes)


class OfferLanguage(models.Model):
    """One language in which a service is given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=3)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "offer", "language"})

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "language"], name="offer_language_once")
        ]
        indexes = [models.Index(fields=["language", "offer"], name="offer_by_language")]

    def __str__(self) -> str:
        return self.language


class OfferNeed(models.Model):
    """One need beyond the ordinary that a service is ready for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="needs")
    need = models.CharField(max_length=12, choices=Need)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "offer", "need"})

    class Meta:
        ordering = ["need"]
        constraints = [models.UniqueConstraint(fields=["offer", "need"], name="offer_need_once")]
        indexes = [models.Index(fields=["need", "offer"], name="offer_by_need")]

    def __str__(self) -> str:
        return self.need
