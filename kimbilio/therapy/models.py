"""Therapy in a case: episodes, sessions, attendance, sealed notes, scales, safety plans."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.accounts.models import User
from kimbilio.care.models import Attendance, Episode, Session
from kimbilio.cases.models import Case, Task
from kimbilio.cases.models.emergency import Verdict
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.therapy.choices import Mode, SessionKind, Spoken
from kimbilio.therapy.choices import Verdict as PlanVerdict
from kimbilio.therapy.scales.known import ScaleCode
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class TherapyQuerySet(PartQuerySet):
    """Questions about episodes of therapy."""

    def open(self) -> "TherapyQuerySet":
        """Those that go on or wait to begin."""
        return self.filter(ended_at__isnull=True)

    def waiting(self) -> "TherapyQuerySet":
        """Those asked for, in which nobody has met yet."""
        return self.open().filter(started_at__isnull=True)


class TherapyEpisode(Episode):
    """Therapy with one person: for how many sessions, to reach what. Goals are few and short."""

    compartment = Compartment.HEALTH
    planned = models.PositiveSmallIntegerField(_("sessions agreed"), default=10)
    goals = EncryptedJSONField(default=list, blank=True)  # [{"words": …, "reached": bool}]
    review_on = models.DateField(_("next review of the plan"), null=True, blank=True)

    objects: ClassVar[Any] = TherapyQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "goals"},
        sensitive={*Episode.privacy.sensitive, "planned", "review_on"},
        ordinary=Episode.privacy.ordinary,
    )

    class Meta(Episode.Meta):
        indexes = [
            *Episode.Meta.indexes,
            models.Index(
                fields=["responsible", "asked_at"], name="therapy_open", condition=Q(ended_at=None)
            ),
        ]


class TreatmentReview(PartOfCase, Versioned):
    """The plan was looked at again with the person: what was decided, and when next. Never changed."""

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    episode = models.ForeignKey(TherapyEpisode, models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(default=timezone.localdate)
    verdict = models.CharField(_("what was decided"), max_length=7, choices=PlanVerdict)
    words = EncryptedTextField(_("in your own words"), max_length=2000)
    next_on = models.DateField(_("next review of the plan"), null=True, blank=True)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={"case", "episode", "reviewed_on", "verdict", "next_on"},
        ordinary={"id", "version", "written_by"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["episode", "-reviewed_on", "-id"], name="review_of_episode")
        ]
        constraints = [
            models.CheckConstraint(
                name="review_next_comes_later",
                condition=Q(next_on=None) | Q(next_on__gt=models.F("reviewed_on")),
                violation_error_message=_("The next review comes after this one."),
            )
        ]

    def __str__(self) -> str:
        return f"review of a plan {self.pk}"


class TherapySession(Session):
    """One hour of therapy, alone or in a group; a group has a name that says nothing of who comes."""

    kind = models.CharField(max_length=5, choices=SessionKind, default=SessionKind.ONE)
    title = EncryptedTextField(_("name of the group"), blank=True, max_length=80)
    places = models.PositiveSmallIntegerField(_("places"), default=1)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"title"},
        sensitive={*Session.privacy.sensitive, "kind"},
        ordinary={*Session.privacy.ordinary, "places"},
    )

    class Meta(Session.Meta):
        pass


class TherapyAttendance(Attendance):
    """One person in one session of therapy. The line for the team is read as health is."""

    compartment = Compartment.HEALTH
    session = models.ForeignKey(TherapySession, models.PROTECT, related_name="attendances")
    episode = models.ForeignKey(TherapyEpisode, models.PROTECT, related_name="attendances")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying=Attendance.privacy.identifying,
        sensitive={*Attendance.privacy.sensitive, "session", "episode"},
        ordinary=Attendance.privacy.ordinary,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "case"], name="therapy_attendance_once")
        ]
        indexes = [
            models.Index(fields=["episode", "session"], name="therapy_attendance_of"),
            models.Index(fields=["case", "presence"], name="therapy_attendance_due"),
        ]


class SealedNoteQuerySet(PartQuerySet):
    """A sealed note is its author's; a supervisor reads it while their recorded opening lasts."""

    def open_to(self, user: User, act: Act = Act.VIEW) -> "SealedNoteQuerySet":
        """The notes ``user`` may read, and with ``Act.CHANGE`` those they may write on."""
        mine = Q(author=user)
        if act is Act.VIEW:
            opened = SealOpening.objects.filter(opened_by=user, until__gt=timezone.now())
            mine |= Q(pk__in=opened.values("note"))
        return cast("SealedNoteQuerySet", super().open_to(user, Act.VIEW).filter(mine))


