"""How somebody is followed up after the return: the plan, each follow-up, and how they stood at it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models import Appointment, Case, FollowUpCall, Task
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.reintegration.choices import FollowUpState, FollowUpWay, Safety
from kimbilio.reintegration.dimensions import TOP
from kimbilio.reintegration.points import in_words
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Reintegration(Episode):
    """One stretch of following somebody up, counted from the day they came home."""

    compartment = Compartment.STORY
    start_on = models.DateField(_("counted from"))

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying=Episode.privacy.identifying,
        sensitive={*Episode.privacy.sensitive, "start_on"},
        ordinary=Episode.privacy.ordinary,
    )

    class Meta(Episode.Meta):
        constraints = [
            *Episode.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="reintegration_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"reintegration {self.pk}"


class FollowUp(PartOfCase, Versioned):
    """One follow-up of the plan. A call stands among the calls, a visit among the appointments."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Reintegration, models.PROTECT, related_name="follow_ups")
    point = models.CharField(max_length=4, blank=True)  # of the plan, such as ``3m``
    due_at = models.DateTimeField(_("when"))
    way = models.CharField(max_length=5, choices=FollowUpWay)
    who = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=FollowUpState, default=FollowUpState.PLANNED)
    call = models.OneToOneField(
        FollowUpCall, models.PROTECT, null=True, blank=True, related_name="reintegration"
    )
    visit = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="reintegration"
    )
    why_dropped = EncryptedTextField(_("why"), blank=True, max_length=1000)

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"why_dropped"},
        sensitive={"case", "episode", "point", "due_at", "way", "state", "call", "visit"},
        ordinary={"id", "version", "who"},
    )

    class Meta:
        indexes = [
            models.Index(fields=["episode", "due_at", "id"], name="follow_up_of_episode"),
            models.Index(
                fields=["who", "due_at"], name="follow_up_mine", condition=Q(state="planned")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "due_at"],
                condition=~Q(state="dropped"),
                name="follow_up_moment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be done."""
        return self.state == FollowUpState.PLANNED

    @property
    def point_words(self) -> str:
        """Which point of the plan it is, as people say it."""
        return in_words(self.point)

    @property
    def when(self) -> Any:
        """When it is due: the call or visit may have been moved by itself."""
        if self.call is not None and self.call.is_open:
            return self.call.due_at
        if self.visit is not None and self.visit.is_planned:
            return self.visit.starts_at
        return self.due_at


class Standing(PartOfCase, Versioned):
    """How somebody stood at one follow-up: three scores, whether they are safe, in a few words. Never changed."""

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    follow_up = models.OneToOneField(FollowUp, models.PROTECT, related_name="standing")
    on = models.DateField(_("on"))
    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    answers = EncryptedJSONField(default=dict, blank=True)  # code of a question to 1..5
    economic = models.PositiveSmallIntegerField(null=True, blank=True)
    social = models.PositiveSmallIntegerField(null=True, blank=True)
    psychosocial = models.PositiveSmallIntegerField(null=True, blank=True)
    safety = models.CharField(max_length=6, choices=Safety)
    signs = EncryptedJSONField(default=list, blank=True)  # codes of ``Sign``
    fell = EncryptedJSONField(default=list, blank=True)  # dimensions that fell by the stated step
    is_warning = models.BooleanField(default=False)
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    words = EncryptedTextField(_("in words"), blank=True, max_length=4000)

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"answers", "signs", "fell", "words"},
        sensitive={
            "case", "follow_up", "on", "economic", "social", "psychosocial", "safety", "is_warning",
            "task",
        },
        ordinary={"id", "version", "by"},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["case", "on", "id"], name="standing_of_case")]
        constraints = [
            models.CheckConstraint(
                name="standing_scores_in_bounds",
                condition=(Q(economic=None) | Q(economic__lte=TOP))
                & (Q(social=None) | Q(social__lte=TOP))
                & (Q(psychosocial=None) | Q(psychosocial__lte=TOP)),
                violation_error_message=_("A score is between 0 and 100."),
            )
        ]

    def __str__(self) -> str:
        return f"standing {self.pk}"
