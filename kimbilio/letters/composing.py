"""What a layout is given: the organisation's head, the words of the kind, and what is known of a case.

Everything goes to typst as data. No value is ever pasted into a source.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import compartments_open_to
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.letters.kinds import Kind
from kimbilio.letters.tables import Table
from kimbilio.letters.told import Told
from kimbilio.organisation.models import Organisation
from kimbilio.organisation.queries import this_organisation


@dataclass(frozen=True)
class Known:
    """What one person may put into one letter of one case: no line of any other part is even read."""

    values: dict[str, str]
    tables: list[Table]
    parts: frozenset[Compartment]
    left_out: frozenset[Compartment] = field(default=frozenset())


def may_make(kind: Kind, exportable: Collection[Compartment]) -> bool:
    """Whether who may print these parts can make this letter at all."""
    mine = kind.parts & frozenset(exportable)
    return bool(mine) and kind.needs <= mine


def exportable_parts(case: Case, by: User) -> frozenset[Compartment]:
    """The parts of the case that ``by`` may see and print, if they work on cases at all."""
    if not holds(by.role, Permission.WORK_ON_CASE):
        return frozenset()
    seen = compartments_open_to(by, case)
    return seen & compartments_open_to(by, case, Act.EXPORT)


def known_of(kind: Kind, case: Case, language: str, parts: frozenset[Compartment]) -> Known:
    """The lines and tables of a letter that is kept, in its language, as far as ``parts`` go."""
    return _read(kind, Told(case), language, parts & kind.parts)


def known_for_print(kind: Kind, told: Told, language: str, parts: frozenset[Compartment]) -> Known:
    """The same for a paper that nobody keeps: with the lines that else stay for the pen."""
    return _read(kind, told, language, parts & (kind.parts | kind.pen))


def _read(kind: Kind, told: Told, language: str, parts: frozenset[Compartment]) -> Known:
    with translation.override(language):
        values = {
            blank.name: blank.told(told) if blank.told else ""
            for blank in kind.blanks
            if blank.part in parts
        }
        tables = [draw(told) for part, draw in kind.tables if part in parts]
    return Known(values, tables, parts, kind.parts - parts)


def facts_for(
    kind: Kind,
    known: Known,
    typed: Mapping[str, str],
    *,
    code: str,
    language: str,
    signed: tuple[str, str],
    ours: Organisation | None = None,
) -> dict[str, Any]:
    """All that the layout of ``kind`` may use; ``typed`` stands above what the case knows."""
    with translation.override(language):
        values = {
            blank.name: str(typed.get(blank.name, known.values[blank.name])).strip()
            if blank.part in known.parts
            else ""
            for blank in kind.blanks
        }
        return {
            **head_facts(ours or this_organisation()),
            "title": str(kind.kind.label),
            "day": date_format(timezone.localdate(), "j F Y"),
            "code": code,
            "code_label": _("Our reference"),
            "f": values,
            "groups": [
                {
                    "title": str(group.title),
                    "blanks": [
                        {
                            "label": str(blank.label),
                            "value": values[blank.name],
                            "shape": str(blank.shape.value),
                        }
                        for blank in group.blanks
                    ],
                }
                for group in kind.groups
            ],
            "tables": [
                {"title": one.title, "head": one.head, "rows": one.rows} for one in known.tables
            ],
            "statement": str(kind.statement),
            "note": str(kind.note),
            "yes": _("Yes"),
            "no": _("No"),
            "signatures": [str(label) for label in kind.signatures],
            "date": pgettext("on a form", "Date"),
            "signed": {"name": signed[0], "role": signed[1]},
        }


def head_facts(ours: Organisation) -> dict[str, Any]:
    """The organisation's own lines, and what stands at the foot of each page."""
    return {
        "lang": translation.get_language(),
        "head": {"name": ours.name, "address": ours.address.strip(), "reach": reach_of_us(ours)},
        "confidential": _(
            "Confidential. Only for whoever it is addressed to. Keep it locked away, pass it on to "
            "nobody, and shred it when it is not needed any more."
        ),
    }


def reach_of_us(ours: Organisation) -> str:
    """How the organisation is reached, in one line."""
    return " · ".join(part for part in (ours.phone, ours.email) if part)


def signature_of(user: User, language: str) -> tuple[str, str]:
    """The name and the role under a letter."""
    with translation.override(language):
        return user.name, str(user.get_role_display())