class SealedNote(PartOfCase, Versioned):
    """What the therapist alone writes and reads after one session; never searched, listed or exported."""

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    attendance = models.OneToOneField(TherapyAttendance, models.PROTECT, related_name="sealed_note")
    author = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    text = EncryptedTextField(_("private note"), max_length=20_000)
    asked_self_harm = models.BooleanField(_("asked about self-harm"), default=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = SealedNoteQuerySet.as_manager()
    privacy = Privacy(
        identifying={"text"},
        sensitive={"case", "attendance", "asked_self_harm", "written_at"},
        ordinary={"id", "version", "author"},
    )

    def __str__(self) -> str:
        return f"sealed note {self.pk}"


class SealOpening(PartOfCase, Versioned):
    """A supervisor read a sealed note: why, for how long, and the review it must have."""

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    note = models.ForeignKey(SealedNote, models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    reason = EncryptedTextField(_("why it could not wait"), max_length=2000)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(max_length=14, choices=Verdict, blank=True)
    review_note = EncryptedTextField(blank=True, max_length=2000)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"reason", "review_note"},
        sensitive={"case", "note", "opened_by", "opened_at", "until", "verdict"},
        ordinary={"id", "version", "reviewed_at", "reviewed_by"},
    )

    class Meta:
        constraints = [all_or_none("reviewed_at", "reviewed_by", name="seal_review_is_signed")]
        indexes = [models.Index(fields=["reviewed_at", "opened_at"], name="seal_to_review")]

    def __str__(self) -> str:
        return f"opening of a seal {self.pk}"


class ScaleResult(PartOfCase, Versioned):
    """One scale as it was answered on one day. Never changed: a wrong one is answered anew.

    The answers are read by clinical roles; the total, its band and an alert by all who see health.
    """

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    episode = models.ForeignKey(TherapyEpisode, models.PROTECT, related_name="results")
    scale = models.CharField(max_length=8, choices=ScaleCode)
    language = models.CharField(max_length=5, choices=Spoken)
    mode = models.CharField(max_length=11, choices=Mode)
    answered_on = models.DateField(default=timezone.localdate)
    answers = EncryptedJSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True, blank=True)  # None: answers are missing
    is_alert = models.BooleanField(default=False)  # a question about self-harm was not answered no
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"answers"},
        sensitive={
            "case", "episode", "scale", "language", "mode", "answered_on", "score", "is_alert",
            "task",
        },
        ordinary={"id", "version", "recorded_at", "recorded_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["episode", "scale", "answered_on", "id"], name="scale_of_episode")
        ]

    def __str__(self) -> str:
        return f"{self.scale} {self.pk}"


class SafetyPlan(PartOfCase, Versioned):
    """What the person does when thoughts of ending life come; written with them, the newest counts."""

    compartment = Compartment.HEALTH
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    episode = models.ForeignKey(TherapyEpisode, models.PROTECT, related_name="safety_plans")
    signs = EncryptedTextField(_("how I notice that it begins"), max_length=1000)
    alone = EncryptedTextField(_("what helps me when I am alone"), max_length=1000)
    people = EncryptedTextField(_("whom I go to or call"), max_length=1000)
    helpers = EncryptedTextField(
        _("which professionals or lines help"), blank=True, max_length=1000
    )
    surroundings = EncryptedTextField(_("how the place is made safer"), blank=True, max_length=1000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"signs", "alone", "people", "helpers", "surroundings"},
        sensitive={"case", "episode", "written_at"},
        ordinary={"id", "version", "written_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["episode", "-written_at"], name="safety_plan_newest")]

    def __str__(self) -> str:
        return f"safety plan {self.pk}"
