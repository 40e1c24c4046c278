"""The first call about somebody: what was asked and answered before anything else was known."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.intake_choices import (
    Caller,
    Flag,
    Likely,
    MayWrite,
    Safety,
    WhyUnfinished,
)
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.choices import RelationKind
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField


class Intake(PartOfCase, Versioned):
    """The answers of the first call. Its key is minted by the page, so that a form sent twice makes
    one case. Pages show ``place`` only to whom whereabouts are open."""

    compartment = Compartment.STORY
    case = models.OneToOneField(Case, models.PROTECT, related_name="intake")
    caller = models.CharField(_("the caller is"), max_length=8, choices=Caller)
    caller_name = EncryptedTextField(_("caller's name"), blank=True, max_length=120)
    caller_phone = EncryptedTextField(_("caller's phone"), blank=True, max_length=60)
    caller_is = models.CharField(max_length=14, choices=RelationKind, blank=True)
    safety = models.CharField(_("safe now"), max_length=10, choices=Safety)
    safe_until = models.DateTimeField(_("safe until"), null=True, blank=True)
    safe_until_words = EncryptedTextField(blank=True, max_length=200)
    place = EncryptedTextField(_("where"), blank=True, max_length=300)
    is_hurt = models.BooleanField(Flag.HURT.label, default=False)
    is_locked_in = models.BooleanField(Flag.LOCKED_IN.label, default=False)
    papers_kept = models.BooleanField(Flag.PAPERS_KEPT.label, default=False)
    with_child = models.BooleanField(Flag.WITH_CHILD.label, default=False)
    travel_planned = models.BooleanField(Flag.TRAVEL_PLANNED.label, default=False)
    speaks_of_self_harm = models.BooleanField(Flag.SELF_HARM.label, default=False)
    is_body_with_them = models.BooleanField(_("the referring body is with them"), default=False)
    trafficking = models.CharField(max_length=6, choices=Likely, default=Likely.UNSURE)
    referrer = EncryptedTextField(_("who referred them"), blank=True, max_length=200)
    may_write = models.CharField(max_length=8, choices=MayWrite, default=MayWrite.NOT_YET)
    words = EncryptedTextField(_("in their words"), blank=True, max_length=10_000)
    call_started_at = models.DateTimeField()
    call_ended_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={
            "caller_name", "caller_phone", "safe_until_words", "place", "referrer", "words",
        },
        sensitive={
            "case", "caller", "caller_is", "safety", "safe_until", "is_hurt", "is_locked_in",
            "papers_kept", "with_child", "travel_planned", "speaks_of_self_harm",
            "is_body_with_them", "trafficking", "may_write", "call_started_at", "call_ended_at",
        },
        ordinary={"id", "version", "taken_by", "taken_at"},
    )  # fmt: skip

    class Meta:
        constraints = [
            in_order("call_started_at", "call_ended_at", name="intake_call_in_order"),
            models.CheckConstraint(
                name="intake_end_of_safety_only_for_hours",
                condition=Q(safe_until__isnull=True) | Q(safety=Safety.HOURS),
                violation_error_message=_("Only who is safe for a few hours is safe until a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"intake {self.pk}"

    def flags(self) -> list[Flag]:
        """What else was true, in the order of the list."""
        return [flag for flag in Flag if getattr(self, flag.value)]


class UnfinishedCall(Versioned):
    """A call put aside before it became a case: its words are kept for the person who took it."""

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="unfinished_calls"
    )
    why = models.CharField(max_length=8, choices=WhyUnfinished)
    typed = EncryptedJSONField(default=dict, max_length=400_000)  # the form as it was sent
    started_at = models.DateTimeField()
    put_aside_at = models.DateTimeField(default=timezone.now)
    call_back_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"typed"},
        sensitive={"why", "started_at", "put_aside_at", "call_back_at", "told_at", "done_at"},
        ordinary={"id", "version", "taken_by"},
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["taken_by", "put_aside_at"],
                name="unfinished_call_open",
                condition=Q(done_at=None),
            ),
            models.Index(
                fields=["call_back_at"],
                name="unfinished_call_due",
                condition=Q(done_at=None, told_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"unfinished call {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """There is no case yet."""
        return None
