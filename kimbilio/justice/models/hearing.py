"""A hearing of a matter: when, at which court, who goes along, how it went."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Attendance, Session
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.justice.choices import Adjourned, HearingOutcome, Purpose, Transport
from kimbilio.justice.models.matter import LegalMatter
from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Hearing(PartOfCase, Session):
    """One day in court. The court sets it: unlike other sessions it may clash, and we say so."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    matter = models.ForeignKey(LegalMatter, models.PROTECT, related_name="hearings")
    purpose = models.CharField(max_length=11, choices=Purpose)
    court = EncryptedTextField(_("court"), blank=True, max_length=120)
    county = models.CharField(max_length=3, blank=True)
    companion = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    transport = models.CharField(max_length=8, choices=Transport, blank=True)
    travel = EncryptedTextField(_("where and when to meet"), blank=True, max_length=400)
    outcome = models.CharField(max_length=10, choices=HearingOutcome, blank=True)
    reason = models.CharField(max_length=14, choices=Adjourned, blank=True)
    words = EncryptedTextField(_("what was said"), blank=True, max_length=4000)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"court", "travel", "words"},
        sensitive={
            *Session.privacy.sensitive, "case", "matter", "purpose", "county", "transport",
            "outcome", "reason",
        },
        ordinary={*Session.privacy.ordinary, "companion", "follows"},
    )  # fmt: skip

    class Meta:  # not Session.Meta: courts do not ask whether we have another hearing then
        indexes = [
            models.Index(fields=["held_by", "starts_at"], name="hearing_of_staff"),
            models.Index(fields=["companion", "starts_at"], name="hearing_of_companion"),
            models.Index(fields=["starts_at", "id"], name="hearing_when"),
            models.Index(fields=["matter", "starts_at"], name="hearing_of_matter"),
        ]
        constraints = [
            models.CheckConstraint(
                name="hearing_takes_time",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end comes before the beginning."),
            ),
            models.CheckConstraint(
                name="hearing_reason_if_adjourned",
                condition=Q(outcome="adjourned") ^ Q(reason=""),
                violation_error_message=_("Say why it was adjourned."),
            ),
            models.CheckConstraint(
                name="hearing_outcome_when_held",
                condition=Q(state="held") ^ Q(outcome=""),
                violation_error_message=_("Say how the hearing went."),
            ),
            models.UniqueConstraint(
                fields=["matter", "starts_at"],
                condition=~Q(state="called_off"),
                name="hearing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"hearing {self.pk}"

    @property
    def asks_outcome(self) -> bool:
        """Whether it should have begun by now and nobody said how it went."""
        return self.is_planned and self.is_over


class HearingAttendance(Attendance):
    """The person of the case at a hearing; ``EXCUSED`` if they need not come."""

    compartment = Compartment.LEGAL
    session = models.ForeignKey(Hearing, models.PROTECT, related_name="attendances")
    episode = models.ForeignKey(LegalMatter, models.PROTECT, related_name="attendances")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying=Attendance.privacy.identifying,
        sensitive={*Attendance.privacy.sensitive, "session", "episode"},
        ordinary=Attendance.privacy.ordinary,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "case"], name="hearing_attendance_once")
        ]
        indexes = [models.Index(fields=["case", "presence"], name="hearing_attendance_due")]
