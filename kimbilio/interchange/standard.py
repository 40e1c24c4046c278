"""The Human Trafficking Case Data Standard 2.0 (HTCDS, IOM, CC BY 4.0): its fields, and three of ours.

``values`` of a row are texts by field name: codes as they are in the standard, several parted by a
semicolon, days as ``2019-03-04`` (or ``2019-03``, ``2019`` where no more is known).
"""

import csv
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kimbilio.access.choices import Compartment

DATA = Path(__file__).parent / "data"
SEPARATOR = ";"
CASE_NUMBER, OPENED_ON, CLOSED_ON = "kb_CaseNumber", "kb_OpenedOn", "kb_ClosedOn"
OURS = (
    {"name": CASE_NUMBER, "label": "Our case number", "kind": "text"},
    {"name": OPENED_ON, "label": "Opened on", "kind": "date"},
    {"name": CLOSED_ON, "label": "Closed on", "kind": "date"},
)
"""What the standard has no field for and an import needs."""
MORE_CODES = {
    "vic_MethodsOfControl": {
        "RestrictsMovement": "Restricts movement",
        "UsesChildren": "Uses children",
    },  # defined by the standard, missing in its list
    "vic_TypeOfExploitation": {"ForcedCriminality": "Forced criminality"},  # ours
}
SEVERAL = {"vic_ForcedLabourIndustry"}  # one in the list of fields, several in the survey form
COUNTRIES = {"prs_Citizenship"}
PLACES_BY_COUNTRY = {"prs_MailingCountry", "org_ShippingCountry", "hte_Country"}
LANGUAGES = {"prs_PrimaryLanguage", "prs_SecondaryLanguage"}
FREE_WORDS = {
    "long_text", "ref_organization", "ref_person", "ref_user", "text", "geolocation", "number_place",
}  # fmt: skip
CREDIT = (
    "Fields and codes: Human Trafficking Case Data Standard 2.0 (HTCDS), IOM, CC BY 4.0. "
    "IOM does not endorse this file."
)
IDENTITY = ("prs_", "con_")
OUTLINE = {"cas_Status", CASE_NUMBER, OPENED_ON, CLOSED_ON}


@dataclass(frozen=True)
class Field:
    """One field of the standard. ``kind`` is the standard's, where it has one."""

    name: str
    label: str
    kind: str
    core: bool = False
    deprecated: bool = False
    values: dict[str, str] = field(default_factory=dict)

    @property
    def takes_several(self) -> bool:
        """Whether one cell may hold several values."""
        return self.kind == "multi_picklist" or self.name in SEVERAL

    @property
    def compartment(self) -> Compartment:
        """The part of a case that the field tells of."""
        if self.name.startswith(IDENTITY):
            return Compartment.IDENTITY
        if self.name.startswith("per_"):
            return Compartment.ALLEGED
        return Compartment.OUTLINE if self.name in OUTLINE else Compartment.STORY

    @property
    def may_identify(self) -> bool:
        """Whether it may say who somebody is, so that it leaves only with names."""
        if self.compartment == Compartment.IDENTITY:
            return self.name not in {"prs_Gender", "con_Consent"}
        return self.kind in FREE_WORDS and self.name not in OUTLINE

    def said(self, value: str) -> str:
        """A value with the standard's labels instead of its codes."""
        parts = [part for part in value.split(SEPARATOR) if part] if self.values else [value]
        return "; ".join(self.values.get(part, part) for part in parts)


@cache
def fields() -> dict[str, Field]:
    """Every field by its name: the standard's 84 in its order, then ours."""
    with (DATA / "htcds_fields.json").open(encoding="utf-8") as file:
        rows = [*json.load(file), *OURS]
    known = {}
    for row in rows:
        more = MORE_CODES.get(row["name"], {})
        values = {**row.get("values", {}), **more}
        known[row["name"]] = Field(**{**row, "values": values})
    return known


def standard_fields() -> list[Field]:
    """The standard's own fields, in its order."""
    return [one for one in fields().values() if not one.name.startswith("kb_")]


@cache
def workbook_columns() -> list[tuple[str, str]]:
    """Name and label of the columns of the standard's workbooks, just as they stand there."""
    with (DATA / "workbook_columns.csv").open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["label"]) for row in csv.DictReader(file)]


def column_order() -> list[Field]:
    """Our case number, the columns of the standard's workbooks in their order, then all others."""
    known = fields()
    misspelt = {"vic_TraffickinStatusDecisionMakingOrg": "vic_TraffickingStatusDecisionMakingOrg"}
    named = [misspelt.get(name, name) for name, _label in workbook_columns()]
    named = [name or "cas_ReasonForOutgoingReferral" for name in named]
    order = [CASE_NUMBER, *named, *(name for name in known if name not in {CASE_NUMBER, *named})]
    return [known[name] for name in order]
