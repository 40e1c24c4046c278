"""Cases as rows of a file: exactly those a list shows, in its order, never cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import remembered_reach, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import AgeGroup, Risk, Source, Stage, WhereNow, WorkKind
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import Case
from kimbilio.cases.models.case import NOTHING_DUE
from kimbilio.cases.queries.listing import cases_in_order, named_among
from kimbilio.exports.columns import Column, allowed, cells
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.privacy import Level
from kimbilio.organisation.models import Unit
from kimbilio.organisation.places import counties
from kimbilio.people.choices import Sex
from kimbilio.people.models import Person

TAKEN = (
    "id", "code", "unit_id", "is_urgent", "stage", "risk", "where_now", "work_kind", "source",
    "county", "age_group", "is_minor", "opened_at", "closed_at", "next_due_at", "last_contact_at",
    "steps_done", "steps_total", "lead_id", "survivor_id", "survivor__sex", "survivor__goes_by",
    "survivor__full_name",
)  # fmt: skip
BATCH = 500


@dataclass(frozen=True)
class Line:
    """One case of an export, with the words of its codes and whether its names may be read."""

    row: Any
    words: dict[str, dict[str, str]]
    is_named: bool

    def said(self, name: str) -> str:
        """The words of a coded column."""
        return self.words[name].get(getattr(self.row, name), "")

    def opened(self, name: str) -> str:
        """A name, or nothing where the reader may not have it."""
        sealed = getattr(self.row, f"survivor__{name}")
        field: Any = Person._meta.get_field(name)
        return field.unseal(sealed, self.row.survivor_id) if self.is_named else ""


def _day(moment: datetime | None) -> str:
    if moment is None or moment == NOTHING_DUE:
        return ""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _yes(value: bool | None) -> str:
    return "" if value is None else str(_("yes") if value else _("no"))


CASE_COLUMNS: list[Column[Line]] = [
    Column(_("Code"), lambda line: line.row.code, Level.ORDINARY),
    Column(_("Goes by"), lambda line: line.opened("goes_by"), Level.IDENTIFYING),
    Column(_("Full name"), lambda line: line.opened("full_name"), Level.IDENTIFYING),
    Column(_("Stage"), lambda line: line.said("stage"), Level.SENSITIVE),
    Column(_("Risk"), lambda line: line.said("risk"), Level.SENSITIVE),
    Column(_("Age group"), lambda line: line.said("age_group"), Level.SENSITIVE),
    Column(_("Minor"), lambda line: _yes(line.row.is_minor), Level.SENSITIVE),
    Column(_("Sex"), lambda line: line.said("survivor__sex"), Level.SENSITIVE),
    Column(_("Where now"), lambda line: line.said("where_now"), Level.SENSITIVE),
    Column(_("County"), lambda line: line.said("county"), Level.SENSITIVE),
    Column(_("Kind of work"), lambda line: line.said("work_kind"), Level.SENSITIVE),
    Column(_("Who brought the case"), lambda line: line.said("source"), Level.SENSITIVE),
    Column(_("Unit"), lambda line: line.said("unit_id"), Level.ORDINARY),
    Column(_("Worker"), lambda line: line.said("lead_id"), Level.ORDINARY),
    Column(_("Opened"), lambda line: _day(line.row.opened_at), Level.SENSITIVE),
    Column(_("Closed"), lambda line: _day(line.row.closed_at), Level.SENSITIVE),
    Column(_("Next due"), lambda line: _day(line.row.next_due_at), Level.SENSITIVE),
    Column(_("Last contact"), lambda line: _day(line.row.last_contact_at), Level.SENSITIVE),
    Column(_("Steps done"), lambda line: line.row.steps_done, Level.ORDINARY),
    Column(_("Steps"), lambda line: line.row.steps_total, Level.ORDINARY),
]


def exported_cases(*, wanted: CaseFilter, order: str, codes: list[str], by: User) -> QuerySet[Any]:
    """The cases of the export; ``codes`` narrow them down to those that were selected."""
    cases = cases_in_order(wanted, order, viewer=by)
    cases &= Case.objects.open_to(by, Compartment.OUTLINE, Act.EXPORT)
    return cases.filter(code__in=codes) if codes else cases


def may_export_names(user: User) -> bool:
    """Whether ``user`` may ask for names at all; which ones is decided case by case."""
    return holds(user.role, Permission.EXPORT_IDENTITIES)


def start_export(
    *, cases: QuerySet[Any], file_type: str, with_names: bool, reason: str, by: User,
    asked: str = "",
) -> tuple[list[str], Iterator[list[str | int]]]:  # fmt: skip
    """The heads and the rows of the file; the trail says how many rows before the first one goes.

    Names need their own permission and a reason, and come only for cases of which ``by`` may
    export the identity.
    """
    require(by, Permission.EXPORT_CASES)
    if with_names:
        require(by, Permission.EXPORT_IDENTITIES)
        if not reason.strip():
            raise BadInput(_("Say what the names are needed for."), field="reason")
    columns = allowed(CASE_COLUMNS, Level.IDENTIFYING if with_names else Level.SENSITIVE)
    told = {"reason": reason.strip(), "filter": asked}
    trail.look(
        Event.EXPORTED, by=by, rows=cases.count(), format=file_type, names=with_names,
        changes={name: ("", words) for name, words in told.items() if words},
    )  # fmt: skip
    words = _words()
    heads = [str(column.label) for column in columns]
    return heads, cells(columns, _lines(cases, words, by if with_names else None))


def _lines(
    cases: QuerySet[Any], words: dict[str, dict[str, str]], names_for: User | None
) -> Iterator[Line]:
    rows = cases.values_list(*TAKEN, named=True).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        named: set[UUID] = set()
        if names_for is not None:
            with remembered_reach(names_for):
                named = named_among(batch, viewer=names_for, act=Act.EXPORT)
        for row in batch:
            yield Line(row, words, row.id in named)


def _words() -> dict[str, dict[str, str]]:
    """The words of every code, looked up once, in the language of the one who asks."""

    def said(choices: Any) -> dict[Any, str]:
        return {code: str(label) for code, label in choices.choices}

    return {
        "stage": said(Stage), "risk": said(Risk), "where_now": said(WhereNow),
        "work_kind": said(WorkKind), "source": said(Source), "age_group": said(AgeGroup),
        "survivor__sex": said(Sex), "county": dict(counties()),
        "unit_id": dict(Unit.objects.values_list("pk", "name")),
        "lead_id": dict(User.objects.order_by().values_list("pk", "name")),
    }  # fmt: skip
