"""A rescue: asked for, approved, carried out and talked over, each step with its time."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.intake_choices import RESCUE_ENDS, RESCUE_MOVES, RescueState
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class Rescue(PartOfCase, Versioned):
    """One rescue of one case. Where people are picked up and brought to is whereabouts."""

    compartment = Compartment.WHEREABOUTS
    case = models.ForeignKey(Case, models.PROTECT, related_name="rescues")
    state = models.CharField(max_length=12, choices=RescueState, default=RescueState.REQUESTED)
    pick_up = EncryptedTextField(_("where to find them"), blank=True, max_length=500)
    danger = EncryptedTextField(_("what may be dangerous"), blank=True, max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"pick_up", "danger"},
        sensitive={"case", "state", "asked_at", "ended_at"},
        ordinary={"id", "version", "asked_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["case", "-asked_at"], name="rescue_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="rescue_one_at_a_time"
            ),
            models.CheckConstraint(
                name="rescue_end_is_dated",
                condition=Q(state__in=sorted(RESCUE_ENDS), ended_at__isnull=False)
                | (~Q(state__in=sorted(RESCUE_ENDS)) & Q(ended_at__isnull=True)),
                violation_error_message=_("A rescue that is over has its time."),
            ),
        ]

    def __str__(self) -> str:
        return f"rescue {self.pk}"

    @property
    def may_become(self) -> list[RescueState]:
        """The states that may follow, in their order."""
        allowed = RESCUE_MOVES[RescueState(self.state)]
        return [state for state in RescueState if state in allowed]


class RescueStep(models.Model):
    """One thing done in a rescue: when, by whom, and who or what it was in words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rescue = models.ForeignKey(Rescue, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=RescueState)
    happened_at = models.DateTimeField(default=timezone.now)
    words = EncryptedTextField(_("who and what"), blank=True, max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={"rescue", "state", "happened_at"},
        ordinary={"id", "by", "written_at"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rescue", "state"], name="rescue_step_once"),
        ]

    def __str__(self) -> str:
        return f"rescue step {self.pk}"

    @property
    def trail_case_id(self) -> object:
        """The case of its rescue."""
        return self.rescue.case_id
