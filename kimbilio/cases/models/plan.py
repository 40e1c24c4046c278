"""The plan of a case: goals, steps, what waits for what, and the person's wish on each step."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.cases.plan_choices import (
    BROKEN_STATUSES,
    ENDED_STATUSES,
    OPEN_STATUSES,
    PARKING_WISHES,
    GuardianSays,
    Phase,
    StepStatus,
    Wish,
)
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import Service
from kimbilio.vault.fields import EncryptedTextField

_PARKING = Q(wish__in=PARKING_WISHES) | Q(wish=Wish.NOT_SURE, status=StepStatus.PLANNED)
"""What lets an open step rest, as a condition: the queries and the index of parked steps say the same."""


class Goal(PartOfCase, Versioned):
    """What the person wants to reach in one phase, in plain words; steps may serve it."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="goals")
    phase = models.CharField(_("phase"), max_length=8, choices=Phase)
    title = EncryptedTextField(_("goal"), max_length=200)
    is_reached = models.BooleanField(default=False)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"title"},
        sensitive={"case", "phase", "is_reached"},
        ordinary={"id", "version"},
    )

    def __str__(self) -> str:
        return f"goal {self.pk}"


class StepQuerySet(PartQuerySet):
    """Questions about steps."""

    def open(self) -> "StepQuerySet":
        """Steps still to be done."""
        return self.filter(status__in=OPEN_STATUSES)

    def parked(self) -> "StepQuerySet":
        """Steps that rest because of the person's wish; the same rule as ``Step.is_parked``."""
        return self.open().filter(_PARKING)

    def active(self) -> "StepQuerySet":
        """Open steps that do not rest."""
        return self.open().exclude(_PARKING)

    def late(self, today: date) -> "StepQuerySet":
        """Active steps whose day has passed."""
        return self.active().filter(due_on__lt=today)


class Step(PartOfCase, Versioned):
    """One thing to do. Its number never changes, so that people can say "step 8" to one another."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()  # where it stands in its phase
    phase = models.CharField(_("phase"), max_length=8, choices=Phase)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="steps")
    title = EncryptedTextField(_("step"), max_length=200)
    detail = EncryptedTextField(_("details"), blank=True, max_length=4000)
    service = models.CharField(_("service"), max_length=16, choices=Service, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned_steps"
    )
    partner = EncryptedTextField(_("partner"), blank=True, max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(max_length=8, choices=StepStatus, default=StepStatus.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = EncryptedTextField(_("what came of it"), blank=True, max_length=2000)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    wish = models.CharField(max_length=13, choices=Wish, default=Wish.NOT_ASKED)
    ask_again_on = models.DateField(_("ask again"), null=True, blank=True)
    asks = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_urgent = models.BooleanField(default=False)  # for safety, before the person could be asked
    urgent_reason = EncryptedTextField(_("why it could not wait"), blank=True, max_length=1000)

    objects: ClassVar = StepQuerySet.as_manager()
    privacy = Privacy(
        identifying={"title", "detail", "partner", "outcome", "urgent_reason"},
        sensitive={
            "case", "phase", "goal", "service", "due_on", "status", "started_at", "ended_at",
            "wish", "ask_again_on", "is_urgent",
        },
        ordinary={
            "id", "version", "number", "place", "owner", "ended_by", "replaces", "asks",
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "status", "due_on"], name="step_of_case"),
            models.Index(  # open steps: their end is empty, which every database sees from the words
                fields=["owner", "due_on", "id"], name="step_owner_due", condition=Q(ended_at=None)
            ),
            models.Index(
                fields=["asks", "ask_again_on"],
                name="step_ask_again",
                condition=Q(ask_again_on__isnull=False),
            ),
            models.Index(
                fields=["case", "id"],  # id: both counts of the outline read nothing else
                name="step_parked",
                condition=Q(status__in=OPEN_STATUSES) & _PARKING,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="step_number_once"),
            all_or_none("ended_at", "ended_by", name="step_end_is_signed"),
            models.CheckConstraint(
                name="step_ended_means_dated",
                condition=Q(status__in=ENDED_STATUSES, ended_at__isnull=False)
                | Q(status__in=OPEN_STATUSES, ended_at__isnull=True),
                violation_error_message=_("A step that ended has the day on which it ended."),
            ),
            models.CheckConstraint(
                name="step_done_was_started",
                condition=~Q(status__in=("started", "done")) | Q(started_at__isnull=False),
                violation_error_message=_("A step is done after it was started."),
            ),
            models.CheckConstraint(
                name="step_starts_after_wish",
                condition=~Q(status__in=("started", "done"))
                | ~Q(wish="not_asked")
                | Q(is_urgent=True, phase="safety"),
                violation_error_message=_("Ask for the person's wish before a step starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status in OPEN_STATUSES

    @property
    def is_broken(self) -> bool:
        """Whether it was declined or failed, so that what waits for it needs another way."""
        return self.status in BROKEN_STATUSES

    @property
    def is_parked(self) -> bool:
        """Whether it rests because of the person's wish: never late, never red, not counted."""
        if not self.is_open:
            return False
        unsure = self.wish == Wish.NOT_SURE and self.status == StepStatus.PLANNED
        return unsure or self.wish in PARKING_WISHES

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and nothing excuses it."""
        if not self.is_open or self.is_parked or self.due_on is None:
            return False
        return self.due_on < today


class StepLink(PartOfCase, models.Model):
    """One step waits for another. The actions keep these free of circles."""

    compartment = Compartment.STORY
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="step_links")
    step = models.ForeignKey(Step, models.CASCADE, related_name="waits")
    waits_for = models.ForeignKey(Step, models.CASCADE, related_name="awaited_by")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(sensitive={"case", "step", "waits_for"}, ordinary={"id"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "waits_for"], name="step_link_once"),
            models.CheckConstraint(
                name="step_link_not_to_itself",
                condition=~Q(step=F("waits_for")),
                violation_error_message=_("A step cannot wait for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class WishEntry(PartOfCase, models.Model):
    """What the person said about one step on one day. Never changed; the newest counts."""

    compartment = Compartment.STORY
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="wishes")
    step = models.ForeignKey(Step, models.PROTECT, related_name="wishes")
    wish = models.CharField(max_length=13, choices=Wish)
    words = EncryptedTextField(_("in their words"), blank=True, max_length=2000)
    guardian = models.CharField(max_length=9, choices=GuardianSays, blank=True)  # of a minor
    at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={"case", "step", "wish", "guardian", "at"},
        ordinary={"id", "recorded_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="wish_of_case")]
        constraints = [
            models.CheckConstraint(
                name="wish_is_an_answer",
                condition=~Q(wish="not_asked"),
                violation_error_message=_("Choose what the person said."),
            )
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"
