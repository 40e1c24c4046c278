"""The directory leaves as HSDS and 5W, without anything that must stay."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import pytest

from kimbilio.audit.models import Entry
from kimbilio.exports.directory.five_w import FIVE_W, five_w_lines
from kimbilio.exports.directory.hsds import as_json, as_zip, hsds_tables
from kimbilio.exports.directory.start import start_directory_export
from kimbilio.kernel.errors import NotAllowed
from kimbilio.partners import hsds
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.models import Partner
from tests.factories.accounts import UserFactory
from tests.factories.partners import KAKAMEGA, an_offer, sub_county_of

pytestmark = pytest.mark.django_db
INSIDE = {
    "contact_name": "Asha Ojwang", "contact_phone": "+254799000123", "note": "Behind the market.",
}  # fmt: skip


def taken():
    return start_directory_export(file_format="hsds_csv", by=UserFactory(lead=True))


def table(whole, name):
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def test_every_row_has_the_fields_the_standard_requires():
    an_offer(needs=["infant"], languages=["som"], cost="free", places_total=4, places_free=1)
    Partner.objects.update(phone="0700 000 410", email="desk@mwanga.example")
    tables = hsds_tables(taken())

    assert set(tables) == set(hsds.TABLES)
    for name, rows in tables.items():
        assert rows, name
        assert all(set(row) <= set(hsds.TABLES[name]) and row["id"] for row in rows), name
    ids = {row["id"] for rows in tables.values() for row in rows}
    links = {
        value for rows in tables.values() for row in rows for name, value in row.items()
        if name.endswith("_id")
    }  # fmt: skip
    assert links <= ids


def test_ids_stay_the_same_at_each_export():
    an_offer()

    assert hsds_tables(taken()) == hsds_tables(taken())


@pytest.mark.parametrize("write", [as_zip, as_json])
def test_what_must_stay_does_not_leave(write):
    lead = UserFactory(lead=True)
    save_partner(partner=None, by=lead, name="Mwanga", kind="ngo", **INSIDE)
    hidden = save_partner(
        partner=None, by=lead, name="Kimya", kind="ngo", county=KAKAMEGA, is_place_secret=True,
    )  # fmt: skip
    Partner.objects.filter(pk=hidden.pk).update(note="")

    whole = write(hsds_tables(taken()))
    if write is as_zip:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist())

    assert b"Kimya" in whole
    assert not [words for words in INSIDE.values() if words.encode() in whole]
    assert b"Kakamega" not in whole  # not even the county of the secret place
    (location,) = hsds_tables(taken())["locations"]
    assert location["location_type"] == "virtual"
    assert set(location) == {"id", "location_type", "organization_id"}


def test_no_cell_runs_and_numbers_stay_numbers():
    save_partner(
        partner=None, by=UserFactory(lead=True), name="=HYPERLINK(1)", kind="ngo", county=KAKAMEGA,
        place="@SUM(1)", phone="+254 799 000 123", latitude=Decimal("-1.286389"),
        longitude=Decimal("36.817223"),
    )  # fmt: skip
    whole = as_zip(hsds_tables(taken()))

    assert table(whole, "organizations")[0]["name"] == "'=HYPERLINK(1)"
    assert table(whole, "addresses")[0]["address_1"] == "'@SUM(1)"
    assert table(whole, "phones")[0]["number"] == "+254 799 000 123"
    assert table(whole, "locations")[0]["latitude"] == "-1.286389"


def test_json_nests_what_belongs_to_an_organization():
    an_offer(languages=["som"])
    (organization,) = json.loads(as_json(hsds_tables(taken())))["contents"]
    (service,) = organization["services"]

    assert service["languages"][0]["code"] == "som"
    assert service["service_areas"][0]["name"] == "Kakamega"
    assert {one["taxonomy_term"]["code"] for one in service["attributes"]} >= {"shelter", "any"}


def test_a_5w_sheet_has_a_row_for_each_county_and_no_secret_site():
    an_offer(
        sub_county=sub_county_of(KAKAMEGA), counties=[KAKAMEGA, "038"], takes="female", max_age=17
    )
    lead = UserFactory(lead=True)
    Partner.objects.update(place="Second floor")
    save_partner(partner=None, by=lead, name="Kimya", kind="ngo", is_place_secret=True)
    rows = [
        {str(column.label): column.value(line) for column in FIVE_W}
        for line in five_w_lines(taken())
    ]

    assert [row["where_admin1"] for row in rows] == [KAKAMEGA, "038"]
    assert [row["where_site"] for row in rows] == ["Second floor", ""]
    assert {row["whom_sex_age"] for row in rows} == {"F 0-17"}


def test_taking_it_away_is_recorded_and_not_for_everybody(django_assert_num_queries):
    for _ in range(4):
        an_offer()
    lead = UserFactory(lead=True)

    with pytest.raises(NotAllowed):
        start_directory_export(file_format="five_w", by=UserFactory())
    assert not Entry.objects.filter(event="exported").exists()
    with django_assert_num_queries(8):  # partners, the trail, services and their five lists
        hsds_tables(start_directory_export(file_format="five_w", by=lead))

    entry = Entry.objects.get(event="exported")
    assert (entry.facts["what"], entry.facts["rows"]) == ("directory", 4)
