"""Reports about missing people, the numbers by which they are found, and likely pairs with survivors."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.kernel.constraints import all_or_none, in_order
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.tracing.choices import LinkState, ReportSource, ReportState, Why
from kimbilio.tracing.models.search import Sought, Tracing
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

STAFF = settings.AUTH_USER_MODEL


class MissingReportQuerySet(models.QuerySet["MissingReport"]):
    """Reports are the whole desk's while the family looks; one that was found in a case follows that case."""

    def visible_to(self, user: User) -> "MissingReportQuerySet":
        """Those that ``user`` may read. Of a confirmed pair the report says by name who is in our care."""
        if not user.is_active or not holds(user.role, Permission.ANSWER_HELPLINE):
            return self.none()
        found = PossibleLink.objects.filter(report=OuterRef("pk"), state=LinkState.CONFIRMED)
        open_to_them = found.filter(condition(user, Compartment.STORY, to="case__"))
        return self.filter(~Exists(found) | Exists(open_to_them))


class MissingReport(Sought, Versioned):
    """Somebody's family looks for them; no case is needed. ``relation`` is what the missing person
    is to whoever reports."""

    reporter = EncryptedTextField(_("who reports"), max_length=160)
    phone = EncryptedTextField(_("phone"), blank=True, max_length=40)
    family = EncryptedTextField(_("names of the family"), blank=True, max_length=400)
    source = models.CharField(max_length=16, choices=ReportSource)
    state = models.CharField(max_length=6, choices=ReportState, default=ReportState.OPEN)
    missing_since = models.DateField(null=True, blank=True)
    outcome = EncryptedTextField(_("how it ended"), blank=True, max_length=1000)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+")

    objects: ClassVar[Any] = MissingReportQuerySet.as_manager()
    privacy = Privacy(
        identifying={*Sought.privacy.identifying, "reporter", "phone", "family", "outcome"},
        sensitive={*Sought.privacy.sensitive, "source", "state", "missing_since", "recorded_at"},
        ordinary={"id", "version", "recorded_by"},
    )

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="missing_report_list")]
        constraints = [in_order("born_from", "born_to", name="missing_birth_in_order")]

    def __str__(self) -> str:
        return f"missing report {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """It belongs to no case."""
        return None

    @property
    def is_open(self) -> bool:
        """Whether the family still looks."""
        return self.state == ReportState.OPEN

    @property
    def relatives(self) -> tuple[str, ...]:
        """Whoever reports, and the other names of the family."""
        lines = (self.reporter, *self.family.splitlines())
        return tuple(filter(None, map(str.strip, lines)))


class TracingToken(models.Model):
    """A keyed number of a name or a place in a tracing request; see ``pieces``."""

    pk = models.CompositePrimaryKey("token", "tracing")
    token = models.BigIntegerField()
    tracing = models.ForeignKey(Tracing, models.CASCADE, related_name="tokens")

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"token", "tracing"})

    def __str__(self) -> str:
        return f"token of {self.tracing_id}"


class ReportToken(models.Model):
    """A keyed number of a name or a place in a report; see ``pieces``."""

    pk = models.CompositePrimaryKey("token", "report")
    token = models.BigIntegerField()
    report = models.ForeignKey(MissingReport, models.CASCADE, related_name="tokens")

    objects: ClassVar = models.Manager()
    privacy = Privacy(sensitive={"token", "report"})

    def __str__(self) -> str:
        return f"token of {self.report_id}"


class PossibleLink(Versioned):
    """A report or a tracing request may be about the survivor of ``case``: how likely, and why."""

    report = models.ForeignKey(
        MissingReport, models.PROTECT, null=True, blank=True, related_name="links"
    )
    tracing = models.ForeignKey(
        Tracing, models.PROTECT, null=True, blank=True, related_name="links"
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    why = EncryptedJSONField(default=list)  # codes of ``Why``
    state = models.CharField(max_length=9, choices=LinkState, default=LinkState.LIKELY)
    reason = EncryptedTextField(_("why"), blank=True, max_length=1000)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = models.Manager()
    privacy = Privacy(
        identifying={"why", "reason"},
        sensitive={
            "report", "tracing", "case", "score", "state", "found_at", "decided_at",
        },
        ordinary={"id", "version", "decided_by"},
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "-score"], name="family_link_of_case"),
        ]
        constraints = [
            all_or_none("decided_at", "decided_by", name="family_link_decision_signed"),
            models.CheckConstraint(
                name="family_link_of_one_thing",
                condition=Q(report__isnull=True, tracing__isnull=False)
                | Q(report__isnull=False, tracing__isnull=True),
                violation_error_message=_("A link begins at a report or at a tracing request."),
            ),
            models.UniqueConstraint(fields=["report", "case"], name="family_link_report_once"),
            models.UniqueConstraint(fields=["tracing", "case"], name="family_link_tracing_once"),
        ]

    def __str__(self) -> str:
        return f"family link {self.pk}"

    @property
    def trail_case_id(self) -> Any:
        """The case of the survivor who may be meant."""
        return self.case_id

    @property
    def reasons(self) -> list[str]:
        """What agrees, in words."""
        return [str(one.label) for one in Why if one.value in self.why]
