"""What the bell shows: a short line for one colleague, with a code and no story."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.models.case import Case
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy


class NoticeKind(models.TextChoices):
    """Each kind is the sentence shown beside the code."""

    CLOCK_OVERDUE = "clock_overdue", _("A response is overdue")
    CASE_ASSIGNED = "case_assigned", _("You now lead this case")
    TEAM_JOINED = "team_joined", _("You are on the team of this case")
    GO_NOW_ASKED = "go_now_asked", _("Go now: your yes is needed")
    RESCUE_ASKED = "rescue_asked", _("A rescue waits for approval")
    RESCUE_ANSWERED = "rescue_answered", _("Your wish for a rescue was answered")
    CALL_BACK_LATE = "call_back_late", _("A dropped call waits for you to call back")
    CLOSING_ASKED = "closing_asked", _("Closing waits for approval")
    CLOSING_ANSWERED = "closing_answered", _("Your wish to close was answered")
    CASE_REOPENED = "case_reopened", _("This case was reopened")
    LESSON_ASKED = "lesson_asked", _("A lesson waits for a second look")
    LESSON_ANSWERED = "lesson_answered", _("Your lesson was looked at")
    GLASS_BROKEN = "glass_broken", _("Opened in an emergency: review it")
    TURNED_ADULT = "turned_adult", _("The person is 18 now")
    CONSENT_ENDS = "consent_ends", _("A consent ends soon")
    TASK_GIVEN = "task_given", _("You have a new task")
    STEP_BLOCKED = "step_blocked", _("A step of the plan needs another way")
    REFERRAL_ANSWERED = "referral_answered", _("A partner answered a referral")
    REFERRAL_WAITING = "referral_waiting", _("A referral waits too long")
    HELPLINE_URGENT = "helpline_urgent", _("Somebody needs help now: look into the inbox")
    HELPLINE_HANDED = "helpline_handed", _("A conversation was handed to you")
    SHELTER_ALERT = "shelter_alert", _("The shelter needs you now")
    ALLEGED_LINKED = "alleged_linked", _("Another case may be about the same alleged trafficker")
    HELPLINE_UNSENT = "helpline_unsent", _("An answer could not be sent: look into the inbox")
    TRANSFER_ASKED = "transfer_asked", _("A transfer waits for your yes")
    TRANSFER_ANSWERED = "transfer_answered", _("Your wish to transfer was answered")


class Notice(models.Model):
    """One line for one colleague. It never says who the case is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"case", "kind"}, ordinary={"id", "user", "at", "read_at"})

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
