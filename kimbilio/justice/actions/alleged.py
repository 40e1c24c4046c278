"""Recording alleged traffickers, and telling leads that two cases may be about the same one."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.access.rules import condition
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.apart import tell_of_pair
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.justice.actions.ground import require_legal
from kimbilio.justice.choices import Part, Trait
from kimbilio.justice.matching import Found, matches
from kimbilio.justice.models import AllegedLink, AllegedTrafficker
from kimbilio.justice.reindex import write_tokens
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.organisation.models import Organisation

MOST_LINES, LONGEST_LINE = 20, 120


@transaction.atomic
def save_alleged(
    *,
    case: Case,
    alleged: AllegedTrafficker | None,
    known: Mapping[str, Sequence[str]],
    by: User,
    part: str = Part.UNKNOWN,
    note: str = "",
    expected: int | None = None,
) -> AllegedTrafficker:
    """Keep what this case knows of somebody, and look whether another case knows them too.

    Where ``by`` may not open that other case, the leads of both units hear that a link exists.
    """
    require_legal(by, case, Compartment.ALLEGED)
    if part not in Part.values:
        raise BadInput(_("Choose from the list."), field="part")
    lines = _lines(known)
    if not lines:
        raise BadInput(_("Write at least one thing by which they are known."), field="name")
    values: dict[str, Any] = {"part": part, "known": lines, "note": note}
    _one_at_a_time()
    if alleged is None:
        alleged = AllegedTrafficker.objects.create(case=case, recorded_by=by, **values)
        _tell(alleged, Event.ALLEGED_CREATED, by)
    else:
        changes = amend(alleged, expected=expected, **values)
        if not changes:
            return alleged
        _tell(alleged, Event.ALLEGED_CHANGED, by, changes=changes)
    write_tokens(alleged)
    _link(alleged, by)
    return alleged


def _lines(known: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Each trait with its lines, once each, in the order typed."""
    found: dict[str, list[str]] = {}
    for trait in Trait:
        lines = list(dict.fromkeys(filter(None, (line.strip() for line in known.get(trait, [])))))
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise BadInput(_("At most 20 lines, each of 120 characters."), field=str(trait))
        if lines:
            found[str(trait)] = lines
    return found


def _tell(alleged: AllegedTrafficker, event: Event, by: User, **facts: Any) -> None:
    """The line says what they are said to have done, never who they are."""
    line = label(Part(alleged.part))
    tell(alleged, event, by=by, kind=EntryKind.CASE, line=line, **facts)


def _one_at_a_time() -> None:
    """Two who write of the same person in the same second: the second one finds the first."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk")[:1])


def _link(alleged: AllegedTrafficker, by: User) -> None:
    """Let the links be those that agree now; tell of the new ones."""
    found = {one.alleged_id: one for one in matches(alleged)}
    known = {}
    for link in [*alleged.links_on.all(), *alleged.links_back.all()]:
        other = link.other_id if link.one_id == alleged.pk else link.one_id
        if other in found:
            known[other] = link
        else:
            link.delete()
    new = [one for key, one in found.items() if key not in known]
    if new:
        _make(alleged, new, by)


def _make(alleged: AllegedTrafficker, new: list[Found], by: User) -> None:
    others = AllegedTrafficker.objects.filter(pk__in=[one.alleged_id for one in new])
    by_key = {one.pk: one for one in others.select_related("case__unit").defer("known", "note")}
    for one in new:
        first, second = sorted([alleged.pk, one.alleged_id])
        AllegedLink.objects.create(one_id=first, other_id=second, agrees=one.agrees)
        trail.record(Event.ALLEGED_LINKED, by=None, on=by_key[one.alleged_id])
    trail.record(Event.ALLEGED_LINKED, by=by, on=alleged, links=len(new))
    cases = {other.case_id: other.case for other in by_key.values()}
    for key in sorted(cases):
        tell_of_pair(alleged.case_id, key)
    opened = Case.objects.filter(condition(by, Compartment.ALLEGED), pk__in=list(cases))
    closed = set(cases) - set(opened.values_list("pk", flat=True))
    if closed:
        told = [cases[key] for key in sorted(closed)]
        transaction.on_commit(partial(_tell_leads, [alleged.case, *told]))


def _tell_leads(cases: list[Case]) -> None:
    """To each unit's lead, under the code of their own case alone."""
    for case in cases:
        leads = leads_of_unit(case) or User.objects.filter(role=Role.MANAGER, is_active=True)
        for lead in leads:
            notify(user=lead, kind=NoticeKind.ALLEGED_LINKED, case=case)
