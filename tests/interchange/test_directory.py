"""Files about the directory: what would change is seen first, and all of it is taken or nothing."""

import io
import json
import zipfile
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import Workbook

from kimbilio.audit.models import Entry
from kimbilio.exports import xlsx_file
from kimbilio.exports.columns import cells
from kimbilio.exports.directory.five_w import FIVE_W, five_w_lines
from kimbilio.exports.directory.hsds import as_json, as_zip, hsds_tables
from kimbilio.exports.directory.start import start_directory_export
from kimbilio.interchange.actions.directory import DirectoryMovedOn, take_file
from kimbilio.interchange.directory.comparing import compare
from kimbilio.interchange.directory.entries import as_plain, from_plain
from kimbilio.interchange.directory.reading import read_directory
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.actions.files import forget_old_files, keep_file
from kimbilio.partners.models import BroughtFile, Offer, OfferHours, OfferNeed, OfferWard, Partner
from tests.factories.accounts import UserFactory
from tests.factories.partners import KAKAMEGA, an_offer, sub_county_of, wards_in

pytestmark = pytest.mark.django_db
FORMS = pytest.mark.parametrize("write", [as_zip, as_json])


def away(write, lead):
    return write(hsds_tables(start_directory_export(file_format="hsds_csv", by=lead)))


def bring(content, lead):
    """Read, look and agree; what was taken."""
    read = read_directory(content)
    assert read.troubles == []
    plan = compare(read.entries)
    assert plan.troubles == []
    file = keep_file(entries=as_plain(read.entries), remarks=[], by=lead)
    return take_file(file=file, seen=plan.mark, by=lead)


def zipped(**tables):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"hsds/{name}.csv", text)
    return whole.getvalue()


def workbook(*lines):
    book, whole = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(whole)
    return whole.getvalue()


def everything():
    """The directory as plain values, without versions and who checked it."""
    left_out = {"version", "assured_on", "assured_by", "offer", "partner"}
    told = []
    for model in (Partner, Offer):
        for row in model.objects.order_by("pk"):
            fields = [field for field in model._meta.fields if field.name not in left_out]
            told.append({field.name: getattr(row, field.name) for field in fields})
    lists = ((OfferNeed, "need"), (OfferWard, "ward"))
    told.append(sorted(row.hours.code for row in OfferHours.objects.all()))
    return told + [
        sorted(getattr(row, name) for row in model.objects.all()) for model, name in lists
    ]


def a_full_directory(lead):
    an_offer(
        needs=["infant"], languages=["som", "swa"], cost="fee", cost_words="KES 200 a visit",
        places_total=8, places_free=2, takes="female", max_age=17, sub_county=sub_county_of(KAKAMEGA),
        takes_foreigners=False, ward=wards_in(KAKAMEGA)[3], wards=wards_in(KAKAMEGA)[:2],
        days="12345", opens=time(8), closes=time(13),
        further_hours=["12345 14:00-17:00", "6 18:00-02:00", "7 all"],
    )  # fmt: skip
    an_offer(is_nationwide=True, counties=[], cost="free", service="legal", is_active=False)
    save_partner(
        partner=None, by=lead, name="=Mwanga", kind="police", county="047", place="-Third floor",
        phone="+254799000123", email="desk@mwanga.example", latitude=Decimal("-1.286389"),
        longitude=Decimal("36.817223"),
    )  # fmt: skip
    save_partner(partner=None, by=lead, name="Kimya", kind="ngo", is_place_secret=True)


@FORMS
def test_out_and_in_again_is_the_same_directory(write):
    lead = UserFactory(lead=True)
    a_full_directory(lead)
    content, before = away(write, lead), everything()

    same = bring(content, lead)
    assert (same.new, same.changed, everything()) == (0, 0, before)
    Offer.objects.all().delete()
    Partner.objects.all().delete()
    all_new = bring(content, lead)

    assert (all_new.new, all_new.changed) == (4, 0)
    assert everything() == before
    assert not Partner.objects.filter(assured_on__isnull=False).exists()  # nobody here checked them


