"""How the organisation is built: its units, who leads them, who is on duty, its own settings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.constraints import in_order
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned


class Unit(Versioned):
    """A part of the organisation that cases belong to, such as the rescue team."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_active = models.BooleanField(default=True)

    privacy = Privacy(ordinary={"id", "version", "name", "is_active"})

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UnitMembership(models.Model):
    """A person's place in a unit; its leads reach all of its cases."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    privacy = Privacy(ordinary={"id", "unit", "user", "is_lead"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "user"], name="unit_member_once")]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class DutyShift(models.Model):
    """When somebody is on duty and so reaches urgent cases; the lead of a shift decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_lead = models.BooleanField(_("duty lead"), default=False)

    privacy = Privacy(ordinary={"id", "user", "starts_at", "ends_at", "is_lead"})

    class Meta:
        indexes = [models.Index(fields=["user", "ends_at"], name="shift_user_ends")]
        constraints = [in_order("starts_at", "ends_at", name="shift_in_order")]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Organisation(Versioned):
    """The one organisation this installation serves, and its choices."""

    name = models.CharField(_("name"), max_length=120, default="Kimbilio")
    address = models.TextField(_("address on letters"), blank=True)
    phone = models.CharField(_("public phone"), max_length=30, blank=True)
    email = models.EmailField(_("public e-mail"), blank=True)
    country = models.CharField(_("country"), max_length=2, default="KE")
    fair_load = models.PositiveSmallIntegerField(_("fair number of open cases"), default=25)
    idle_minutes_desk = models.PositiveSmallIntegerField(default=15)
    idle_minutes_phone = models.PositiveSmallIntegerField(default=5)
    follow_up_days = models.CharField(
        _("follow-up on days"), max_length=80, default="2,7,30,90,180,365"
    )

    privacy = Privacy(
        ordinary={
            "id", "version", "name", "address", "phone", "email", "country", "fair_load",
            "idle_minutes_desk", "idle_minutes_phone", "follow_up_days",
        },
    )  # fmt: skip

    def __str__(self) -> str:
        return self.name
