"""Which column of a file is which field: guessed, and then the person's to change."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from kimbilio.interchange.cells import plain, read_cell
from kimbilio.interchange.countries import plain_key
from kimbilio.interchange.days import proves_month_first
from kimbilio.interchange.reasons import CellRefused
from kimbilio.interchange.standard import CASE_NUMBER, CLOSED_ON, OPENED_ON, fields
from kimbilio.interchange.tables import FORMULA_MARK, Table

LEAVE_OUT, AS_NOTE = "", "note"
OTHER_NAMES = {
    "vicTraffickinStatusDecisionMakingOrg": "vic_TraffickingStatusDecisionMakingOrg",  # as the workbook spells it
    "case number": CASE_NUMBER, "case no": CASE_NUMBER, "case id": CASE_NUMBER,
    "file number": CASE_NUMBER, "reference": CASE_NUMBER, "case code": CASE_NUMBER,
    "opened": OPENED_ON, "date opened": OPENED_ON, "intake date": OPENED_ON,
    "closed": CLOSED_ON, "date closed": CLOSED_ON, "closing date": CLOSED_ON,
    "surname": "prs_SecondName", "last name": "prs_SecondName", "family name": "prs_SecondName",
    "other names": "prs_MiddleName", "date of birth": "prs_Birthdate", "dob": "prs_Birthdate",
    "birth date": "prs_Birthdate", "sex": "prs_Gender", "nationality": "prs_Citizenship",
    "phone": "prs_MobilePhone", "phone number": "prs_MobilePhone", "mobile": "prs_MobilePhone",
    "telephone": "prs_MobilePhone", "id number": "prs_IdentityNumber",
    "national id": "prs_IdentityNumber", "passport number": "prs_IdentityNumber",
    "language": "prs_PrimaryLanguage", "education": "prs_HighestLevelOfEducation",
    "children": "prs_NumberOfChildren", "case worker": "cas_CaseOwner",
    "caseworker": "cas_CaseOwner", "type of trafficking": "vic_TypeOfExploitation",
    "exploitation": "vic_TypeOfExploitation", "industry": "vic_ForcedLabourIndustry",
    "comment": "cco_CaseComment", "comments": "cco_CaseComment", "notes": "cco_CaseComment",
    "case status": "cas_Status", "referred by": "cas_ReferringOrganisation",
    "referral date": "cas_IncomingReferralDate", "date of referral": "cas_IncomingReferralDate",
    "referred to": "cas_ReferredOrganisation",
}  # fmt: skip


@cache
def _by_name() -> dict[str, str]:
    names = {plain_key(name): target for name, target in OTHER_NAMES.items()}
    names |= {plain_key(name): name for name in fields()}
    return names


@cache
def _by_label() -> dict[str, str]:
    """Labels that only one field has, and what people call the fields besides."""
    labels: dict[str, list[str]] = {}
    for field in fields().values():
        labels.setdefault(plain_key(field.label), []).append(field.name)
    known = {plain_key(name): target for name, target in OTHER_NAMES.items()}
    known |= {label: names[0] for label, names in labels.items() if len(names) == 1}
    return known


def guess(table: Table) -> list[str]:
    """For each column the field it most likely is, ``AS_NOTE`` or ``LEAVE_OUT``.

    Where name and label of a column do not agree, as in the standard's own workbooks, the label
    wins: the row of names is hidden, and people wrote under what they saw.
    """
    targets: list[str] = []
    for at in range(table.width):
        name, label = table.names[at], table.labels[at]
        by_name = _by_name().get(plain_key(name), "") if name else ""
        target = (_by_label().get(plain_key(label), "") if label else "") or by_name
        if not target and (name or label):
            target = _by_label().get(plain_key(name), "") or AS_NOTE
        if target not in {AS_NOTE, LEAVE_OUT} and target in targets:
            target = AS_NOTE
        targets.append(target)
    return targets


@dataclass(frozen=True)
class Matching:
    """What was decided on the columns of one file."""

    targets: list[str]
    month_first: frozenset[str] = frozenset()

    def covers(self, target: str) -> bool:
        """Whether some column is that field."""
        return target in self.targets


def matching_of(table: Table, targets: list[str], order: str = "") -> Matching:
    """``order`` is ``day`` or ``month``, or empty: each column of days then shows its own."""
    days = [name for name in targets if name in fields() and fields()[name].kind == "date"]
    if order == "day":
        return Matching(targets)
    if order == "month":
        return Matching(targets, frozenset(days))
    shown = [
        name
        for name in days
        if proves_month_first(
            cell for row in table.rows if isinstance(cell := row[targets.index(name)], str)
        )
    ]
    return Matching(targets, frozenset(shown))


@dataclass(frozen=True)
class RowRead:
    """One row: its ``number`` as people see it, its values, what goes to a note, what is wrong."""

    number: int
    values: dict[str, str]
    notes: tuple[tuple[str, str], ...] = ()
    wrong: tuple[dict[str, Any], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing in it but perhaps a number in the margin."""
        return not self.values and not self.wrong and not self.notes


def read_row(table: Table, at: int, matching: Matching) -> RowRead:
    """The row at index ``at``, with every cell that cannot be taken."""
    number = table.first + at
    values: dict[str, str] = {}
    notes: list[tuple[str, str]] = []
    wrong: list[dict[str, Any]] = []
    for column, (target, cell) in enumerate(zip(matching.targets, table.rows[at], strict=True)):
        if target == LEAVE_OUT or cell is None:
            continue
        try:
            if cell == FORMULA_MARK:
                raise CellRefused("formula", field=target)
            if target == AS_NOTE:
                said = plain(cell)[:2000]
                if said:
                    notes.append((table.labels[column] or table.names[column], said))
                continue
            value = read_cell(fields()[target], cell, month_first=target in matching.month_first)
        except CellRefused as refusal:
            wrong.append(refusal.reason)
            continue
        if value:
            values[target] = value
    opened, closed = values.get(OPENED_ON, ""), values.get(CLOSED_ON, "")
    if opened and closed and closed < opened[: len(closed)]:
        wrong.append({"field": CLOSED_ON, "code": "closed_before_opened", "value": ""})
    if number in table.spoilt and (values or wrong):
        wrong.append({"field": "", "code": "merged", "value": ""})
    return RowRead(number, values, tuple(notes), tuple(wrong))
