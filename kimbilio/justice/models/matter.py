"""A legal matter of a case: how it stands, the complaint, the charges, what is prepared and awarded."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.care.models import Episode
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.justice.charges import charges
from kimbilio.justice.choices import (
    MOVES,
    AwardKind,
    MatterKind,
    MatterState,
    Ruling,
    StepKind,
)
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class MatterQuerySet(PartQuerySet):
    """Questions about legal matters."""

    def open(self) -> "MatterQuerySet":
        """Those in which we still do something."""
        return self.filter(ended_at__isnull=True)


class LegalMatter(Episode):
    """One matter of law in a case, and the lawyer of ours who answers for it."""

    compartment = Compartment.LEGAL
    kind = models.CharField(max_length=11, choices=MatterKind)
    state = models.CharField(max_length=13, choices=MatterState, default=MatterState.ADVICE)
    ruling = models.CharField(max_length=9, choices=Ruling, blank=True)
    judged_on = models.DateField(null=True, blank=True)  # the first judgment, whatever came after
    court = EncryptedTextField(_("court"), blank=True, max_length=120)
    charges = EncryptedJSONField(default=list, blank=True)  # codes of ``charges.charges``
    number = EncryptedTextField(_("number at court"), blank=True, max_length=80)

    objects: ClassVar[Any] = MatterQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Episode.privacy.identifying, "charges", "court", "number"},
        sensitive={*Episode.privacy.sensitive, "kind", "state", "ruling", "judged_on"},
        ordinary=Episode.privacy.ordinary,
    )

    class Meta(Episode.Meta):
        indexes = [
            *Episode.Meta.indexes,
            models.Index(
                fields=["responsible", "asked_at"], name="matter_open", condition=Q(ended_at=None)
            ),
        ]
        constraints = [
            *Episode.Meta.constraints,
            models.CheckConstraint(
                name="matter_ruling_is_dated",
                condition=Q(ruling="") | Q(judged_on__isnull=False),
                violation_error_message=_("Say on which day the court decided."),
            ),
        ]

    def __str__(self) -> str:
        return f"matter {self.pk}"

    @property
    def moves(self) -> tuple[MatterState, ...]:
        """What may come next."""
        return MOVES[MatterState(self.state)]

    @property
    def charged(self) -> list[str]:
        """The charges in words, in the order of the list."""
        return [str(one) for code, one in charges().items() if code in self.charges]


class Complaint(PartOfCase, Versioned):
    """What was told to the police or an office: when, where, and who looks into it."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    matter = models.OneToOneField(LegalMatter, models.PROTECT, related_name="complaint")
    made_on = models.DateField(_("made on"))
    station = EncryptedTextField(_("police station"), blank=True, max_length=120)
    ob_number = EncryptedTextField(_("OB number"), blank=True, max_length=80)
    officer = EncryptedTextField(_("investigating officer"), blank=True, max_length=120)
    officer_phone = EncryptedTextField(_("phone of the officer"), blank=True, max_length=40)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"station", "ob_number", "officer", "officer_phone"},
        sensitive={"case", "matter", "made_on"},
        ordinary={"id", "version"},
    )

    def __str__(self) -> str:
        return f"complaint {self.pk}"


class MatterMove(PartOfCase, Versioned):
    """That a matter came to stand so on a day, with a line why; never changed."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    matter = models.ForeignKey(LegalMatter, models.PROTECT, related_name="made_moves")
    state = models.CharField(max_length=13, choices=MatterState)
    on = models.DateField()
    note = EncryptedTextField(blank=True, max_length=1000)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"note"},
        sensitive={"case", "matter", "state", "on"},
        ordinary={"id", "version", "recorded_at", "recorded_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["matter", "on", "id"], name="matter_move_order")]

    def __str__(self) -> str:
        return f"move {self.pk}"


class CourtStep(PartOfCase, Versioned):
    """One thing prepared for court, or asked of the court to protect the person, with its days."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    matter = models.ForeignKey(LegalMatter, models.PROTECT, related_name="court_steps")
    kind = models.CharField(max_length=12, choices=StepKind)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = EncryptedTextField(_("note"), blank=True, max_length=4000)
    added_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"note"},
        sensitive={"case", "matter", "kind", "due_on", "done_on"},
        ordinary={"id", "version", "added_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["matter", "due_on", "id"], name="court_step_order")]

    def __str__(self) -> str:
        return f"court step {self.pk}"

    @property
    def is_late(self) -> bool:
        """Whether its day is over and it is not done."""
        due_on: date | None = self.due_on
        return not self.done_on and due_on is not None and due_on < timezone.localdate()


class Award(PartOfCase, Versioned):
    """Money asked for, ordered and paid, in cents of shillings."""

    compartment = Compartment.LEGAL
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    matter = models.ForeignKey(LegalMatter, models.PROTECT, related_name="awards")
    kind = models.CharField(max_length=12, choices=AwardKind)
    asked_cents = models.PositiveBigIntegerField(default=0)
    ordered_cents = models.PositiveBigIntegerField(null=True, blank=True)
    ordered_on = models.DateField(null=True, blank=True)
    paid_cents = models.PositiveBigIntegerField(default=0)
    note = EncryptedTextField(_("note"), blank=True, max_length=1000)
    added_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(
        identifying={"note"},
        sensitive={
            "case", "matter", "kind", "asked_cents", "ordered_cents", "ordered_on", "paid_cents",
        },
        ordinary={"id", "version", "added_by"},
    )  # fmt: skip

    class Meta:
        constraints = [
            all_or_none("ordered_cents", "ordered_on", name="award_order_is_dated"),
            models.CheckConstraint(
                name="award_paid_after_order",
                condition=Q(paid_cents=0) | Q(ordered_cents__gte=models.F("paid_cents")),
                violation_error_message=_("No more is paid than was ordered."),
            ),
        ]

    def __str__(self) -> str:
        return f"award {self.pk}"
