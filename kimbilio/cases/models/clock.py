"""How soon we must act, and whether we did."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.choices import Risk
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned


class ResponseLimit(Versioned):
    """Within how many hours one thing has to happen at one level of risk.

    Each organisation sets its own. The figures that come with the program follow common practice,
    which nobody has verified for this organisation; ``is_reviewed`` says that somebody has.
    """

    kind = models.CharField(_("what"), max_length=13, choices=ClockKind)
    risk = models.CharField(_("risk"), max_length=8, choices=Risk)
    hours = models.PositiveSmallIntegerField(_("hours"))
    is_reviewed = models.BooleanField(_("reviewed by us"), default=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "version", "kind", "risk", "hours", "is_reviewed"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "risk"], name="limit_once"),
            models.CheckConstraint(
                name="limit_is_some_time",
                condition=Q(hours__gte=1, hours__lte=8760),
                violation_error_message=_("Give between one hour and one year."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.risk}"


class ResponseClock(PartOfCase, models.Model):
    """One limit that runs for one case, until it is met."""

    compartment = Compartment.OUTLINE
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=13, choices=ClockKind)
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"case", "kind", "started_at", "due_at", "met_at", "escalated_at"},
        ordinary={"id", "met_by"},
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="clock_to_escalate",
                condition=Q(met_at=None, escalated_at=None),
            ),
            models.Index(fields=["case", "due_at"], name="clock_of_case"),
            models.Index(
                fields=["due_at"],
                name="clock_climbed",
                condition=Q(met_at=None, escalated_at__isnull=False),
            ),
            models.Index(
                fields=["due_at"], name="clock_go_now", condition=Q(met_at=None, kind="rescue")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(met_at=None), name="clock_runs_once"
            ),
            all_or_none("met_at", "met_by", name="clock_meeting_is_signed"),
            in_order("started_at", "due_at", name="clock_in_order"),
        ]

    def __str__(self) -> str:
        return f"clock {self.pk}"

    @property
    def limit(self) -> timedelta:
        """How long there was, for the face of the clock."""
        return self.due_at - self.started_at

    @property
    def is_late(self) -> bool:
        """Whether it was met late, or is not met though its time is over."""
        return (self.met_at or timezone.now()) > self.due_at
