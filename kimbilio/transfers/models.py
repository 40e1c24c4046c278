"""Transfers of whole cases: those that leave, with their packages, and those that arrive."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.referrals.choices import LegalGround
from kimbilio.transfers.choices import MOVES, OPEN, ArrivalState, Lock, Making, State
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL
_IS_OPEN = Q(state__in=sorted(OPEN))


class Transfer(PartOfCase, Versioned):
    """Giving one case to another organisation, which leads from then on."""

    compartment = Compartment.IDENTITY
    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    organisation = EncryptedTextField(_("organisation"), max_length=120)
    contact = EncryptedTextField(_("whom we agreed it with"), max_length=200)
    why = EncryptedTextField(_("why it goes there"), max_length=2000)
    hand_over_on = models.DateField(_("day of hand-over"))
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_words = EncryptedTextField(_("words"), blank=True, max_length=2000)
    is_proved = models.BooleanField(default=False)  # accepted with the code of their installation
    ground = models.CharField(max_length=8, choices=LegalGround, blank=True)
    ground_words = EncryptedTextField(blank=True, max_length=1000)
    ground_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"organisation", "contact", "why", "end_words", "ground_words"},
        sensitive={
            "case", "hand_over_on", "state", "asked_at", "agreed_at", "ended_at", "is_proved",
            "ground",
        },
        ordinary={"id", "version", "asked_by", "agreed_by", "ended_by", "ground_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "-asked_at", "-id"], name="transfer_of_case"),
            models.Index(fields=["state", "asked_at", "id"], name="transfer_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_IS_OPEN, name="transfer_one_open"),
            all_or_none("agreed_at", "agreed_by", name="transfer_yes_is_signed"),
            all_or_none("ended_at", "ended_by", name="transfer_end_is_signed"),
            models.CheckConstraint(
                name="transfer_needs_two_people",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                violation_error_message=_("Somebody else answers."),
            ),
            models.CheckConstraint(
                name="transfer_ended_means_dated",
                condition=(_IS_OPEN & Q(ended_at__isnull=True))
                | (~_IS_OPEN & Q(ended_at__isnull=False)),
                violation_error_message=_("A transfer that ended has a day and a name."),
            ),
            models.CheckConstraint(
                name="transfer_goes_after_the_yes",
                condition=~Q(state__in=["agreed", "packed", "accepted"])
                | Q(agreed_at__isnull=False),
                violation_error_message=_("A team lead says yes before a case is given away."),
            ),
            models.CheckConstraint(
                name="transfer_ground_is_signed",
                condition=Q(ground="", ground_by=None) | (~Q(ground="") & ~Q(ground_by=None)),
                violation_error_message=_("A legal ground is signed by a team lead."),
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"

    @property
    def allowed_moves(self) -> frozenset[State]:
        """Where it may go from here."""
        return MOVES[State(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.state in OPEN


class Package(Versioned):
    """One file made for a transfer: what is in it, how far it is, and the key until it is made."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="packages")
    parts = models.CharField(max_length=100)  # compartments, parted by commas
    with_documents = models.BooleanField(default=True)
    lock = models.CharField(max_length=10, choices=Lock)
    head = EncryptedTextField(max_length=12_000)  # base64; holds the key of the body, locked
    secret = EncryptedTextField(null=True, max_length=4000)  # the key itself, until it is made
    number = models.CharField(max_length=20)  # fifteen digits, compared by phone
    proof_hash = models.CharField(max_length=64)
    proof = EncryptedTextField(null=True, max_length=40)  # goes into the package, then away
    state = models.CharField(max_length=8, choices=Making, default=Making.AT_WORK)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file_id = models.UUIDField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"head", "secret", "proof"},
        sensitive={"transfer", "parts", "number", "proof_hash", "with_documents", "size"},
        ordinary={
            "id", "version", "lock", "state", "done", "total", "file_id", "made_by", "made_at",
            "moved_at",
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["transfer", "-made_at"], name="package_of_transfer"),
            models.Index(fields=["moved_at"], name="package_at_work", condition=Q(state="at_work")),
        ]
        constraints = [
            models.CheckConstraint(
                name="package_keeps_no_secret",
                condition=Q(state="at_work") | Q(secret__isnull=True, proof__isnull=True),
                violation_error_message=_("The key of a package goes when it is made."),
            ),
        ]

    def __str__(self) -> str:
        return f"package {self.pk}"

    @property
    def trail_case_id(self) -> UUID:
        """The case of its transfer."""
        case_id: UUID = self.transfer.case_id
        return case_id

    @property
    def compartments(self) -> frozenset[Compartment]:
        """The parts of the case that go along, besides the outline."""
        return frozenset(Compartment(part) for part in self.parts.split(",") if part)

    @property
    def percent(self) -> int:
        """How far the background has come."""
        return 100 * self.done // self.total if self.total else 0


class Arrival(Versioned):
    """A package from another organisation that somebody opened here. Only they see it."""

    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    origin = models.UUIDField()  # the transfer there: one case here, however often it comes
    said = EncryptedJSONField(default=dict)  # what its first page says, until it is filed
    secret = EncryptedTextField(null=True, max_length=4000)  # the key of the body, until then
    number = models.CharField(max_length=20)
    file_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ArrivalState, default=ArrivalState.WAITING)
    came_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(default=timezone.now)
    organisation = EncryptedTextField(blank=True, max_length=200)
    their_code = EncryptedTextField(blank=True, max_length=40)
    proof = EncryptedTextField(blank=True, max_length=40)  # told to them, after it is filed
    case = models.OneToOneField(Case, models.PROTECT, null=True, blank=True, related_name="arrival")

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"said", "secret", "organisation", "their_code", "proof"},
        sensitive={"origin", "number", "case"},
        ordinary={"id", "version", "by", "file_id", "state", "came_at", "moved_at"},
    )

    class Meta:
        indexes = [models.Index(fields=["by", "-came_at"], name="arrival_newest")]
        constraints = [
            models.CheckConstraint(
                name="arrival_keeps_no_secret",
                condition=Q(state="waiting") | Q(secret__isnull=True, file_id__isnull=True),
                violation_error_message=_("The file and its key go when it is done."),
            ),
            models.UniqueConstraint(
                fields=["origin"], condition=Q(state="accepted"), name="arrival_is_one_case"
            ),
            models.CheckConstraint(
                name="arrival_accepted_has_a_case",
                condition=(Q(state="accepted") & Q(case__isnull=False))
                | (~Q(state="accepted") & Q(case__isnull=True)),
                violation_error_message=_("What was accepted is a case."),
            ),
        ]

    def __str__(self) -> str:
        return f"arrival {self.pk}"

    @property
    def trail_case_id(self) -> UUID | None:
        """The case that it became."""
        case_id: UUID | None = self.case_id
        return case_id
