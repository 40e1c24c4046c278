"""Files of cases: what stands in them, for whom, and what cannot run in them."""

import csv
import io

import pytest
from django.db import DatabaseError
from openpyxl import load_workbook

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.filters import CaseFilter
from kimbilio.exports.cases import CASE_COLUMNS, exported_cases, start_export
from kimbilio.exports.columns import allowed, cell
from kimbilio.exports.csv_file import csv_file
from kimbilio.exports.xlsx_file import ROWS_A_SHEET, xlsx_file
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.privacy import Level
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, PersonFactory

pytestmark = pytest.mark.django_db


def file_of(by, *, with_names=False, reason="", **wanted):
    cases = exported_cases(wanted=CaseFilter(**wanted), order="code", codes=[], by=by)
    heads, rows = start_export(
        cases=cases, file_type="csv", with_names=with_names, reason=reason, by=by
    )
    text = "".join(csv_file(heads, rows, broke_off="broke off"))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def lead_and_cases():
    lead = UserFactory(lead=True)
    mine = CaseFactory(survivor=PersonFactory(goes_by="=Neema", full_name="Neema Mfano"))
    UnitMembershipFactory(user=lead, unit=mine.unit, is_lead=True)
    CaseFactory()
    return lead, mine


def test_a_file_holds_only_what_its_reader_may_see(lead_and_cases):
    lead, mine = lead_and_cases

    rows = file_of(lead)

    assert [row["Code"] for row in rows] == [mine.code]
    assert "Goes by" not in rows[0]


def test_names_come_with_a_reason_and_cannot_run_as_a_formula(lead_and_cases):
    lead, _mine = lead_and_cases

    rows = file_of(lead, with_names=True, reason="Hand-over to the court")

    assert (rows[0]["Goes by"], rows[0]["Full name"]) == ("'=Neema", "Neema Mfano")
    entry = Entry.objects.get(event=Event.EXPORTED)
    assert (entry.facts["rows"], entry.facts["names"]) == (1, True)
    assert "court" not in str(entry.facts)


def test_names_without_a_reason_are_refused(lead_and_cases):
    lead, _mine = lead_and_cases

    with pytest.raises(BadInput):
        file_of(lead, with_names=True, reason="  ")

    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TEAM_LEAD])
def test_no_other_role_gets_names(role):
    user = UserFactory(role=role)
    Tie.objects.create(case=CaseFactory(), user=user)

    with pytest.raises(NotAllowed):
        file_of(user, with_names=True, reason="Because")


@pytest.mark.parametrize(
    "role", [Role.THERAPIST, Role.HELPLINE_OPERATOR, Role.ADMINISTRATOR, Role.PREVENTION_OFFICER]
)
def test_roles_without_exports_get_no_file(role):
    user = UserFactory(role=role)
    Tie.objects.create(case=CaseFactory(), user=user)

    with pytest.raises(NotAllowed):
        file_of(user)


def test_a_manager_has_codes_of_all_and_names_of_none():
    CaseFactory.create_batch(3)

    rows = file_of(UserFactory(manager=True))

    assert len(rows) == 3
    assert not [c for c in allowed(CASE_COLUMNS, Level.SENSITIVE) if c.level is Level.IDENTIFYING]


@pytest.mark.parametrize("text", ["=1+1", "+254", "-1", "@x", "\tx", "\r=x"])
def test_no_cell_begins_like_a_formula(text):
    assert str(cell(text)).startswith("'")


def test_a_workbook_opens_and_holds_every_row_whatever_is_in_it():
    rows = [["KB-1", "a <b> & \u201cc\u201d", 3], ["KB-2", cell("x\x00\x0by"), 4]]

    parts = list(xlsx_file(["Code", "Words", "N"], iter(rows), broke_off="broke"))

    sheet = load_workbook(io.BytesIO(b"".join(parts))).active
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["Code", "Words", "N"], ["KB-1", "a <b> & \u201cc\u201d", 3], ["KB-2", "xy", 4],
    ]  # fmt: skip


def test_a_long_workbook_goes_on_in_another_sheet(monkeypatch):
    monkeypatch.setattr("kimbilio.exports.xlsx_file.ROWS_A_SHEET", 2)

    parts = xlsx_file(["N"], ([n] for n in range(5)), broke_off="broke")

    book = load_workbook(io.BytesIO(b"".join(parts)))
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    assert ROWS_A_SHEET < 1_048_576


def breaking():
    yield ["KB-1"]
    raise DatabaseError


def test_a_file_that_broke_off_says_so():
    text = "".join(csv_file(["Code"], breaking(), broke_off="broke off"))
    book = load_workbook(
        io.BytesIO(b"".join(xlsx_file(["Code"], breaking(), broke_off="broke off")))
    )

    assert text.splitlines()[-1] == "broke off"
    assert book.active["A3"].value == "broke off"


def test_a_long_file_comes_in_parts():
    parts = list(xlsx_file(["N"], ([n] for n in range(1000)), broke_off=""))

    assert len(parts) > 4
