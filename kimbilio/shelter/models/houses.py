"""Houses, their rooms and beds, and who works in them. Where a house stands is known to few."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.shelter.choices import ForWhom
from kimbilio.vault.fields import EncryptedTextField


class HouseQuerySet(models.QuerySet["House"]):
    """Questions about houses; every read for a page starts with the first."""

    def open_to(self, user: User) -> "HouseQuerySet":
        """All of them for who manages the shelter, for others those in which they work."""
        if not user.is_active or not holds(user.role, Permission.WORK_IN_SHELTER):
            return self.none()
        if holds(user.role, Permission.MANAGE_SHELTER):
            return self.all()
        return self.filter(pk__in=HouseWorker.objects.filter(user=user).values("house"))

    def in_use(self) -> "HouseQuerySet":
        """Those that take people."""
        return self.filter(is_active=True)


class House(Versioned):
    """A house of ours. Its name tells nothing of its place; its address stands in no list."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    address = EncryptedTextField(_("where it stands"), blank=True, max_length=500)
    is_for_children = models.BooleanField(_("for children"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[Any] = HouseQuerySet.as_manager()
    privacy = Privacy(
        identifying={"address"},
        sensitive={"name", "is_for_children"},
        ordinary={"id", "version", "is_active"},
    )

    def __str__(self) -> str:
        return self.name


class HouseWorker(models.Model):
    """A colleague who works in a house; they are on the team of whoever lives there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    house = models.ForeignKey(House, models.PROTECT, related_name="workers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"house", "user"}, ordinary={"id"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["house", "user"], name="house_worker_once")]

    def __str__(self) -> str:
        return f"worker {self.pk}"


class Bedroom(Versioned):
    """A room with beds, and whom it is for."""

    house = models.ForeignKey(House, models.PROTECT, related_name="bedrooms")
    name = models.CharField(_("name"), max_length=40)
    for_whom = models.CharField(_("for"), max_length=6, choices=ForWhom, default=ForWhom.ANYBODY)
    age_from = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    is_for_infants = models.BooleanField(_("mothers with infants"), default=False)
    is_quarantine = models.BooleanField(_("quarantine"), default=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={"house", "name", "for_whom", "age_from", "age_to", "is_for_infants"},
        ordinary={"id", "version", "is_quarantine"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["house", "name"], name="bedroom_name_once"),
            models.CheckConstraint(
                name="bedroom_ages_in_order",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                violation_error_message=_("The ages are the wrong way round."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Bed(Versioned):
    """One bed; at any night one person's."""

    bedroom = models.ForeignKey(Bedroom, models.PROTECT, related_name="beds")
    name = models.CharField(_("name"), max_length=20)
    is_accessible = models.BooleanField(_("accessible"), default=False)
    has_cot = models.BooleanField(_("with a cot"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={"bedroom", "name"},
        ordinary={"id", "version", "is_accessible", "has_cot", "is_active"},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bedroom", "name"], name="bed_name_once")]

    def __str__(self) -> str:
        return self.name