@FORMS
def test_twice_makes_one_record(write):
    lead = UserFactory(lead=True)
    a_full_directory(lead)
    content = away(write, lead)
    Offer.objects.all().delete()
    Partner.objects.all().delete()

    first, second = bring(content, lead), bring(content, lead)

    assert (first.new, second.new, second.changed) == (4, 0, 0)
    assert (Partner.objects.count(), Offer.objects.count()) == (4, 2)


def test_a_change_is_seen_first_and_asks_to_be_checked():
    lead, offer = UserFactory(lead=True), an_offer()
    content = away(as_json, lead)
    said = json.loads(content)
    said["contents"][0]["phones"] = [{"id": "p", "number": "0700 000 410"}]
    said["contents"][0]["services"][0]["maximum_age"] = 17
    content = json.dumps(said).encode()
    plan = compare(read_directory(content).entries)

    (step,) = plan.changed
    assert step.changes == {"phone": ("", "0700 000 410")}
    assert step.offers[0].changes == {"max_age": (120, 17)}
    assert Partner.objects.get().phone == ""

    bring(content, lead)
    partner = Partner.objects.get()
    assert (partner.phone, partner.assured_on) == ("0700 000 410", None)
    assert Offer.objects.get(pk=offer.pk).max_age == 17


def test_what_changed_since_the_look_is_not_written_over():
    lead, offer = UserFactory(lead=True), an_offer()
    content = away(as_json, lead).replace(b'"maximum_age": "120"', b'"maximum_age": "17"')
    entries = read_directory(content).entries
    file = keep_file(entries=as_plain(entries), remarks=[], by=lead)
    seen = compare(entries).mark
    save_partner(partner=offer.partner, by=lead, name=offer.partner.name, phone="0700 000 411")

    with pytest.raises(DirectoryMovedOn):
        take_file(file=file, seen=seen, by=lead)

    assert Offer.objects.get().max_age == 120
    assert BroughtFile.objects.get().taken_at is None


def test_only_who_brought_a_file_takes_it_and_only_once():
    lead, other = UserFactory(lead=True), UserFactory(lead=True)
    an_offer()
    content = away(as_zip, lead)
    Offer.objects.all().delete()
    Partner.objects.all().delete()
    entries = read_directory(content).entries
    file = keep_file(entries=as_plain(entries), remarks=[], by=lead)
    seen = compare(from_plain(file.entries)).mark

    with pytest.raises(NotAllowed):
        take_file(file=file, seen=seen, by=other)
    with pytest.raises(NotAllowed):
        keep_file(entries=[], remarks=[], by=UserFactory())
    assert not Partner.objects.exists()

    first = take_file(file=file, seen=seen, by=lead)
    again = take_file(file=BroughtFile.objects.get(), seen=seen, by=lead)
    assert first == again
    assert BroughtFile.objects.get().entries == []
    assert Entry.objects.filter(event="import_run").count() == 1


ORGANIZATIONS = "id,name,description,email\nA,Mwanga,Clinic,desk@mwanga.example\n"
SERVICES = "id,organization_id,name,status,minimum_age\nS,A,Counselling,active,5\n"


def test_a_foreign_file_with_little_in_it_is_taken():
    lead = UserFactory(lead=True)
    content = zipped(organizations=ORGANIZATIONS, services=SERVICES, service_areas=(
        "id,service_id,name\n1,S,Kakamega County\n2,S,Vihiga\n"), schedules=(
        "id,service_id,freq,byday,opens_at,closes_at\n"
        '1,S,WEEKLY,"MO,TU",08:00:00,17:00:00\n2,S,WEEKLY,SA,09:00,12:00\n'))  # fmt: skip
    read = read_directory(content)
    bring(content, lead)

    offer = Offer.objects.get()
    assert (offer.service, offer.min_age, offer.days) == ("therapy", 5, "12")
    assert f"{offer.opens:%H:%M}-{offer.closes:%H:%M}" == "08:00-17:00"
    assert [row.county for row in offer.counties.all()] == ["037", "038"]
    assert [row.hours.code for row in offer.further_hours.all()] == ["6 09:00-12:00"]
    assert read.remarks == []
    assert bring(content, lead).new == 0  # ids that are no UUIDs stay the same as well


