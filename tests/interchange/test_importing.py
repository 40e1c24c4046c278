"""A past record from a workbook to a case."""

import time
from pathlib import Path

import pytest
from django.conf import settings

from kimbilio.access.choices import Compartment
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, Note, StoryFact
from kimbilio.interchange.actions.runs import begin_filing, begin_import, drop_import, match_columns
from kimbilio.interchange.actions.working import file_all
from kimbilio.interchange.choices import Doubles, RunState
from kimbilio.interchange.exporting import in_full, wholes
from kimbilio.interchange.models import ImportedRow, ImportRun
from kimbilio.kernel.errors import NotAllowed
from kimbilio.people.clues import Clues
from kimbilio.people.matching import match
from kimbilio.people.models import Person
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.interchange.samples import ROW, a_lead, begun, filed, laid_out

pytestmark = pytest.mark.django_db
BESIDE = [folder / "shared" for folder in list(settings.ROOT.parents)[:2]]
REAL = next(filter(Path.exists, BESIDE), BESIDE[0]) / "domain" / "data" / "htcds"
WORKBOOKS = sorted(REAL.glob("HTCDS Excel Spreadsheet*.xls*"))


def test_a_row_becomes_a_case_with_all_it_says():
    by, unit = a_lead()

    run = filed(laid_out(ROW), by=by, unit=unit)

    assert (run.state, run.rows_good, run.rows_bad) == (RunState.DONE, 1, 0)
    case = Case.objects.get()
    assert (case.stage, case.unit, case.opened_at.year) == ("closed", unit, 2019)
    person = case.survivor
    assert (person.full_name, person.sex, person.nationality) == ("Pendo Kwekwe", "Feminine", "TZ")
    assert {fact.code for fact in StoryFact.objects.filter(listing="sector")} == {
        "E_WaterSupplySewerageWasteManagement",
        "P_Education",
    }
    contacts = {contact.value: contact.may_call for contact in person.contacts.all()}
    assert contacts == {"722123456": False, "House 4\nKE": False}
    assert "Went home to the coast" in Note.objects.get().text
    assert person.consents.get().answer == "yes"
    assert not StoredFile.objects.exists()
    assert Entry.objects.filter(event="import_run").exists()


def test_the_person_is_found_by_how_the_name_sounds():
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)

    found = match(Clues(names=("Pendo Kweke",), phones=("0722 123 456",)), limit=3)

    assert [one.person_id for one in found] == [Person.objects.get().pk]


def test_the_same_file_twice_files_nothing_twice():
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)

    again = filed(laid_out(ROW), by=by, unit=unit)

    assert (again.rows_good, again.rows_known) == (0, 1)
    assert Case.objects.count() == 1


def test_a_bad_row_is_named_and_the_rest_is_filed():
    by, unit = a_lead()
    bad = {**ROW, "First Name": "Neema", "Gender": "Purple", "Birthdate": "31/31/1999"}

    run = filed(laid_out(ROW, bad, {}, {**ROW, "First Name": "Zawadi"}), by=by, unit=unit)

    assert (run.rows_good, run.rows_bad) == (2, 1)
    number, reasons = run.troubles[0]
    assert number == 4
    assert {reason["field"] for reason in reasons} == {"prs_Gender", "prs_Birthdate"}


def test_who_may_have_been_met_is_shown_and_can_be_left_out():
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)
    code = Case.objects.get().code
    again = laid_out({**ROW, "Incoming Referral Date": "2020-05-06"})

    run = begun(again, by=by, unit=unit)
    assert [(row, codes) for row, codes, _why in run.likely] == [(3, [code])]
    begin_filing(run=run, doubles=Doubles.LEAVE_OUT, by=by)
    file_all(run.pk)

    run = ImportRun.objects.get(pk=run.pk)
    assert (run.rows_good, run.rows_bad) == (0, 1)
    assert run.troubles[0][1][0]["code"] == "looks_like"
    assert Case.objects.count() == 1


def test_what_stopped_in_the_middle_goes_on(monkeypatch):
    by, unit = a_lead()
    monkeypatch.setattr("kimbilio.interchange.actions.working.BATCH", 2)
    rows = [
        {**ROW, "First Name": name} for name in ("Asha", "Baraka", "Chausiku", "Dalila", "Eshe")
    ]
    run = begun(laid_out(*rows), by=by, unit=unit)
    begin_filing(run=run, doubles=Doubles.FILE, by=by)
    broken = []

    def breaks(found):
        broken.append(len(found))
        if len(broken) == 2:
            raise RuntimeError

    monkeypatch.setattr("kimbilio.interchange.actions.working.index_new", breaks)
    with pytest.raises(RuntimeError):
        file_all(run.pk)
    assert Case.objects.count() == 2
    monkeypatch.undo()

    file_all(run.pk)

    assert ImportRun.objects.get(pk=run.pk).state == RunState.DONE
    assert Case.objects.count() == ImportedRow.objects.count() == 5


def test_a_stranger_and_another_unit_are_refused():
    by, _unit = a_lead()
    _other, elsewhere = a_lead()

    for who, where in ((UserFactory(), elsewhere), (by, elsewhere)):
        with pytest.raises(NotAllowed):
            begin_import(content=laid_out(ROW), file_name="x", unit=where, by=who)

    assert not ImportRun.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_import_is_its_beginners_alone_and_can_be_dropped():
    by, unit = a_lead()
    other, _ = a_lead()
    run = begun(laid_out(ROW), by=by, unit=unit)

    with pytest.raises(NotAllowed):
        begin_filing(run=run, doubles=Doubles.FILE, by=other)
    drop_import(run=run, by=by)

    assert ImportRun.objects.get().state == RunState.DROPPED
    assert not StoredFile.objects.exists()
    assert not Case.objects.exists()


def test_a_field_cannot_be_two_columns():
    by, unit = a_lead()
    run = begin_import(content=laid_out(ROW), file_name="x", unit=unit, by=by)

    with pytest.raises(Exception, match="bad_input"):
        match_columns(run=run, targets=["prs_FirstName"] * len(run.headings), date_order="", by=by)


if WORKBOOKS:  # the standard's own; they lie beside the developers' copies and are not ours to ship

    @pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem[-30:])
    def test_the_standards_own_workbooks_are_read_as_they_are_filled_in(path):
        by, unit = a_lead()

        run = filed(laid_out(ROW, path=path), by=by, unit=unit)

        assert (run.rows_good, run.rows_bad, run.rows_empty) == (1, 0, run.rows_total - 1)
        ((whole, kept),) = wholes([Case.objects.get().pk])
        told = in_full(whole, kept)
        assert told["prs_MailingStreet"] == "House 4"
        assert told["prs_MailingCountry"] == "KE"
        assert told["cas_ReasonForOutgoingReferral"] == "Other"
        assert told["prs_Citizenship"] == "TZ;KE"


def test_a_thousand_rows_are_filed_within_a_minute():
    by, unit = a_lead()
    rows = [{**ROW, "First Name": f"Name{n}", "Mobile Phone": 722000000 + n} for n in range(1000)]
    content = laid_out(*rows)

    begins = time.process_time()
    run = filed(content, by=by, unit=unit)
    took = time.process_time() - begins

    assert run.rows_good == 1000
    assert took < 60
    print(f"{took:.1f} s")


def test_parts_are_open_to_those_who_may_see_them():
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)
    case = Case.objects.get()

    assert case.imported_values.open_to(by).count() == case.imported_values.count()
    assert not case.imported_values.open_to(UserFactory()).exists()
    assert {part.compartment for part in case.imported_values.all()} <= set(Compartment)
