"""Who reached us, and what belongs together: a conversation that somebody owns until it has an outcome."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import NOTHING, condition
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.helpline.choices import ENDS_WITH_CASE, Channel, Outcome, Urgency
from kimbilio.helpline.marks import is_phone
from kimbilio.helpline.models.account import Account
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.people.safety import masked
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class Correspondent(Versioned):
    """One number or address from which we were reached, whoever uses it."""

    address = EncryptedTextField(max_length=254)
    address_key = models.BigIntegerField(unique=True)  # blind: the same address has the same number
    first_at = models.DateTimeField(default=timezone.now, editable=False)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    blocked_until = models.DateTimeField(null=True, blank=True)
    blocked_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"address"},
        sensitive={"address_key", "first_at", "opted_out_at", "blocked_until"},
        ordinary={"id", "version", "blocked_by"},
    )

    class Meta:
        constraints = [
            all_or_none("blocked_until", "blocked_by", name="correspondent_block_is_signed")
        ]

    def __str__(self) -> str:
        return f"correspondent {self.pk}"

    @property
    def masked(self) -> str:
        """The ending of a number, or nothing of an e-mail address but that it is one."""
        return "••@••" if "@" in self.address else masked(self.address).replace("•••• •••", "••")

    def is_blocked(self, now: datetime | None = None) -> bool:
        """Whether what comes from here is put aside at this moment."""
        return self.blocked_until is not None and self.blocked_until > (now or timezone.now())


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations are the whole desk's until they belong to a case; then its story's rules hold."""

    def visible_to(self, user: User) -> "ConversationQuerySet":
        """Those that ``user`` may read."""
        if not user.is_active or not holds(user.role, Permission.ANSWER_HELPLINE):
            return self.filter(NOTHING)
        return self.filter(Q(case=None) | condition(user, Compartment.STORY, Act.VIEW, to="case__"))

    def open(self) -> "ConversationQuerySet":
        """Those without an outcome yet."""
        return self.filter(closed_at=None)


class Conversation(Versioned):
    """What was said on one channel with one correspondent, from the first word to an outcome."""

    channel = models.CharField(max_length=10, choices=Channel)
    correspondent = models.ForeignKey(
        Correspondent, models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    who = EncryptedTextField(_("who"), blank=True, max_length=120)  # as they call themselves
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    place = models.PositiveSmallIntegerField(default=0)  # in the list: see ``place_of``
    wants_call = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(null=True, blank=True)  # nobody has answered since then
    last_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    owned_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # first answer of ours
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    receipt_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)

    objects: ClassVar[Any] = ConversationQuerySet.as_manager()
    privacy = Privacy(
        identifying={"who"},
        sensitive={
            "channel", "correspondent", "case", "urgency", "place", "wants_call", "started_at",
            "waiting_since", "last_at", "answered_at", "outcome", "closed_at", "receipt_hash",
        },
        ordinary={
            "id", "version", "account", "changed_at", "owner", "owned_at", "closed_by",
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["-place", "-last_at", "-id"], name="conversation_in_order"),
            models.Index(
                fields=["channel", "-place", "-last_at", "-id"], name="conversation_of_channel"
            ),
            models.Index(
                fields=["owner", "-place", "-last_at", "-id"], name="conversation_of_owner"
            ),
            models.Index(fields=["-changed_at"], name="conversation_changed"),
            models.Index(fields=["correspondent", "-started_at"], name="conversation_of_address"),
            models.Index(fields=["case", "-started_at"], name="conversation_of_case"),
            models.Index(fields=["started_at"], name="conversation_started"),
        ]
        constraints = [
            all_or_none("closed_at", "closed_by", name="conversation_closing_is_signed"),
            all_or_none("owner", "owned_at", name="conversation_owner_is_dated"),
            models.CheckConstraint(
                name="conversation_closed_has_outcome",
                condition=Q(closed_at=None, outcome="") | (~Q(closed_at=None) & ~Q(outcome="")),
                violation_error_message=_("Say how it ended before you close it."),
            ),
            models.CheckConstraint(
                name="conversation_case_fits_outcome",
                condition=~Q(outcome__in=sorted(ENDS_WITH_CASE)) | Q(case__isnull=False),
                violation_error_message=_("Choose the case it belongs to."),
            ),
            models.UniqueConstraint(
                fields=["correspondent", "channel"],
                condition=Q(closed_at=None, correspondent__isnull=False, case=None),
                name="conversation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The case it belongs to, once it does."""
        return self.case_id

    @property
    def is_open(self) -> bool:
        """Whether it still needs an outcome."""
        return self.closed_at is None

    @property
    def is_behind_code(self) -> bool:
        """Whether they read our answers by their receipt, and nothing is sent anywhere."""
        return self.receipt_hash is not None

    @property
    def can_be_written_to(self) -> bool:
        """Whether a written answer finds its way back."""
        if self.is_behind_code:
            return True
        address = self.correspondent.address if self.correspondent else ""
        return is_phone(address) or (self.channel == Channel.EMAIL and "@" in address)

    @property
    def minutes_waiting(self) -> int:
        """For how many whole minutes nobody has answered."""
        if self.waiting_since is None:
            return 0
        return max(0, int((timezone.now() - self.waiting_since).total_seconds() // 60))


class Triage(Versioned):
    """What we understood before deciding: the answers of the panel, in codes and a few words."""

    conversation = models.OneToOneField(Conversation, models.PROTECT, related_name="triage")
    answers = EncryptedJSONField(default=dict, max_length=20_000)
    words = EncryptedTextField(_("note"), blank=True, max_length=2000)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"answers", "words"},
        sensitive={"conversation", "decided_at"},
        ordinary={"id", "version", "decided_by"},
    )

    class Meta:
        constraints = [all_or_none("decided_at", "decided_by", name="triage_decision_is_signed")]

    def __str__(self) -> str:
        return f"triage {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The case of its conversation."""
        return self.conversation.case_id


class Presence(models.Model):
    """Somebody is writing an answer at this moment, so that two do not answer at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="presences")
    user = models.ForeignKey(STAFF, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()
    privacy = Privacy(ordinary={"id", "conversation", "user", "at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"
