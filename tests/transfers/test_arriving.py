"""A package from outside: what is not wholly as we write it is refused, and nothing is half saved."""

import io
import json
import tarfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, Document, Note
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.people.models import ContactPoint, Person
from kimbilio.transfers.actions.arriving import bring_package, drop_arrival, note_refusal
from kimbilio.transfers.actions.filing import accept_arrival
from kimbilio.transfers.choices import ArrivalState
from kimbilio.transfers.chores import forget_packages
from kimbilio.transfers.container import END, Member, written
from kimbilio.transfers.errors import (
    ForOthers,
    FromHere,
    HereAlready,
    MovedOn,
    Newer,
    NotOurs,
    PackageRefused,
    WrongWords,
)
from kimbilio.transfers.models import Arrival
from kimbilio.vault import exchange_keys, files, packages
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.transfers import a_full_case, a_receiver, agreed, packed, sent

pytestmark = pytest.mark.django_db
WORDS = "six words said by phone today"


def a_page(**said):
    """The first page of a package that somebody wrote."""
    return {
        "format": 1, "transfer": str(uuid4()), "organisation": "Tumaini House", "code": "KB-4T7Q",
        "opened_on": "2026-01-02", "hand_over_on": "2026-02-03", "parts": ["identity", "story"],
        "proof": "K7QM-3TPX", "documents": [], **said,
    }  # fmt: skip


def a_file(**said):
    """The words of the smallest case."""
    return {"case": {}, "person": {"goes_by": "Zuzu"}, "notes": [], **said}


def a_package(*, page=None, record=None, file=None, documents=(), members=None):
    """The bytes of a package with whatever inside, locked with ``WORDS``."""
    inside = members or [
        ("manifest.json", json.dumps(a_page() if page is None else page).encode()),
        ("htcds.json", json.dumps({"cases": [{}]} if record is None else record).encode()),
        ("case.json", json.dumps(a_file() if file is None else file).encode()),
        *[(f"documents/{at:04}", content) for at, content in enumerate(documents, 1)],
    ]
    plain = b"".join(
        b"".join(written(Member(name, len(content), [content]))) for name, content in inside
    )
    return locked(plain + END)


def locked(plain):
    key = packages.new_key()
    head = packages.head_for_passphrase(key, WORDS)
    return b"".join(packages.locked([plain], head=head, key=key))


def bring(content, *, by=None, passphrase=WORDS):
    return bring_package(content=content, passphrase=passphrase, by=by or a_receiver()[0])


def nothing_saved():
    return not (
        Arrival.objects.exists()
        or StoredFile.objects.filter(owner_label="transfers.arrival").exists()
        or Case.objects.exists()
    )


def test_the_smallest_package_is_taken():
    lead, unit = a_receiver()
    before = Case.objects.count()
    arrival = bring(a_package(), by=lead)

    case = accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)

    assert (case.survivor.goes_by, Case.objects.count()) == ("Zuzu", before + 1)


@pytest.fixture
def receiver():
    """A lead who receives; no case of theirs stands in the way of counting."""
    lead, unit = a_receiver()
    Case.objects.all().delete()
    return lead, unit


