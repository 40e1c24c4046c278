"""The pages on which past cases come in and cases leave."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case
from kimbilio.interchange.actions.working import check, file_all
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.reading import read_table
from tests.interchange.samples import ROW, a_lead, begun, filed, laid_out

pytestmark = pytest.mark.django_db
MAY = {Role.TEAM_LEAD, Role.MANAGER}


def sent(client, content, unit, name="past.xlsx"):
    """Post the file."""
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports:index"), {"file": file, "unit": str(unit.pk)})


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY])
def test_for_everybody_else_they_do_not_exist(sign_in, role):
    client = sign_in(role=role)

    assert client.get(reverse("imports:index")).status_code == 404
    assert client.get(reverse("imports:template")).status_code == 404


def test_from_the_file_to_the_cases(sign_in, django_assert_max_num_queries):
    by, unit = a_lead()
    client = sign_in(user=by)
    bad = {**ROW, "First Name": "Neema", "Gender": "Purple"}

    answer = sent(client, laid_out(ROW, bad), unit)
    run = ImportRun.objects.get()
    assert answer.url == reverse("imports:columns", args=[run.pk])
    with django_assert_max_num_queries(12):
        page = client.get(answer.url)
    assert "Forced Labour Industry" in page.content.decode()
    chosen = {f"column_{at}": target for at, target in enumerate(run.targets)}
    answer = client.post(answer.url, {**chosen, "version": "1", "date_order": ""})
    assert answer.url == reverse("imports:run", args=[run.pk])
    assert "of 1000 rows" in client.get(answer.url).content.decode()
    check(run.pk)
    with django_assert_max_num_queries(12):
        page = client.get(answer.url).content.decode()
    assert "File 1 case" in page
    assert "Purple" in page
    client.post(answer.url, {"version": str(ImportRun.objects.get().version)})
    file_all(run.pk)

    page = client.get(answer.url).content.decode()
    assert "Cases filed" in page
    assert Case.objects.count() == 1
    rows = client.get(reverse("imports:rejected", args=[run.pk])).content.decode()
    assert "4," in rows
    assert "Purple" in rows
    assert "past.xlsx" in client.get(reverse("imports:index")).content.decode()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 nothing", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"{\"a\": 1}", b"only words"],
)  # fmt: skip
def test_what_is_no_table_is_refused_beside_the_file(sign_in, content):
    by, unit = a_lead()

    answer = sent(sign_in(user=by), content, unit)

    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_an_import_of_another_is_not_found(sign_in):
    by, unit = a_lead()
    run = begun(laid_out(ROW), by=by, unit=unit)
    other, _unit = a_lead()
    client = sign_in(user=other)

    for name in ("run", "columns", "rejected"):
        assert client.get(reverse(f"imports:{name}", args=[run.pk])).status_code == 404
    assert client.post(reverse("imports:drop", args=[run.pk])).status_code == 404
    assert ImportRun.objects.get().state == "checked"


def test_an_import_is_dropped(sign_in):
    by, unit = a_lead()
    run = begun(laid_out(ROW), by=by, unit=unit)

    answer = sign_in(user=by).post(reverse("imports:drop", args=[run.pk]))

    assert answer.status_code == 302
    assert ImportRun.objects.get().state == "dropped"


def test_the_template_can_be_filled_in_and_read(sign_in):
    by, unit = a_lead()
    content = sign_in(user=by).get(reverse("imports:template")).content
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Cases", "Notes", "Choices"]
    sheet = book.worksheets[0]
    assert sheet.row_dimensions[1].hidden
    names = [cell.value for cell in sheet[1]]
    sheet.cell(3, names.index("prs_FirstName") + 1, "Asha")
    sheet.cell(3, names.index("kb_CaseNumber") + 1, "A/17")
    stream = io.BytesIO()
    book.save(stream)

    run = filed(stream.getvalue(), by=by, unit=unit)

    assert run.rows_good == 1
    assert Case.objects.get().survivor.full_name == "Asha"


def taken(client, **asked):
    """The exported file."""
    answer = client.post(reverse("imports:export"), {"which": "all", "format": "json", **asked})
    return answer, b"".join(answer) if answer.status_code == 200 else b""


def test_cases_leave_without_names_unless_asked_and_allowed(sign_in):
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)
    client = sign_in(user=by)

    answer, plain = taken(client)
    assert answer.status_code == 200
    assert b"ForcedLabour" in plain
    assert b"Pendo" not in plain
    assert b"coast" not in plain
    answer, _none = taken(client, with_names="on")
    assert answer.status_code == 422
    _answer, named = taken(client, with_names="on", reason="Move to another office")

    (case,) = json.loads(named)["cases"]
    assert case["prs_FirstName"] == "Pendo"
    assert case["prs_Citizenship"] == ["TZ", "KE"]
    assert Entry.objects.filter(event="exported").count() == 2


def test_who_sees_outlines_alone_exports_no_story(sign_in):
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)

    _answer, content = taken(sign_in(role=Role.ME_OFFICER), with_names="on", reason="x")

    (case,) = json.loads(content)["cases"]
    assert set(case) <= {"cas_Status", "kb_CaseNumber", "kb_OpenedOn", "kb_ClosedOn"}


def test_a_stranger_exports_nothing(sign_in):
    by, unit = a_lead()
    filed(laid_out(ROW), by=by, unit=unit)

    _answer, content = taken(sign_in())

    assert json.loads(content)["cases"] == []


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_what_leaves_can_be_read_again(sign_in, kind):
    by, unit = a_lead()
    filed(laid_out({**ROW, "Case Owner": "+1+1"}), by=by, unit=unit)

    _answer, content = taken(sign_in(user=by), format=kind, with_names="on", reason="Move")

    table = read_table(content)
    assert "+1+1" in table.rows[0]
