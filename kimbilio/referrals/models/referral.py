"""Referrals to partners: what was asked, what was shared, each move, and the link to answer by."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.partners.choices import Service
from kimbilio.partners.models import Partner
from kimbilio.referrals.choices import MOVES, WAITING, DeclineReason, ItemKind, LegalGround, State
from kimbilio.vault.fields import EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class ReferralQuerySet(PartQuerySet):
    """Referrals follow the identity of their case: they say who is helped by whom."""

    def waiting(self) -> "ReferralQuerySet":
        """Those in which something is still to come."""
        return self.filter(state__in=sorted(WAITING))

    def overdue(self) -> "ReferralQuerySet":
        """Those that nobody moved for too long."""
        return self.waiting().filter(waits_until__lt=timezone.now())


class Referral(PartOfCase, Versioned):
    """Asking one partner to help with one thing, while the case stays ours."""

    compartment = Compartment.IDENTITY
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    partner_name = EncryptedTextField(_("partner"), max_length=120)
    partner_key = models.BigIntegerField()  # blind: the same partner has the same number
    entry = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="referrals"
    )  # in the directory, if the partner stands there
    partner_email = EncryptedTextField(_("their e-mail"), blank=True, max_length=254)
    service = models.CharField(_("for"), max_length=16, choices=Service)
    need = EncryptedTextField(_("what is asked"), max_length=1000)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    meeting_at = models.DateTimeField(_("date given"), null=True, blank=True)
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    mail_failed_at = models.DateTimeField(null=True, blank=True)  # of the newest mail to them
    ground = models.CharField(max_length=8, choices=LegalGround, blank=True)
    ground_words = EncryptedTextField(blank=True, max_length=1000)
    ground_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = ReferralQuerySet.as_manager()
    privacy = Privacy(
        identifying={"partner_name", "partner_email", "need", "ground_words"},
        sensitive={
            "case", "partner_key", "entry", "service", "state", "meeting_at", "sent_at", "answered_at",
            "waits_until", "ground",
        },
        ordinary={
            "id", "version", "made_by", "made_at", "reminders", "mail_failed_at", "ground_by",
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "-made_at", "-id"], name="referral_of_case"),
            models.Index(fields=["partner_key", "-sent_at"], name="referral_of_partner"),
            models.Index(
                fields=["waits_until", "id"],
                name="referral_waiting",
                condition=Q(state__in=sorted(WAITING)),
            ),
        ]
        constraints = [
            in_order("sent_at", "answered_at", name="referral_in_order"),
            models.CheckConstraint(
                name="referral_draft_is_not_sent",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(sent_at__isnull=False),
                violation_error_message=_("What was sent has a date of sending."),
            ),
            models.CheckConstraint(
                name="referral_waiting_has_a_day",
                condition=~Q(state__in=sorted(WAITING)) | Q(waits_until__isnull=False),
                violation_error_message=_("What waits for an answer has a day."),
            ),
            models.CheckConstraint(
                name="referral_ground_is_signed",
                condition=Q(ground="", ground_by=None) | (~Q(ground="") & ~Q(ground_by=None)),
                violation_error_message=_("A legal ground is signed by a team lead."),
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    @property
    def allowed_moves(self) -> frozenset[State]:
        """Where it may go from here."""
        return MOVES[State(self.state)]

    @property
    def days_waiting(self) -> int:
        """For how many whole days it has waited for a first answer, or since it was sent."""
        return (timezone.now() - self.sent_at).days if self.sent_at else 0

    @property
    def is_overdue(self) -> bool:
        """Whether something should have happened by now."""
        late = self.waits_until is not None and self.waits_until < timezone.now()
        return late and self.state in WAITING


class PartOfReferral(models.Model):
    """What belongs to one referral; the trail files it under the case of that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral: Any

    class Meta:
        abstract = True

    @property
    def trail_case_id(self) -> UUID:
        """The case of its referral."""
        case_id: UUID = self.referral.case_id
        return case_id


class SharedItem(PartOfReferral):
    """One line that was chosen to be shared, as it was shared."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=ItemKind)
    compartment = models.CharField(max_length=12, choices=Compartment)
    words = EncryptedTextField(max_length=2000)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"words"}, sensitive={"referral", "kind", "compartment"}, ordinary={"id"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "kind"], name="shared_item_once")
        ]

    def __str__(self) -> str:
        return f"shared item {self.pk}"


class Move(PartOfReferral):
    """One move of a referral: to which state, by whom (nobody of ours: the partner), with what words."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="moves")
    state = models.CharField(max_length=12, choices=State)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    words = EncryptedTextField(blank=True, max_length=2000)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"words"},
        sensitive={"referral", "state", "at", "reason"},
        ordinary={"id", "by"},
    )

    class Meta:
        indexes = [models.Index(fields=["referral", "at", "id"], name="move_of_referral")]
        constraints = [
            models.CheckConstraint(
                name="move_declined_has_reason",
                condition=~Q(state="declined") | ~Q(reason=""),
                violation_error_message=_("Say why it is declined."),
            )
        ]

    def __str__(self) -> str:
        return f"move {self.pk}"


class AnswerLink(PartOfReferral, Versioned):
    """The expiring link by which a partner without an account answers. Neither it nor its code is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    code_used_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        sensitive={
            "referral", "token_hash", "code_hash", "code_used_at", "expires_at", "revoked_at",
        },
        ordinary={"id", "version", "wrong_tries", "made_by", "made_at", "revoked_by"},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["referral", "-made_at"], name="link_of_referral")]
        constraints = [
            in_order("made_at", "expires_at", name="link_in_order"),
            all_or_none("revoked_at", "revoked_by", name="link_revoking_is_signed"),
        ]

    def __str__(self) -> str:
        return f"answer link {self.pk}"

    def is_open(self, now: datetime | None = None) -> bool:
        """Neither revoked nor too old."""
        return self.revoked_at is None and self.expires_at > (now or timezone.now())
