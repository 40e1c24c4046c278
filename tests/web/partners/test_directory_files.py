"""Files about the directory, from the pages."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.models import BroughtFile, Partner
from tests.factories.accounts import UserFactory
from tests.factories.partners import an_offer

pytestmark = pytest.mark.django_db
SHEET = (
    "who_lead,what_activity,where_admin1,when_status\n"
    "Mwanga Clinic,Health care,037,ongoing\n"
    "Daraja,Dancing,Kenya,ongoing\n"
)


def brought(client, text=SHEET, name="sheet.csv"):
    return client.post("/partners/files/", {"file": SimpleUploadedFile(name, text.encode())})


def test_a_lead_brings_a_sheet_looks_at_it_and_takes_it(sign_in, django_assert_max_num_queries):
    client = sign_in(lead=True)
    look = brought(client)["Location"]
    with django_assert_max_num_queries(12):
        page = client.get(look)

    shown = page.content.decode()
    assert "2 new, 0 changed, 0 as they are" in shown
    assert "Mwanga Clinic" in shown
    assert "row 3, what_activity" in shown
    assert not Partner.objects.exists()

    done = client.post(
        look, {"seen": re.search(r'name="seen" value="(\w{64})"', shown)[1]}, follow=True
    )
    assert "2 partners were added, 0 changed." in done.content.decode()
    assert {one.name for one in done.context["partners"]} == {"Mwanga Clinic", "Daraja"}
    assert client.get(look).status_code == 302


def test_what_is_wrong_is_named_and_nothing_kept(sign_in):
    answer = brought(sign_in(lead=True), SHEET.replace("037", "Atlantis"))

    assert answer.status_code == 422
    assert "row 2, where_admin1" in answer.content.decode()
    assert not BroughtFile.objects.exists()
    assert not Partner.objects.exists()


def test_what_was_not_seen_is_not_taken(sign_in):
    client = sign_in(lead=True)
    look = brought(client)["Location"]

    answer = client.post(look, {"seen": "0" * 64})

    assert answer.status_code == 422
    assert "The directory has changed since you looked." in answer.content.decode()
    assert not Partner.objects.exists()


def test_a_change_names_its_fields(sign_in):
    partner = save_partner(
        partner=None, by=UserFactory(lead=True), name="Mwanga Clinic", kind="hospital"
    )
    client = sign_in(lead=True)
    sheet = (
        "who_lead,what_activity,where_admin1,contact\nMwanga Clinic,Health care,037,0700 000 410\n"
    )

    shown = client.get(brought(client, sheet)["Location"]).content.decode()

    assert "Public phone" in shown
    assert "a new service" in shown
    assert Partner.objects.get() == partner


@pytest.mark.parametrize(
    ("file_format", "start"),
    [("hsds_csv", b"PK"), ("hsds_json", b"{"), ("five_w", b"PK")],
)
def test_a_lead_takes_the_directory_away(
    sign_in, file_format, start, django_assert_max_num_queries
):
    an_offer()
    client = sign_in(lead=True)
    client.get("/partners/files/")

    with django_assert_max_num_queries(11):
        answer = client.get(f"/partners/files/export/?as={file_format}")
        content = b"".join(answer) if answer.streaming else answer.content

    assert content.startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    if start == b"PK":
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_strangers_find_no_files(sign_in):
    lead, worker, other = sign_in(lead=True), sign_in(), sign_in(lead=True)
    look = brought(lead)["Location"]

    assert brought(worker).status_code == 404
    assert worker.get("/partners/files/export/").status_code == 404
    assert other.get(look).status_code == 404
    assert lead.get("/partners/files/export/?as=secrets").status_code == 404
