"""Cases in the fields of the standard, for a workbook, CSV or JSON: no more than may leave."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case, Story, StoryFact
from kimbilio.interchange.models import ImportedValues
from kimbilio.interchange.saying import Whole, say
from kimbilio.interchange.standard import Field, fields
from kimbilio.kernel.errors import BadInput

BATCH = 200
Row = dict[str, str]


def export_rows(
    *, cases: QuerySet[Case], by: User, with_names: bool = False, reason: str = ""
) -> Iterator[Row]:
    """Each of the ``cases`` that ``by`` may export, as values by field name; recorded before the
    first row leaves.

    Parts of a case that ``by`` may not export stay empty, and whatever may say who somebody is
    leaves only when asked for, with a reason, by who may export names.
    """
    require(by, Permission.EXPORT_CASES)
    if with_names:
        require(by, Permission.EXPORT_IDENTITIES)
        if not reason.strip():
            raise BadInput(_("Say what the names are needed for."), field="reason")
    allowed = Case.objects.open_to(by, Compartment.OUTLINE, Act.EXPORT)
    wanted = cases.filter(pk__in=allowed.values("pk")).order_by("opened_at", "pk")
    keys = list(wanted.values_list("pk", flat=True))
    trail.record(
        Event.EXPORTED, by=by, what="htcds", rows=len(keys), names=with_names,
        changes={"reason": ("", reason)} if with_names else None,
    )  # fmt: skip
    return _rows(keys, by=by, with_names=with_names)


def _rows(keys: list[UUID], *, by: User, with_names: bool) -> Iterator[Row]:
    for at in range(0, len(keys), BATCH):
        batch = keys[at : at + BATCH]
        opened = {
            compartment: set(
                Case.objects.open_to(by, compartment, Act.EXPORT)
                .filter(pk__in=batch)
                .values_list("pk", flat=True)
            )
            for compartment in Compartment
        }
        for whole, kept in wholes(batch):
            row = in_full(whole, kept)
            yield {
                name: value
                for name, value in row.items()
                if _may_leave(fields()[name], whole.case.pk, opened, with_names)
            }


def _may_leave(
    field: Field, case_id: UUID, opened: dict[Compartment, set[UUID]], with_names: bool
) -> bool:
    return case_id in opened[field.compartment] and (with_names or not field.may_identify)


def in_full(whole: Whole, kept: dict[str, list[str]]) -> Row:
    """All that is known of one case: our columns, and what it brought along where they still agree."""
    said = say(whole)
    for name, (value, was) in kept.items():
        if said.get(name, "") == was:
            said[name] = value
    return {name: said[name] for name in fields() if said.get(name)}


def wholes(keys: list[UUID]) -> Iterator[tuple[Whole, dict[str, list[str]]]]:
    """The cases with these keys, in their order, each with what it brought along: nine queries."""
    cases = Case.objects.filter(pk__in=keys).select_related("survivor", "lead")
    related = ("survivor__contacts", "survivor__papers", "survivor__consents")
    by_key = {case.pk: case for case in cases.prefetch_related(*related)}
    stories = {story.case_id: story for story in Story.objects.filter(case__in=keys)}
    facts: dict[UUID, set[tuple[str, str]]] = {}
    told = StoryFact.objects.filter(case__in=keys).values_list("case_id", "listing", "code")
    for case_id, listing, code in told:
        facts.setdefault(case_id, set()).add((listing, code))
    kept: dict[UUID, dict[str, list[str]]] = {}
    for part in ImportedValues.objects.filter(case__in=keys):
        kept[part.case_id] = {**kept.get(part.case_id, {}), **part.values}
    for key in keys:
        case: Any = by_key.get(key)
        if case is None:
            continue
        person = case.survivor
        whole = Whole(
            case=case,
            person=person,
            lead_name=case.lead.name if case.lead else "",
            contacts=list(person.contacts.all()),
            papers=sorted(person.papers.all(), key=lambda paper: paper.pk),
            consents=list(person.consents.all()),
            story=stories.get(key),
            facts=facts.get(key, set()),
        )
        yield whole, kept.get(key, {})
