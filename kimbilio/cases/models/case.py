"""The outline of a case: what lists, filters, counts and rules use, in indexed columns."""

from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.cases.choices import AgeGroup, Risk, Source, Stage, WhereNow, WorkKind
from kimbilio.kernel.constraints import all_or_none
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned

NOTHING_DUE = datetime(2999, 12, 31, tzinfo=UTC)  # sorts after every real moment on both databases

# The list of cases walks one of these in its order and reads nothing else until it has a page of
# keys: each begins with an order (or a unit or county, then an order) and ends with what lists
# filter by. Those of open cases leave out the many closed ones.
_FILTERED = (
    "stage", "where_now", "work_kind", "county", "age_group", "is_minor", "source", "closed_at",
)  # fmt: skip
_BY_RISK = ("risk", "next_due_at", "id", *_FILTERED)
_BY_DUE = ("next_due_at", "id", "risk", *_FILTERED)
_BY_OPENED = ("-opened_at", "-id", "risk", *_FILTERED)
_OPEN = Q(closed_at=None)
LIST_INDEXES = (
    models.Index(fields=_BY_RISK, name="case_list_risk", condition=_OPEN),
    models.Index(fields=_BY_DUE, name="case_list_due", condition=_OPEN),
    models.Index(fields=_BY_OPENED, name="case_list_opened"),
    models.Index(fields=_BY_OPENED, name="case_list_opened_open", condition=_OPEN),
    models.Index(fields=("unit", *_BY_RISK), name="case_unit_risk", condition=_OPEN),
    models.Index(fields=("unit", *_BY_DUE), name="case_unit_due", condition=_OPEN),
    models.Index(fields=("unit", *_BY_OPENED), name="case_unit_opened"),
    models.Index(fields=("unit", *_BY_OPENED), name="case_unit_opened_open", condition=_OPEN),
    models.Index(
        fields=("county", *(name for name in _BY_RISK if name != "county")),
        name="case_county_risk",
        condition=_OPEN,
    ),
)


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases; every read starts with one of the first two."""

    def visible_to(self, user: User) -> "CaseQuerySet":
        """The cases whose outline ``user`` may see."""
        return self.filter(condition(user))

    def open_to(self, user: User, compartment: Compartment, act: Act = Act.VIEW) -> "CaseQuerySet":
        """The cases of which ``user`` may see (or change, export) that part."""
        return self.filter(condition(user, compartment, act))

    def open(self) -> "CaseQuerySet":
        """Cases we still work on."""
        return self.filter(closed_at__isnull=True)

    def overdue(self) -> "CaseQuerySet":
        """Open cases whose next thing should have been done by now."""
        return self.open().filter(next_due_at__lt=timezone.now())


class Case(Versioned):
    """One survivor's journey through our help, from first contact to closure."""

    code = models.CharField(max_length=12, unique=True)
    survivor = models.ForeignKey("people.Person", models.PROTECT, related_name="cases")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="cases")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="led_cases"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.INTAKE)
    risk = models.CharField(max_length=8, choices=Risk, default=Risk.MEDIUM)
    is_urgent = models.BooleanField(default=False)
    source = models.CharField(max_length=16, choices=Source, default=Source.OTHER)
    where_now = models.CharField(max_length=12, choices=WhereNow, default=WhereNow.UNKNOWN)
    work_kind = models.CharField(max_length=10, choices=WorkKind, default=WorkKind.UNKNOWN)
    county = models.CharField(max_length=3, blank=True)  # where the work happens, 001 to 047
    age_group = models.CharField(max_length=7, choices=AgeGroup, default=AgeGroup.UNKNOWN)
    is_minor = models.BooleanField(null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_due_at = models.DateTimeField(default=NOTHING_DUE)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = CaseQuerySet.as_manager()
    privacy = Privacy(
        sensitive={
            "survivor", "stage", "risk", "is_urgent", "source", "where_now", "work_kind", "county",
            "age_group", "is_minor", "opened_at", "closed_at", "next_due_at", "last_contact_at",
        },
        ordinary={
            "id", "version", "code", "unit", "lead", "opened_by", "closed_by", "steps_done",
            "steps_total",
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            # A search asks "a case of this person in this unit?" for each person it thinks of;
            # without this SQLite reads the whole unit each time.
            models.Index(fields=["survivor", "unit"], name="case_of_person"),
            *LIST_INDEXES,
            models.Index(fields=["stage", "-opened_at", "-id"], name="case_stage"),
            models.Index(fields=["risk", "next_due_at", "id"], name="case_risk_due"),
            models.Index(fields=["lead", "stage"], name="case_lead_stage"),
            models.Index(fields=["unit", "stage"], name="case_unit_stage"),
            models.Index(
                fields=["-opened_at"],
                name="case_urgent",
                condition=Q(is_urgent=True, closed_at=None),
            ),
            # Not all: SQLite would read every open case through it, and sort them.
            models.Index(
                fields=["closed_at"], name="case_closed_at", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["unit", "opened_at"],
                name="case_without_lead",
                condition=Q(lead=None, closed_at=None),
            ),
        ]
        constraints = [
            all_or_none("closed_at", "closed_by", name="case_closing_is_signed"),
            models.CheckConstraint(
                name="case_closed_means_dated",
                condition=Q(stage="closed", closed_at__isnull=False)
                | (~Q(stage="closed") & Q(closed_at__isnull=True)),
                violation_error_message=_("A closed case has a closing date."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The file's first page; the address holds the code alone."""
        return reverse("cases:file", args=[self.code])

    @property
    def trail_case_id(self) -> UUID:
        """The case the trail files this under: itself."""
        return self.pk

    @property
    def is_open(self) -> bool:
        """Whether we still work on it."""
        return self.closed_at is None

    @property
    def due_at(self) -> datetime | None:
        """When the next thing should be done, or None when nothing is due."""
        return None if self.next_due_at == NOTHING_DUE else self.next_due_at

    @property
    def is_overdue(self) -> bool:
        """Whether the next thing should have been done by now, as ``overdue`` asks of a list."""
        return self.is_open and self.next_due_at < timezone.now()
