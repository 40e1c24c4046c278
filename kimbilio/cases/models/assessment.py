"""Screenings and assessments: dated, signed, and never changed once completed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.assessment_choices import (
    AreaLevel,
    AssessmentKind,
    AssessmentState,
    Decided,
    Result,
)
from kimbilio.cases.choices import Risk
from kimbilio.cases.codes.ilo import ListUsed
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField


class AssessmentQuerySet(PartQuerySet):
    """Questions about assessments."""

    def drafts(self) -> "AssessmentQuerySet":
        """Those still worked on."""
        return self.filter(state=AssessmentState.DRAFT)

    def completed(self) -> "AssessmentQuerySet":
        """Those that are signed."""
        return self.filter(state=AssessmentState.COMPLETED)

    def standing(self) -> "AssessmentQuerySet":
        """Those that are signed and that no later one corrects."""
        return self.completed().exclude(corrections__state=AssessmentState.COMPLETED)


class Assessment(PartOfCase, Versioned):
    """One screening, risk assessment or needs assessment of a case.

    The result follows from the answers; ``decided`` or ``chosen_risk`` is a person's word. The
    database refuses to change a completed row (see ``assessment_guard``): a correction is a new one.
    """

    compartment = Compartment.STORY
    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=9, choices=AssessmentKind)
    state = models.CharField(max_length=9, choices=AssessmentState, default=AssessmentState.DRAFT)
    list_used = models.CharField(max_length=12, choices=ListUsed, blank=True)
    rules = models.CharField(max_length=12, blank=True)  # version of the scoring rules
    answers = EncryptedJSONField(default=dict)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    score = models.PositiveSmallIntegerField(default=0)  # dimensions, signs or needs found
    decided = models.CharField(max_length=6, choices=Decided, blank=True)
    decided_as = models.CharField(max_length=40, blank=True)  # HTCDS deciding organisation
    chosen_risk = models.CharField(max_length=8, choices=Risk, blank=True)
    justification = EncryptedTextField(_("why"), blank=True, max_length=4000)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    objects: ClassVar = AssessmentQuerySet.as_manager()
    privacy = Privacy(
        identifying={"answers", "justification"},
        sensitive={
            "case", "kind", "state", "list_used", "result", "score", "decided", "decided_as",
            "chosen_risk", "started_at", "completed_at", "corrects",
        },
        ordinary={"id", "version", "rules", "started_by", "completed_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "kind", "-completed_at"], name="assessment_of_case"),
            models.Index(fields=["kind", "result"], name="assessment_result"),
        ]
        constraints = [
            all_or_none("completed_at", "completed_by", name="assessment_is_signed"),
            models.CheckConstraint(
                name="assessment_completed_means_dated",
                condition=Q(state="completed", completed_at__isnull=False) & ~Q(result="")
                | Q(state="draft", completed_at__isnull=True),
                violation_error_message=_("A completed assessment has a result and a date."),
            ),
            models.CheckConstraint(
                name="screening_is_decided",
                condition=~Q(state="completed", kind="screening")
                | ~Q(decided="") & ~Q(decided_as="") & ~Q(list_used=""),
                violation_error_message=_("Say what was decided, and who decided it."),
            ),
            models.CheckConstraint(
                name="risk_assessment_is_decided",
                condition=~Q(state="completed", kind="risk") | ~Q(chosen_risk=""),
                violation_error_message=_("Say how high the risk is."),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state="draft"), name="assessment_one_draft"
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                name="assessment_corrected_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_completed(self) -> bool:
        """Whether it is signed and stays as it is."""
        return self.state == AssessmentState.COMPLETED


class AssessmentArea(models.Model):
    """What one area of a completed assessment came to, for trends and counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="areas")
    area = models.CharField(max_length=16)  # a code of cases.codes
    level = models.CharField(max_length=9, choices=AreaLevel)
    strong = models.PositiveSmallIntegerField(default=0)
    medium = models.PositiveSmallIntegerField(default=0)
    weak = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={"assessment", "area", "level", "strong", "medium", "weak"}, ordinary={"id"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="assessment_area_once")
        ]
        indexes = [models.Index(fields=["area", "level"], name="assessment_area_level")]

    def __str__(self) -> str:
        return f"{self.area} {self.level}"