NOTE = {"kind": "visit", "happened_at": "2026-01-05T10:00:00+03:00", "text": "Well.", "by": "Asha"}
LINES = {
    "a newer format": ({"page": a_page(format=2)}, Newer),
    "no format": ({"page": {}}, PackageRefused),
    "an id that is none": ({"page": a_page(transfer="7")}, PackageRefused),
    "a part we do not know": ({"page": a_page(parts=["soul"])}, PackageRefused),
    "a hidden character": ({"page": a_page(organisation="Tumaini\u202e")}, PackageRefused),
    "a null": ({"file": a_file(person={"goes_by": "Zu\0zu"})}, PackageRefused),
    "half a character": ({"file": a_file(person={"goes_by": "Zu\ud800zu"})}, PackageRefused),
    "too long a name": ({"file": a_file(person={"goes_by": "Z" * 81})}, PackageRefused),
    "a name that is a list": ({"file": a_file(person={"goes_by": ["Zuzu"]})}, PackageRefused),
    "a code off the list": ({"file": a_file(person={"sex": "Purple"})}, PackageRefused),
    "a day that is none": ({"file": a_file(person={"born_from": "soon"})}, PackageRefused),
    "a person that is a word": ({"file": a_file(person="Zuzu")}, PackageRefused),
    "too many contacts": ({"file": a_file(contacts=[{"value": "1"}] * 51)}, PackageRefused),
    "a fact of no list": ({"file": a_file(facts=[["means", "magic"]])}, PackageRefused),
    "facts of no kind": ({"file": a_file(facts=[["spells", "magic"]])}, PackageRefused),
    "a note of no part": ({"file": a_file(notes=[{**NOTE, "compartment": "soul"}])}, PackageRefused),
    "a note without a zone": (
        {"file": a_file(notes=[{**NOTE, "happened_at": "2026-01-05"}])}, PackageRefused,
    ),
    "a note of the year one": (
        {"file": a_file(notes=[{**NOTE, "happened_at": "0001-01-01T00:00:00+14:00"}])},
        PackageRefused,
    ),
    "an endless number": (
        {"file": a_file(person={"goes_by": "Zuzu", "children_count": float("inf")})},
        PackageRefused,
    ),
    "two cases": ({"record": {"cases": [{}, {}]}}, PackageRefused),
    "a field of no standard": ({"record": {"cases": [{"prs_Soul": "x"}]}}, PackageRefused),
    "a value off the list": ({"record": {"cases": [{"prs_Gender": "Purple"}]}}, PackageRefused),
    "fewer documents than said": ({"page": a_page(documents=[{"kind": "letter"}])}, PackageRefused),
    "more documents than said": ({"documents": [PDF]}, PackageRefused),
    "a document of no kind": (
        {"page": a_page(documents=[{"kind": "spell"}]), "documents": [PDF]}, PackageRefused,
    ),
    "a program": (
        {"page": a_page(documents=[{"kind": "letter", "original_name": "a.pdf"}]),
         "documents": [b"MZ" + bytes(300)]}, PackageRefused,
    ),
    "a program by its name": (
        {"page": a_page(documents=[{"kind": "letter", "original_name": "letter.pdf.exe"}]),
         "documents": [PDF]}, PackageRefused,
    ),
    "a document for the outline": (
        {"page": a_page(documents=[{"kind": "letter", "compartment": "outline"}]),
         "documents": [PDF]}, "late",
    ),
    "a birth that ends before it begins": (
        {"file": a_file(person={"born_from": "2010-01-01", "born_to": "2009-01-01"})}, "late",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", LINES)
def test_what_we_would_not_write_is_refused_whole(what, receiver):
    lead, unit = receiver
    given, refusal = LINES[what]
    if refusal == "late":  # only the database knows
        people = Person.objects.count()
        arrival = bring(a_package(**given), by=lead)
        with pytest.raises(PackageRefused):
            accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)
        arrival.refresh_from_db()
        assert (arrival.state, arrival.case) == (ArrivalState.WAITING, None)
        assert Person.objects.count() == people
        assert not Case.objects.exists()
        return
    with pytest.raises(refusal):
        bring(a_package(**given), by=lead)
    assert nothing_saved()


def tarred(*, name="manifest.json", kind=tarfile.REGTYPE, link="", content=b"{}"):
    """One member written by another program, which can write more than we do."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        about = tarfile.TarInfo(name)
        about.type, about.linkname, about.size = kind, link, len(content)
        archive.addfile(about, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"x",
        END,
        bytes(512),
        b"\xff" * 2048,
        tarred(name="../../etc/passwd"),
        tarred(name="/manifest.json"),
        tarred(name="manifest.json", kind=tarfile.SYMTYPE, link="/etc/passwd", content=b""),
        tarred(name="ä" * 120),  # has a header of its own before it
        tarred(content=b"not json"),
        tarred(content=b"[" * 100_000),
        tarred(content=b"x" * (300 * 1024)),
    ],
)
def test_a_container_of_another_shape_is_refused(plain, receiver):
    with pytest.raises(PackageRefused):
        bring(locked(plain), by=receiver[0])

    assert nothing_saved()


def test_members_in_another_order_twice_or_after_the_end_are_refused(receiver):
    def member(name, content):
        return b"".join(written(Member(name, len(content), [content])))

    page = member("manifest.json", json.dumps(a_page()).encode())
    record, file = member("htcds.json", b'{"cases": [{}]}'), member("case.json", b'{"case": {}}')
    for plain in (
        record + page + file + END,
        page + page + record + file + END,
        page + record + END,
        page + record + file,
        page + record + file + END + b"more",
        page + record + file + END + END,
        page + record + file[:-1] + b"x" + END,
    ):
        with pytest.raises(PackageRefused):
            bring(locked(plain), by=receiver[0])

    assert nothing_saved()


def test_altered_truncated_foreign_and_wrongly_opened_packages_say_what_to_do(receiver):
    lead = receiver[0]
    content = a_package()
    for spoilt, refusal in (
        (content[:-1], PackageRefused),
        (content[:-30] + bytes([content[-30] ^ 1]) + content[-29:], PackageRefused),
        (b"PK\x03\x04" + bytes(500), NotOurs),
        (b"hello", NotOurs),
        (b"", NotOurs),
        (content[:40], NotOurs),
        (content.replace(b"1\n", b"2\n", 1), Newer),
        (content.replace(b"1\n", b"12\n", 1), Newer),
        (content.replace(b"1\n", b"0\n", 1), NotOurs),
    ):
        with pytest.raises(refusal) as refused:
            bring(spoilt, by=lead)
        assert type(refused.value) is refusal
        assert refused.value.field == "file"
    for wrong in ("", "six other words than these here"):
        with pytest.raises(WrongWords) as refused:
            bring(content, by=lead, passphrase=wrong)
        assert refused.value.field == "passphrase"

    assert nothing_saved()


def test_a_package_for_another_key_says_so(receiver, own_exchange_key):
    key = packages.new_key()
    head = packages.head_for_key(key, exchange_keys.public())
    content = b"".join(packages.locked([END], head=head, key=key))
    exchange_keys.place().unlink()
    exchange_keys.create()

    with pytest.raises(ForOthers):
        bring(content, by=receiver[0])

    assert nothing_saved()


def test_one_that_is_too_large_is_not_opened_at_all(receiver):
    with pytest.raises(files.FileTooLarge):
        bring(bytes(files.MEGABYTE * 28), by=receiver[0])

    assert nothing_saved()


def test_the_same_package_twice_makes_one_case(receiver):
    lead, unit = receiver
    content = a_package()
    first, second = bring(content, by=lead), bring(content, by=lead)
    accept_arrival(arrival=first, unit=unit, lead=lead, by=lead)

    with pytest.raises(HereAlready):
        accept_arrival(arrival=second, unit=unit, lead=lead, by=lead)
    with pytest.raises(HereAlready):
        bring(content, by=lead)
    with pytest.raises(MovedOn):
        accept_arrival(arrival=first, unit=unit, lead=lead, by=lead)

    assert Case.objects.count() == 1


def test_a_package_made_anew_for_the_same_transfer_makes_one_case_as_well():
    transfer = agreed(a_full_case())
    lead, unit = a_receiver()
    made = []
    for _ in range(2):
        _package, words, content = sent(transfer)
        made.append(bring(content, by=lead, passphrase=words))
    accept_arrival(arrival=made[0], unit=unit, lead=lead, by=lead)

    with pytest.raises(HereAlready):
        accept_arrival(arrival=made[1], unit=unit, lead=lead, by=lead)


def test_our_own_package_is_refused_and_its_case_named_to_who_may_see_it():
    case = a_full_case()
    transfer = agreed(case)
    _package, words, content = packed(transfer)
    stranger, _unit = a_receiver()
    cases, people = Case.objects.count(), Person.objects.count()

    for reader, told in ((transfer.leader, case.code), (stranger, "")):
        with pytest.raises(FromHere) as refused:
            bring(content, by=reader, passphrase=words)
        assert (refused.value.case_code, refused.value.field) == (told, "file")
        assert (case.code in str(refused.value.message)) is bool(told)

    assert (Case.objects.count(), Person.objects.count()) == (cases, people)
    assert not Arrival.objects.exists()
    transfer.refresh_from_db()
    assert transfer.state == "packed"


def test_our_own_package_that_was_opened_before_makes_no_second_case():
    transfer = agreed(a_full_case())
    _package, words, content = sent(transfer)
    lead, unit = a_receiver()
    arrival = bring(content, by=lead, passphrase=words)
    Arrival.objects.update(origin=transfer.pk)  # as one opened before it was refused
    arrival.refresh_from_db()
    cases = Case.objects.count()

    with pytest.raises(FromHere):
        accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)

    assert Case.objects.count() == cases


def test_only_who_may_import_brings_and_only_they_go_on(receiver):
    lead, unit = receiver
    for role in ("case_worker", "administrator", "data_protection_officer", "therapist"):
        with pytest.raises(NotAllowed):
            bring(a_package(), by=UserFactory(role=role))
    arrival = bring(a_package(), by=lead)
    other, others_unit = a_receiver()
    with pytest.raises(NotAllowed):
        accept_arrival(arrival=arrival, unit=unit, lead=lead, by=other)
    with pytest.raises(NotAllowed):
        drop_arrival(arrival=arrival, by=other)
    with pytest.raises(NotAllowed):
        accept_arrival(arrival=arrival, unit=others_unit, lead=lead, by=lead)
    with pytest.raises(BadInput):
        accept_arrival(arrival=arrival, unit=unit, lead=UserFactory(therapist=True), by=lead)

    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.WAITING


def test_what_is_dropped_or_left_for_a_week_is_forgotten(receiver):
    lead, unit = receiver
    dropped, left, _kept = (bring(a_package(), by=lead) for _ in range(3))
    drop_arrival(arrival=dropped, by=lead)
    Arrival.objects.filter(pk=left.pk).update(came_at=timezone.now() - timedelta(days=8))

    assert forget_packages() == 1

    for one in (dropped, left):
        one.refresh_from_db()
        assert (one.state, one.secret, one.file_id, one.said) == ("dropped", None, None, {})
    assert StoredFile.objects.filter(owner_label="transfers.arrival").count() == 1
    with pytest.raises(MovedOn):
        accept_arrival(arrival=dropped, unit=unit, lead=lead, by=lead)


def test_a_refusal_leaves_a_trace(receiver):
    note_refusal(why="package_spoilt", by=receiver[0])

    assert Entry.objects.get(event="arrival_refused").facts == {"why": "package_spoilt"}


def test_an_unknown_code_of_a_plain_column_does_not_come_in(receiver):
    lead, unit = receiver
    file = a_file(
        case={"county": "Ami"}, person={"goes_by": "Zuzu", "nationality": "ZZ"},
        contacts=[{"value": "+254799000125", "safe_days": "Amina", "county": "Ami"}],
    )  # fmt: skip
    case = accept_arrival(
        arrival=bring(a_package(file=file), by=lead), unit=unit, lead=lead, by=lead
    )

    contact = ContactPoint.objects.get(person=case.survivor)
    assert (case.county, case.survivor.nationality, contact.county, contact.safe_days) == (
        "", "", "", "",
    )  # fmt: skip


def test_nothing_of_a_package_lies_in_plain_anywhere():
    transfer = agreed(a_full_case())
    package, words, content = sent(transfer)
    lead, unit = a_receiver()
    arrival = bring(content, by=lead, passphrase=words)
    on_disk = b"".join(
        path.read_bytes() for path in settings.FILES_DIR.rglob("*") if path.is_file()
    )
    row = str(Arrival.objects.values_list().get()) + str(package.number)

    distinctive = ("Zuhurakwe", "Mtwapakwe", "saidkwe", "letterkwe", "+254799000123", "Tumaini")
    for name in distinctive:
        assert name.encode() not in content, name
        assert name.encode() not in on_disk, name
        assert name not in row, name
    accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)
    log = str(list(Entry.objects.values_list("facts", "subject_id", "subject_type")))
    assert not [name for name in distinctive if name in log]
    assert Note.objects.filter(compartment=Compartment.HEALTH).count() == 1  # that of the origin
    assert Document.objects.count() == 4


def test_a_head_nested_without_end_is_no_package(receiver):
    text = b"[" * 7000
    head = packages.PACKAGE_MARK + packages.VERSION + len(text).to_bytes(4, "big") + text

    with pytest.raises(NotOurs):
        bring(head, by=receiver[0])

    assert nothing_saved()
