"""An organisation or office that helps with us."""

import re
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import PartnerKind
from kimbilio.vault.fields import EncryptedTextField


class Partner(Versioned):
    """One organisation or office. Its name is public; the people who work there are not."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=PartnerKind)
    county = models.CharField(_("county"), max_length=3, blank=True)
    sub_county = models.CharField(_("sub-county"), max_length=3, blank=True)
    ward = models.CharField(_("ward"), max_length=4, blank=True)
    place = models.CharField(_("address that anybody may know"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    is_place_secret = models.BooleanField(default=False)
    phone = models.CharField(_("public phone"), max_length=30, blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    contact_name = EncryptedTextField(_("whom to ask for"), blank=True, max_length=120)
    contact_phone = EncryptedTextField(_("their own phone"), blank=True, max_length=30)
    note = EncryptedTextField(_("good to know"), blank=True, max_length=2000)
    agreement_ends = models.DateField(_("agreement until"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False)  # stands on the page that anybody may open
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"contact_name", "contact_phone", "note"},
        sensitive={"sub_county", "ward", "place", "latitude", "longitude", "is_place_secret"},
        ordinary={
            "id", "version", "name", "kind", "county", "phone", "email", "agreement_ends",
            "is_active", "is_public", "assured_on", "assured_by",
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
            models.CheckConstraint(
                name="partner_secret_place_has_no_spot",
                condition=Q(is_place_secret=False)
                | Q(sub_county="", ward="", latitude__isnull=True, longitude__isnull=True),
                violation_error_message=_("A secret place has no address in the directory."),
            ),
            models.CheckConstraint(
                name="partner_secret_place_is_not_public",
                condition=Q(is_place_secret=False) | Q(is_public=False),
                violation_error_message=_("A secret place never stands on the public page."),
            ),
            all_or_none("latitude", "longitude", name="partner_spot_is_whole"),
            models.CheckConstraint(
                name="partner_spot_is_on_earth",
                condition=Q(latitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("There is no such place on earth."),
            ),
            models.CheckConstraint(
                name="partner_sub_county_is_of_a_county",
                condition=Q(sub_county="") | ~Q(county=""),
                violation_error_message=_("A sub-county lies in a county. Choose that too."),
            ),
            models.CheckConstraint(
                name="partner_ward_is_of_a_county",
                condition=Q(ward="") | ~Q(county=""),
                violation_error_message=_("A ward lies in a county. Choose that too."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dials(self) -> str:
        """The first of the public numbers, as a phone dials it."""
        found = re.search(r"\+?\d[\d ]*", self.phone)
        return found[0].replace(" ", "") if found else ""

    @property
    def has_public_spot(self) -> bool:
        """Whether its coordinates are known and anybody may know them."""
        return self.latitude is not None and not self.is_place_secret

    @property
    def has_contact(self) -> bool:
        """Whether somebody is named whom to ask for."""
        return bool(self.contact_name or self.contact_phone)

    @property
    def is_agreement_over(self) -> bool:
        """Whether what was agreed with them has run out."""
        ends: date | None = self.agreement_ends
        return ends is not None and ends < timezone.localdate()
