"""Imports, the rows they filed, and what a case brought along that has no column of its own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartOfCase, PartQuerySet
from kimbilio.interchange.choices import DateOrder, Doubles, RunState
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.privacy import Privacy
from kimbilio.kernel.versions import Versioned
from kimbilio.vault.fields import EncryptedJSONField, EncryptedTextField

LARGE = 20_000_000  # characters of JSON


class ImportRun(Versioned):
    """One file that somebody brings in. Only they see it; its content goes when it is done."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    file_name = EncryptedTextField(blank=True, max_length=260)
    file_id = models.UUIDField(null=True, blank=True)  # the stored file, until it is discarded
    state = models.CharField(max_length=10, choices=RunState, default=RunState.UPLOADED)
    doubles = models.CharField(max_length=10, choices=Doubles, default=Doubles.LEAVE_OUT)
    headings = EncryptedJSONField(default=list, max_length=LARGE)  # [name, label, an example]
    targets = EncryptedJSONField(default=list, max_length=LARGE)  # a field by column
    date_order = models.CharField(max_length=5, choices=DateOrder, blank=True)
    next_row = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_good = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    rows_doubtful = models.PositiveIntegerField(default=0)
    rows_empty = models.PositiveIntegerField(default=0)
    troubles = EncryptedJSONField(default=list, max_length=LARGE)  # [row, [reasons]]
    likely = EncryptedJSONField(default=list, max_length=LARGE)  # [row, codes, reasons]
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()
    privacy = Privacy(
        identifying={"file_name", "headings", "targets", "troubles", "likely"},
        ordinary={
            "id", "version", "by", "unit", "file_id", "state", "doubles", "date_order", "next_row",
            "rows_total", "rows_good", "rows_known", "rows_bad", "rows_doubtful", "rows_empty",
            "created_at", "moved_at", "finished_at",
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["by", "-created_at"], name="import_run_newest")]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def trail_case_id(self) -> None:
        """An import is of many cases."""
        return None

    @property
    def percent(self) -> int:
        """How far the background has come."""
        return 100 * self.next_row // self.rows_total if self.rows_total else 0


class ImportedRow(models.Model):
    """A row that became a case: the same row never becomes another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.BigIntegerField(unique=True)  # blind, of ``key``
    key = EncryptedTextField(max_length=2000)
    case = models.OneToOneField(Case, models.PROTECT, related_name="imported_row")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="filed")

    privacy = Privacy(identifying={"key"}, sensitive={"token", "case"}, ordinary={"id", "run"})

    def __str__(self) -> str:
        return f"imported row {self.pk}"


class ImportedValues(PartOfCase, models.Model):
    """What a row said that our columns do not say in the same way: ``{field: [value, was]}``.

    ``was`` is what our columns said of the field when the row was filed. As long as they still say
    the same, ``value`` is what an export gives, so that out and in again loses nothing.
    """

    compartment = models.CharField(max_length=12, choices=Compartment)
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="imported_values")
    values = EncryptedJSONField(_("from the past record"), default=dict, max_length=LARGE)

    objects: ClassVar = PartQuerySet.as_manager()
    privacy = Privacy(identifying={"values"}, sensitive={"case", "compartment"}, ordinary={"id"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "compartment"], name="imported_values_once")
        ]

    def __str__(self) -> str:
        return f"imported values {self.pk}"
