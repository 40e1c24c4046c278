"""Ending our work on a case: the wish to close with what came of it, the answer, and reopening."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.closing_choices import Area, Check, ClosingReason, ClosureState, Result
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedTextField


class Closure(PartOfCase, Versioned):
    """One wish to close a case, as its worker saw it, and the answer of who leads. Kept for ever."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="closures")
    reason = models.CharField(_("reason"), max_length=16, choices=ClosingReason)
    reason_words = EncryptedTextField(_("in your own words"), blank=True, max_length=4000)
    leftovers = EncryptedTextField(_("what happens to it"), blank=True, max_length=4000)
    own_view = EncryptedTextField(_("how they see it"), blank=True, max_length=4000)
    learned = EncryptedTextField(_("what we learned"), blank=True, max_length=8000)
    state = models.CharField(max_length=8, choices=ClosureState, default=ClosureState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_words = EncryptedTextField(_("words to the worker"), blank=True, max_length=4000)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"reason_words", "leftovers", "own_view", "learned", "answer_words"},
        sensitive={"case", "reason", "state", "asked_at", "answered_at"},
        ordinary={"id", "version", "asked_by", "answered_by"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["case", "-asked_at", "-id"], name="closure_of_case"),
            models.Index(fields=["state", "asked_at", "id"], name="closure_waiting"),
            models.Index(fields=["reason", "answered_at"], name="closure_reason"),
        ]
        constraints = [
            all_or_none("answered_at", "answered_by", name="closure_answer_is_signed"),
            models.CheckConstraint(
                name="closure_answer_is_dated",
                condition=Q(state="asked", answered_at__isnull=True)
                | (~Q(state="asked") & Q(answered_at__isnull=False)),
                violation_error_message=_("An answer has a day and a name."),
            ),
            models.CheckConstraint(
                name="closure_needs_two_people",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")),
                violation_error_message=_("Somebody else answers."),
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="asked"), name="closure_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"closure {self.pk}"


class ClosureOutcome(models.Model):
    """How far one area of life has come when the case closes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    closure = models.ForeignKey(Closure, models.CASCADE, related_name="outcomes")
    area = models.CharField(max_length=12, choices=Area)
    result = models.CharField(max_length=8, choices=Result)

    privacy = Privacy(sensitive={"closure", "area", "result"}, ordinary={"id"})

    class Meta:
        indexes = [models.Index(fields=["area", "result"], name="closure_result")]
        constraints = [
            models.UniqueConstraint(fields=["closure", "area"], name="closure_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.result}"


class ClosureCheck(models.Model):
    """One thing that was looked at before closing; a row means yes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    closure = models.ForeignKey(Closure, models.CASCADE, related_name="checks")
    item = models.CharField(max_length=20, choices=Check)

    privacy = Privacy(sensitive={"closure", "item"}, ordinary={"id"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "item"], name="closure_check_once")
        ]

    def __str__(self) -> str:
        return str(self.item)


class Reopening(PartOfCase, models.Model):
    """When, by whom and why a closed case was taken up again."""

    compartment = Compartment.STORY
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="reopenings")
    reason = EncryptedTextField(_("why"), max_length=4000)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"reason"}, sensitive={"case", "reopened_at"}, ordinary={"id", "reopened_by"}
    )

    class Meta:
        indexes = [models.Index(fields=["case", "-reopened_at"], name="reopening_of_case")]

    def __str__(self) -> str:
        return f"reopening {self.pk}"
