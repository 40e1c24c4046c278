"""Follow-up calls: when to reach the person again, and each try with how it went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.cases.work_choices import OPEN_CALLS, CallOutcome, CallState, ContactWay
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class FollowUpCall(PartOfCase, Versioned):
    """One call to make. Those of a series know their day, such as day 30 of 90."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    due_at = models.DateTimeField(_("when"))
    day_number = models.PositiveSmallIntegerField(null=True, blank=True)
    of_days = models.PositiveSmallIntegerField(null=True, blank=True)
    purpose = EncryptedTextField(_("what to ask about"), blank=True, max_length=400)
    contact = models.ForeignKey(
        "people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="follow_up_calls"
    )
    state = models.CharField(max_length=11, choices=CallState, default=CallState.PLANNED)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    why_given_up = EncryptedTextField(_("why"), blank=True, max_length=400)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"purpose", "why_given_up"},
        sensitive={"case", "due_at", "day_number", "of_days", "contact", "state", "tries",
                   "ended_at"},
        ordinary={"id", "version", "owner"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "due_at"], name="call_mine_open"),
            models.Index(fields=["owner", "due_at", "state"], name="call_mine"),
            models.Index(fields=["case", "due_at", "id"], name="call_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "day_number"],
                condition=Q(day_number__isnull=False, state__in=OPEN_CALLS),
                name="call_day_once_while_open",
            ),
            models.CheckConstraint(
                name="call_ended_means_dated",
                condition=Q(state__in=OPEN_CALLS, ended_at__isnull=True)
                | (~Q(state__in=OPEN_CALLS) & Q(ended_at__isnull=False)),
                violation_error_message=_("A call that is over has a time at which it ended."),
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.state in OPEN_CALLS


class CallAttempt(PartOfCase, models.Model):
    """One try to reach the person. It is never changed; a correction is a note."""

    compartment = Compartment.STORY
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="attempts")
    call = models.ForeignKey(
        FollowUpCall, models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    contact = models.ForeignKey(
        "people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    way = models.CharField(_("how"), max_length=13, choices=ContactWay, default=ContactWay.CALL)
    outcome = models.CharField(_("how it went"), max_length=12, choices=CallOutcome)
    words = EncryptedTextField(_("what was said"), blank=True, max_length=20_000)
    is_override = models.BooleanField(default=False)
    override_reason = EncryptedTextField(
        _("why outside the safe rules"), blank=True, max_length=1000
    )

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words", "override_reason"},
        sensitive={"case", "call", "contact", "at", "way", "outcome", "is_override"},
        ordinary={"id", "by"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="attempt_of_case"),
            models.Index(fields=["by", "at"], name="attempt_by"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"
