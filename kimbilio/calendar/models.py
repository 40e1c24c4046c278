"""What the calendar keeps: the keys of feeds, and reminders to the person with their rules and their consent."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.calendar.choices import (
    FIRST_ENGLISH,
    FIRST_KISWAHILI,
    OFF_ENGLISH,
    OFF_KISWAHILI,
    Before,
    ReminderLanguage,
    ReminderState,
)
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.helpline.models import Message
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import Service
from kimbilio.people.models import ContactPoint

STAFF = settings.AUTH_USER_MODEL
HOUR = timedelta(hours=1)
WITH_MESSAGE = ["corrected", "given", "not_told", "taken_back"]


class FeedKey(Versioned):
    """The secret address by which a colleague's phone fetches their calendar; one at a time.

    Only a keyed hash of it is kept: it is shown once, when it is made.
    """

    user = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # when the hour of its last use began
    uses = models.PositiveIntegerField(default=0)  # in that hour

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={"token_hash", "used_at", "uses"},
        ordinary={"id", "version", "user", "made_at", "revoked_at"},
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="feed_key_one_active"
            )
        ]

    def __str__(self) -> str:
        return f"feed key {self.pk}"

    def is_spent(self, most: int, now: datetime) -> bool:
        """Whether it was fetched ``most`` times in the hour that runs."""
        runs = self.used_at is not None and now - self.used_at < HOUR
        return runs and self.uses >= most

    @property
    def trail_case_id(self) -> None:
        """A calendar belongs to a colleague and to no case."""
        return None


class ReminderRule(Versioned):
    """How this organisation reminds people of their sessions: whether, how long before, in which words."""

    is_active = models.BooleanField(_("remind people by SMS"), default=False)
    hours_before = models.PositiveSmallIntegerField(
        _("how long before"), choices=Before, default=Before.DAY
    )
    english = models.CharField(_("words in English"), max_length=160, default=FIRST_ENGLISH)
    kiswahili = models.CharField(_("words in Kiswahili"), max_length=160, default=FIRST_KISWAHILI)
    english_off = models.CharField(
        _("words in English when it does not take place"), max_length=160, default=OFF_ENGLISH
    )
    kiswahili_off = models.CharField(
        _("words in Kiswahili when it does not take place"), max_length=160, default=OFF_KISWAHILI
    )

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        ordinary={
            "id", "version", "is_active", "hours_before", "english", "kiswahili", "english_off",
            "kiswahili_off",
        }
    )  # fmt: skip

    def __str__(self) -> str:
        return f"reminder rule {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """Settings belong to no case."""
        return None


class ReminderConsent(PartOfCase, Versioned):
    """The person wants to be reminded by SMS at this number. Without it nobody is reminded."""

    compartment = Compartment.IDENTITY
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    contact = models.ForeignKey(ContactPoint, models.PROTECT, related_name="+")
    language = models.CharField(
        max_length=2, choices=ReminderLanguage, default=ReminderLanguage.KISWAHILI
    )
    agreed_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")  # who asked them
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        sensitive={"case", "contact", "language", "agreed_at", "ended_at"},
        ordinary={"id", "version", "agreed_by", "ended_by"},
    )

    class Meta:
        constraints = [
            all_or_none("ended_at", "ended_by", name="reminder_consent_end_is_signed"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="reminder_consent_one_active"
            ),
        ]

    def __str__(self) -> str:
        return f"consent to be reminded {self.pk}"


class Reminder(PartOfCase, Versioned):
    """What became of the reminder of one session for one person. A session that moves has a new one:
    what was sent names the old hour. The row names its own compartment, that of the service."""

    compartment = models.CharField(max_length=12, choices=Compartment)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    service = models.CharField(max_length=20, choices=Service)
    session_key = models.UUIDField()  # of the table of sessions of that service
    starts_at = models.DateTimeField()  # as it stood when the person was reminded
    state = models.CharField(max_length=10, choices=ReminderState)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    correction = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+"
    )  # says that they do not meet then
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        sensitive={
            "compartment", "case", "service", "session_key", "starts_at", "state", "message",
            "correction", "decided_at",
        },
        ordinary={"id", "version"},
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session_key", "case", "starts_at"], name="reminder_once"
            ),
            models.CheckConstraint(
                name="reminder_given_has_message",
                condition=Q(state__in=WITH_MESSAGE, message__isnull=False)
                | (~Q(state__in=WITH_MESSAGE) & Q(message=None)),
                violation_error_message=_("A reminder that was given has its message."),
            ),
            models.CheckConstraint(
                name="reminder_corrected_has_correction",
                condition=Q(state="corrected", correction__isnull=False)
                | (~Q(state="corrected") & Q(correction=None)),
                violation_error_message=_("A reminder that was corrected has the second message."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="reminder_given", condition=Q(state="given"))
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
