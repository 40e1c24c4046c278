"""The life of a house: who was there in the evening, what is handed to the next shift, incidents."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.shelter.choices import Evening, IncidentKind, LogKind, Severity
from kimbilio.shelter.models.houses import House
from kimbilio.shelter.models.stays import Stay
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class RollMark(PartOfCase, Versioned):
    """Whether one person was in the house on one evening."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="marks")
    on = models.DateField()
    mark = models.CharField(max_length=7, choices=Evening)
    marked_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"case", "stay", "on", "mark"},
        ordinary={"id", "version", "marked_by", "marked_at"},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "on"], name="roll_mark_once")]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class OfHouseQuerySet(models.QuerySet[Any]):
    """Questions about what is written down in houses."""

    def open_to(self, user: User) -> "OfHouseQuerySet":
        """What was written in the houses that are open to ``user``."""
        return self.filter(house__in=House.objects.open_to(user).values("pk"))


class LogEntry(Versioned):
    """A line in the book of a house; one for the next shift is taken over by a colleague."""

    house = models.ForeignKey(House, models.PROTECT, related_name="log")
    kind = models.CharField(max_length=8, choices=LogKind, default=LogKind.DAY)
    text = EncryptedTextField(_("what happened"), max_length=4000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = OfHouseQuerySet.as_manager()
    privacy = Privacy(
        identifying={"text"},
        sensitive={"house", "kind"},
        ordinary={"id", "version", "written_at", "written_by", "taken_at", "taken_by"},
    )

    class Meta:
        constraints = [all_or_none("taken_at", "taken_by", name="log_taking_is_signed")]
        indexes = [models.Index(fields=["house", "-written_at", "-id"], name="log_of_house")]

    def __str__(self) -> str:
        return f"log {self.pk}"


class IncidentQuerySet(OfHouseQuerySet):
    """Questions about incidents."""

    def open_to(self, user: User) -> "IncidentQuerySet":
        """Those of the houses open to ``user``; one about a person needs a way to their case."""
        whose = condition(user, Compartment.WHEREABOUTS, to="stay__case__")
        rows = super().open_to(user)
        return cast("IncidentQuerySet", rows.filter(Q(stay=None) | whose))

    def unsettled(self) -> "IncidentQuerySet":
        """Those about which something is still to be done."""
        return self.filter(closed_at__isnull=True)


class Incident(Versioned):
    """Something that went wrong in a house, with what was done about it."""

    compartment = Compartment.WHEREABOUTS
    house = models.ForeignKey(House, models.PROTECT, related_name="incidents")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, blank=True, related_name="incidents")
    kind = models.CharField(max_length=9, choices=IncidentKind)
    severity = models.CharField(max_length=6, choices=Severity)
    text = EncryptedTextField(_("what happened"), max_length=4000)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = IncidentQuerySet.as_manager()
    privacy = Privacy(
        identifying={"text"},
        sensitive={"house", "stay", "kind", "severity", "happened_at"},
        ordinary={"id", "version", "written_at", "written_by", "closed_at", "closed_by"},
    )

    class Meta:
        constraints = [all_or_none("closed_at", "closed_by", name="incident_end_is_signed")]
        indexes = [models.Index(fields=["house", "-happened_at", "-id"], name="incident_of_house")]

    def __str__(self) -> str:
        return f"incident {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The case of the person it is about, if there is one."""
        return self.stay.case_id if self.stay is not None else None


class IncidentAction(Versioned):
    """One thing that was done about an incident."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="actions")
    words = EncryptedTextField(_("what was done"), max_length=1000)
    done_at = models.DateTimeField(default=timezone.now, editable=False)
    done_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={"incident"},
        ordinary={"id", "version", "done_at", "done_by"},
    )

    def __str__(self) -> str:
        return f"action {self.pk}"