@pytest.mark.parametrize(
    ("tables", "file", "row", "column"),
    [
        ({"organizations": "id,name,email\nA,Mwanga,nowhere\n"}, "organizations.csv", 2, "email"),
        ({"organizations": f"id,name\nA,{'x' * 121}\n"}, "organizations.csv", 2, "name"),
        ({"organizations": "id,name\nA,\n"}, "organizations.csv", 2, "name"),
        ({"services": "id,organization_id,name\nS,B,Legal help\n"}, "services.csv", 2,
         "organization_id"),
        ({"services": "id,organization_id,name,minimum_age\nS,A,School,ten\n"}, "services.csv", 2,
         "minimum_age"),
        ({"services": SERVICES, "service_areas": "id,service_id,name\n1,S,Atlantis\n"},
         "service_areas.csv", 2, "name"),
        ({"services": SERVICES, "service_areas":
          "id,service_id,name,extent_type\n1,S,Nowhere at all,ward\n"}, "service_areas.csv", 2, "name"),
        ({"services": SERVICES, "schedules": "id,service_id,byday\n1,S,XX\n"}, "schedules.csv", 2,
         "byday"),
        ({"services": SERVICES, "schedules":
          "id,service_id,byday,opens_at,closes_at\n1,S,MO,08:00,17:00\n2,S,SA,9,\n"},
         "schedules.csv", 2, "opens_at"),
        ({"services": "id,organization_id,name,minimum_age,maximum_age\nS,A,School,20,10\n"},
         "services.csv", 2, "max_age"),
        ({"organizations": "id,name\nA,Mwanga\nB,mwanga\n"}, "organizations.csv", 3, "name"),
        ({"locations": "id,organization_id,location_type,latitude\nL,A,physical,95000000\n"},
         "organizations.csv", 2, "locations.latitude"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column(tables, file, row, column):
    read = read_directory(zipped(**{"organizations": ORGANIZATIONS, **tables}))
    troubles = read.troubles or compare(read.entries).troubles

    assert (file, row, column) in {(one.spot.file, one.spot.row, one.column) for one in troubles}
    assert all(one.why for one in troubles)
    assert not Partner.objects.exists()


def test_a_file_does_not_say_where_a_secret_place_is():
    lead = UserFactory(lead=True)
    partner = save_partner(partner=None, by=lead, name="Kimya", kind="ngo", is_place_secret=True)
    content = zipped(
        organizations=f"id,name\n{partner.pk},Kimya\n",
        locations=f"id,organization_id,location_type\nL,{partner.pk},physical\n",
        addresses="id,location_id,address_1,state_province\n1,L,Gate 4,Kakamega\n",
    )

    (trouble,) = compare(read_directory(content).entries).troubles

    assert trouble.column == "place"


def test_a_new_entry_with_a_virtual_place_is_taken_for_secret():
    lead = UserFactory(lead=True)
    bring(zipped(organizations=ORGANIZATIONS, locations=(
        "id,organization_id,location_type\nL,A,virtual\n")), lead)  # fmt: skip

    assert Partner.objects.get().is_place_secret


HEADS = [str(column.label) for column in FIVE_W]


def sheet_row(**said):
    return [said.get(head, "") for head in HEADS]


def test_a_5w_sheet_comes_back_as_it_went():
    lead = UserFactory(lead=True)
    home, *served = wards_in(KAKAMEGA)[:3]
    an_offer(counties=[KAKAMEGA, "038"], takes="female", max_age=17, ward=home, wards=served)
    an_offer(is_nationwide=True, counties=[], service="legal")
    entries = start_directory_export(file_format="five_w", by=lead)
    parts = xlsx_file.xlsx_file(HEADS, cells(FIVE_W, five_w_lines(entries)), broke_off="")
    content, before = b"".join(parts), everything()

    same = bring(content, lead)
    assert (same.new, same.changed, everything()) == (0, 0, before)
    Offer.objects.all().delete()
    Partner.objects.all().delete()
    first, second = bring(content, lead), bring(content, lead)

    assert (first.new, second.new, second.changed) == (2, 0, 0)
    assert sorted(row.county for row in Offer.objects.get(service="shelter").counties.all()) == [
        KAKAMEGA, "038",
    ]  # fmt: skip
    assert [row.ward for row in OfferWard.objects.order_by("ward")] == served
    assert Partner.objects.get(offers__service="shelter").ward == home


def test_a_5w_sheet_adds_counties_and_takes_nothing_away():
    lead, offer = UserFactory(lead=True), an_offer(languages=["som"])
    content = workbook(["Ours, 2026"], HEADS, sheet_row(
        who_lead=offer.partner.name, what_activity="Safe place to stay", where_admin1="38",
        where_wards=" ".join(wards_in("038")[:1]), when_status="ongoing"),
        sheet_row(who_lead=offer.partner.name, what_activity="Safe place to stay", where_admin1="37",
        where_admin3="0001", where_wards=f"{wards_in(KAKAMEGA)[0]} nowhere", when_status="ongoing",
        contact="Asha Ojwang"))  # fmt: skip

    bring(content, lead)

    one = Offer.objects.get()
    assert [row.county for row in one.counties.all()] == ["037", "038"]
    assert [row.ward for row in one.wards.all()] == wards_in("038")[:1]  # 037 stays whole
    assert [(row.spot.row, row.column) for row in read_directory(content).remarks] == [
        (4, "where_admin3"), (4, "where_wards"),
    ]  # fmt: skip
    assert [row.language for row in one.languages.all()] == ["som"]
    assert Partner.objects.get().contact_name == ""  # a name in "contact" is not taken over


def test_cells_of_a_sheet_are_named_by_row_and_column():
    content = workbook(HEADS, sheet_row(
        who_lead="Mwanga", what_activity="Dancing", where_admin1="Atlantis", when_status="maybe"),
        sheet_row(what_activity="School", where_admin1="001"))  # fmt: skip
    read = read_directory(content)

    assert {(one.spot.row, one.column) for one in read.troubles} == {
        (2, "where_admin1"), (2, "when_status"), (3, "who_lead"),
    }  # fmt: skip
    assert [(one.spot.row, one.column) for one in read.remarks] == [(2, "what_activity")]


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"{}", b'{"contents": [1]}', b"[[]]", b"a,b\n1,2\n", zipped(services="id\n1\n"),
     b"PK\x03\x04broken", zipped(organizations="id,name\nA,\x07bell\n"),
     b"x" * (5 * 1024 * 1024 + 1), workbook(HEADS, sheet_row(who_lead="=1+1"))],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_with_a_reason(content):
    with pytest.raises(BadInput) as refusal:
        read_directory(content)

    assert str(refusal.value.message)


def test_a_zip_that_unpacks_to_too_much_is_refused():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("organizations.csv", b"0" * (41 * 1024 * 1024))

    with pytest.raises(BadInput):
        read_directory(whole.getvalue())


def test_too_many_services_are_refused():
    rows = "".join(f"{n},A,School\n" for n in range(1_001))

    with pytest.raises(BadInput):
        read_directory(
            zipped(organizations=ORGANIZATIONS, services=f"id,organization_id,name\n{rows}")
        )


def test_comparing_takes_the_same_queries_for_many(django_assert_num_queries):
    for _ in range(5):
        an_offer()
    entries = read_directory(away(as_zip, UserFactory(lead=True))).entries

    with django_assert_num_queries(7):  # partners, services and their five lists
        assert compare(entries).same == 5


def test_files_that_nobody_agreed_to_are_forgotten():
    lead = UserFactory(lead=True)
    old = keep_file(entries=[], remarks=[], by=lead)
    new = keep_file(entries=[], remarks=[], by=lead)
    BroughtFile.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3))

    assert forget_old_files() == 1
    assert BroughtFile.objects.get() == new
