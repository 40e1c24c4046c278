"""Appointments: who meets when, for a case or among staff."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.rules import part_condition
from kimbilio.accounts.models import User
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.cases.work_choices import AppointmentKind, AppointmentState
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class AppointmentQuerySet(PartQuerySet):
    """Appointments of cases follow the case; those of staff belong to who takes part."""

    def open_to(self, user: User, act: Act = Act.VIEW) -> "AppointmentQuerySet":
        """The appointments ``user`` may see whole."""
        own = Q(case__isnull=True) & Q(parts__user=user)
        return self.filter(own | (Q(case__isnull=False) & part_condition(user, act))).distinct()

    def open_in(self, case: Any, user: User, act: Act = Act.VIEW) -> "AppointmentQuerySet":
        """Those of one case: nobody's own are among them."""
        return cast("AppointmentQuerySet", self.by_case(case, user, act))


class Appointment(PartOfCase, Versioned):
    """One meeting. Its kind says which part of the case its title belongs to; the place is
    drawn only for whom whereabouts are open."""

    compartment = models.CharField(max_length=12, choices=Compartment, default=Compartment.STORY)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=AppointmentKind)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    title = EncryptedTextField(_("what it is about"), blank=True, max_length=200)
    place = EncryptedTextField(_("where"), blank=True, max_length=200)
    with_whom = EncryptedTextField(_("with whom"), blank=True, max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="own_appointments"
    )
    state = models.CharField(
        max_length=9, choices=AppointmentState, default=AppointmentState.PLANNED
    )
    outcome = EncryptedTextField(_("what came of it"), blank=True, max_length=2000)

    objects: ClassVar[Any] = AppointmentQuerySet.as_manager()
    privacy = Privacy(
        identifying={"title", "place", "with_whom", "outcome"},
        sensitive={"case", "compartment", "kind", "starts_at", "ends_at", "state"},
        ordinary={"id", "version", "owner"},
    )

    class Meta:
        indexes = [models.Index(fields=["case", "starts_at", "id"], name="appointment_of_case")]
        constraints = [
            models.CheckConstraint(
                name="appointment_takes_time",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end comes before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come, or nobody said yet how it went."""
        return self.state == AppointmentState.PLANNED


class TakesPart(models.Model):
    """A colleague in an appointment, its owner among them. The start is kept here as well, so that
    one day of one person is one step in an index."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="parts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="takes_part")
    starts_at = models.DateTimeField()

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"appointment", "starts_at"}, ordinary={"id", "user"})

    class Meta:
        indexes = [models.Index(fields=["user", "starts_at"], name="takes_part_day")]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "user"], name="takes_part_once")
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"

    @property
    def trail_case_id(self) -> UUID | None:
        """The case of the appointment, if it has one."""
        return self.appointment.case_id
