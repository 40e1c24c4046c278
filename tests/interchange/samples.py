"""Invented past records, and workbooks laid out as the standard's own are."""

import io
import warnings

from openpyxl import Workbook, load_workbook

from kimbilio.interchange.actions.runs import begin_filing, begin_import, match_columns
from kimbilio.interchange.actions.working import check, file_all
from kimbilio.interchange.choices import Doubles
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.standard import workbook_columns
from tests.factories.accounts import UnitMembershipFactory, UserFactory

ROW = {
    "Case Owner": "Someone Who Left",
    "First Name": "Pendo",
    "Second Name": "Kwekwe",
    "Consent": "Yes",
    "Birthdate": "31/12/1999",
    "Gender": "Feminine",
    "Citizenship": "Tanzania, United Republic of; Kenya",
    "Mobile Phone": 722123456,
    "Mailing Street": "House 4",
    "Mailing Country": "Kenya",
    "Trafficking Status": "Possible victim of trafficking",
    "Trafficking Status Decision Making Organization": "Police",
    "Type of Exploitation": "Forced labour; Servitude",
    "Forced Labour Industry": "Water supply; sewerage, waste management and remediation; Education",
    "Status": "Closed",
    "Incoming Referral Date": "4 March 2019",
    "Reason for Outgoing Referral": "Other",
    "Reason for Case Closure": "Went home to the coast",
}


def laid_out(*rows, path=None):
    """The bytes of a workbook with ``rows`` (values by label) filled in, as people do."""
    book = opened(path) if path else Workbook()
    sheet = book.worksheets[0]
    columns = workbook_columns()
    if path is None:
        for at, (name, label) in enumerate(columns, start=2):
            sheet.cell(1, at, name or None)
            sheet.cell(2, at, label)
        sheet.row_dimensions[1].hidden = True
        for number in range(1, 1001):
            sheet.cell(number + 2, 1, number)
    labels = [label for _name, label in columns]
    for number, row in enumerate(rows, start=3):
        for label, value in row.items():
            sheet.cell(number, labels.index(label) + 2, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(path):
    """A workbook of the standard, whose newer validations the library does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = io.BytesIO(path.read_bytes())
        return load_workbook(content, keep_vba=path.suffix == ".xlsm")


def a_lead():
    """A team lead and the unit they lead."""
    place = UnitMembershipFactory(is_lead=True, user=UserFactory(lead=True))
    return place.user, place.unit


def begun(content, *, by, unit):
    """An import of which the rows were tried."""
    run = begin_import(content=content, file_name="past.xlsx", unit=unit, by=by)
    match_columns(run=run, targets=run.targets, date_order="", by=by)
    check(run.pk)
    return ImportRun.objects.get(pk=run.pk)


def filed(content, *, by, unit, doubles=Doubles.FILE):
    """An import that is done."""
    run = begun(content, by=by, unit=unit)
    begin_filing(run=run, doubles=doubles, by=by)
    file_all(run.pk)
    return ImportRun.objects.get(pk=run.pk)
