"""Entries of the log as lines to read: who, what, when, from where, and what was and is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case
from kimbilio.web.audit.sight import MaySee, model_named

ALARMS = frozenset({Event.CASE_REFUSED, Event.GLASS_BROKEN, Event.SIGN_IN_LOCKED})
LONGEST_VALUE = 300


@dataclass(frozen=True)
class Change:
    """One field, what it was and what it is."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Line:
    """One entry in words. ``hidden`` counts changed fields the reader may not see."""

    id: UUID
    at: datetime
    who: str
    role: str
    what: str
    details: str
    where: str
    ip: str
    case_code: str
    changes: list[Change]
    hidden: int
    is_alarm: bool


def lines_of(
    entries: Sequence[Entry], *, may_see: MaySee | None = None, names_cases: bool = True
) -> list[Line]:
    """The entries as lines: two queries. Without ``may_see`` no change is opened at all.

    Inside one case's file its code need not be said again: ``names_cases`` is off there.
    """
    opened = {entry.id: (entry.changes or {}) if may_see else {} for entry in entries}
    names = _names_of_staff(entries, opened.values())
    codes = _codes_of_cases(entries) if names_cases else {}
    lines = []
    for entry in entries:
        seen = {
            name: pair
            for name, pair in opened[entry.id].items()
            if may_see and may_see(entry, name)
        }
        lines.append(
            Line(
                id=entry.id,
                at=entry.at,
                who=names.get(str(entry.actor_id), "") if entry.actor_id else "Kimbilio",
                role=str(Role(entry.actor_role).label) if entry.actor_role in Role else "",
                what=entry.sentence,
                details=details_of(entry),
                where=entry.device,
                ip=str(entry.ip or ""),
                case_code=codes.get(entry.case_id, "") if entry.case_id else "",
                changes=[_change(entry, name, pair, names) for name, pair in seen.items()],
                hidden=len(opened[entry.id]) - len(seen),
                is_alarm=entry.event in ALARMS,
            )
        )
    return lines


def details_of(entry: Entry) -> str:
    """The few facts worth reading beside the sentence."""
    facts: dict[str, Any] = entry.facts
    parts = []
    if facts.get("part") in Compartment:
        parts.append(str(Compartment(facts["part"]).label))
    if isinstance(facts.get("rows"), int):
        parts.append(_("%d rows") % facts["rows"])
    if facts.get("format"):
        parts.append(str(facts["format"]).upper())
    return " · ".join(parts)


def _names_of_staff(entries: Iterable[Entry], opened: Iterable[dict[str, Any]]) -> dict[str, str]:
    wanted = {entry.actor_id for entry in entries if entry.actor_id}
    for changes in opened:
        for pair in changes.values():
            wanted.update(key for value in pair if (key := _as_uuid(value)))
    return {
        str(pk): name for pk, name in User.objects.filter(pk__in=wanted).values_list("pk", "name")
    }


def _codes_of_cases(entries: Iterable[Entry]) -> dict[UUID, str]:
    wanted = {entry.case_id for entry in entries if entry.case_id}
    return dict(Case.objects.filter(pk__in=wanted).values_list("pk", "code"))


def _as_uuid(value: Any) -> UUID | None:
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def _change(entry: Entry, name: str, pair: Sequence[Any], names: dict[str, str]) -> Change:
    model = model_named(entry.subject_type)
    try:
        field: Any = model._meta.get_field(name.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        field = None
    label = capfirst(str(getattr(field, "verbose_name", name.replace("_", " "))))
    was, now = (_in_words(value, field, names) for value in pair)
    return Change(label, was, now)


def _in_words(value: Any, field: Any, names: dict[str, str]) -> str:
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_in_words(item, field, names) for item in value)
    if _as_uuid(value):
        return names.get(str(value)) or _("another record")
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value) or _moment_in_words(value) or value)[:LONGEST_VALUE]


def _moment_in_words(value: Any) -> str:
    """A day or a moment as people write it; anything else gives nothing."""
    if not isinstance(value, str) or not 10 <= len(value) <= 35:
        return ""
    try:
        moment = parse_datetime(value) if len(value) > 10 else None
        if moment is not None and moment.tzinfo is not None:
            return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
        day = parse_date(value) if len(value) == 10 else None
    except ValueError:
        return ""
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
