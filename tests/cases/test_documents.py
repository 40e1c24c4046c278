"""Documents: kept, continued after a break, corrected, taken back, and never open to strangers."""

import io
from uuid import uuid4

import pillow_heif
import pytest
from django.conf import settings
from PIL import Image

from kimbilio.access.choices import Compartment
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.documents import (
    AlreadyRetracted,
    HarmfulName,
    UploadGone,
    add_document,
    append_piece,
    begin_upload,
    change_document,
    retract_document,
    safe_name,
)
from kimbilio.cases.document_choices import DOCUMENT
from kimbilio.cases.labels import in_language
from kimbilio.cases.models import Document, TimelineEntry
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.cases.thumbnails import small_picture
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.vault import files
from kimbilio.vault.errors import CannotDecrypt
from kimbilio.vault.file_types import WrongFileType
from kimbilio.vault.files import FileEmpty, FileTooLarge, UploadBroken
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.files import PDF, a_photo, an_iphone_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def added(case, content=PDF, **more):
    answers = {"kind": "letter", "compartment": Compartment.STORY, "by": case.lead, **more}
    return add_document(case=case, content=io.BytesIO(content), **answers)


def test_a_document_is_kept_encrypted_with_its_name(case):
    document = added(
        case, PDF + b"Nafula Mfano", name="C:\\papers\\Nafula letter.pdf", title="Chief"
    )

    kept = Document.objects.get()
    assert kept.original_name == "Nafula letter.pdf"
    assert kept.download_name.startswith(case.code)
    assert kept.download_name.endswith(".pdf")
    assert files.read(kept.file) == PDF + b"Nafula Mfano"
    on_disk = b"".join(p.read_bytes() for p in settings.FILES_DIR.rglob("*") if p.is_file())
    assert b"Nafula" not in on_disk
    assert Entry.objects.get(event="document_uploaded").subject_id == str(document.pk)
    line = TimelineEntry.objects.get(subject_id=document.pk).line
    assert in_language(line) == "Letter"


def test_a_stranger_adds_changes_and_takes_back_nothing(case):
    document, stranger = added(case), UserFactory()

    with pytest.raises(NotAllowed):
        added(case, by=stranger)
    with pytest.raises(NotAllowed):
        begin_upload(case=case, by=stranger)
    with pytest.raises(NotAllowed):
        change_document(
            document=document, kind="photo", title="", compartment=Compartment.STORY, by=stranger
        )
    with pytest.raises(NotAllowed):
        retract_document(document=document, why="Because", by=stranger)

    assert Document.objects.get().kind == "letter"
    assert StoredFile.objects.count() == 1
    assert Entry.objects.count() == 1


def test_a_role_without_the_compartment_cannot_file_into_it(case):
    therapist = UserFactory(role=Role.THERAPIST)
    Tie.objects.create(case=case, user=therapist)

    with pytest.raises(NotAllowed):
        added(case, compartment=Compartment.LEGAL, by=therapist)
    added(case, compartment=Compartment.HEALTH, by=therapist)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (b"MZ\x90\x00" + bytes(600), WrongFileType),
        (b"<html><script>alert(1)</script></html>", WrongFileType),
        (PDF + bytes(DOCUMENT.limit), FileTooLarge),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_the_file(case, content, refusal):
    with pytest.raises(refusal) as caught:
        added(case, content)

    assert caught.value.field == "file"
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name", ["letter.pdf.exe", "scan.scr", "letter.exe.pdf", "l\u202efdp.exe", "macro.docm"]
)
def test_names_that_programs_have_are_refused(case, name):
    with pytest.raises(HarmfulName):
        added(case, name=name)

    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["Letter from St. Anne 12.3.pdf", "photo", "", "a/b\\c.jpg"])
def test_usual_names_pass(name):
    assert "/" not in safe_name(name)


def test_an_upload_goes_on_after_a_break_and_becomes_one_document(case):
    content = PDF + b"x" * 700_000
    upload = begin_upload(case=case, by=case.lead).pk

    def send(at, to):
        return append_piece(case=case, upload=upload, piece=content[at:to], offset=at, by=case.lead)

    assert send(0, 300_000) == 300_000
    assert send(0, 300_000) == 300_000  # its answer was lost
    with pytest.raises(UploadBroken) as broken:
        send(400_000, 500_000)
    assert broken.value.size == 300_000
    assert send(300_000, len(content)) == len(content)
    document = add_document(
        case=case, kind="letter", compartment=Compartment.STORY, upload=upload, by=case.lead
    )

    assert files.read(document.file) == content
    assert document.file.owner_id == document.pk
    with pytest.raises(UploadGone):
        add_document(
            case=case, kind="letter", compartment=Compartment.STORY, upload=upload, by=case.lead
        )


def test_nobody_goes_on_with_the_upload_of_somebody_else_or_of_another_case(case):
    mate = UserFactory()
    Tie.objects.create(case=case, user=mate)
    other = CaseFactory(worker=case.lead)
    upload = begin_upload(case=case, by=case.lead).pk

    for where, who in [(case, mate), (other, case.lead)]:
        with pytest.raises(UploadGone):
            append_piece(case=where, upload=upload, piece=PDF, offset=0, by=who)
        with pytest.raises(UploadGone):
            add_document(
                case=where, kind="letter", compartment=Compartment.STORY, upload=upload, by=who
            )


def test_an_unfinished_upload_is_no_document(case):
    upload = begin_upload(case=case, by=case.lead).pk

    with pytest.raises(FileEmpty):
        add_document(
            case=case, kind="letter", compartment=Compartment.STORY, upload=upload, by=case.lead
        )
    with pytest.raises(BadInput):
        add_document(case=case, kind="letter", compartment=Compartment.STORY, by=case.lead)


def test_a_photo_becomes_small_and_loses_its_place(case):
    document = added(case, a_photo(), kind="photo")

    assert draw_thumbnail.call(str(document.pk)) is True
    assert draw_thumbnail.call(str(document.pk)) is False
    document.refresh_from_db()
    small = Image.open(io.BytesIO(files.read(document.thumbnail)))
    assert max(small.size) == 480
    assert not small.getexif()
    assert b"TestCamera" not in files.read(document.thumbnail)


def test_a_photo_of_an_iphone_becomes_small_stands_upright_and_loses_its_place(case):
    document = added(case, an_iphone_photo(), kind="photo")
    assert b"TestCamera" in files.read(document.file)

    assert draw_thumbnail.call(str(document.pk)) is True

    document.refresh_from_db()
    assert document.download_name.endswith(".heic")
    small = Image.open(io.BytesIO(files.read(document.thumbnail)))
    assert (small.format, small.size) == ("JPEG", (320, 480))
    red, _green, blue = small.getpixel((40, 60))
    assert red > 200 > 100 > blue, "yellow, up and left"
    assert small.getpixel((280, 60))[0] < 60
    assert not small.getexif()
    assert b"TestCamera" not in files.read(document.thumbnail)


@pytest.mark.parametrize(
    "content",
    [
        a_photo()[:400],
        an_iphone_photo()[:400],
        an_iphone_photo()[:-30],
        an_iphone_photo().replace(b"hvcC", b"hvcX"),
        an_iphone_photo(claims=(8000, 8000)),
        an_iphone_photo(claims=(100, 100)),
    ],
    ids=["jpeg", "heic", "end", "decoder", "large", "larger than it says"],
)
def test_a_broken_or_very_large_photo_has_no_small_picture(case, content):
    document = added(case, content, kind="photo")

    assert draw_thumbnail.call(str(document.pk)) is False


def test_a_picture_too_large_for_the_memory_is_not_opened(monkeypatch):
    def decoded(*_args):
        raise AssertionError

    content = an_iphone_photo(claims=(8000, 8000))
    assert small_picture(an_iphone_photo()) is not None
    monkeypatch.setattr(pillow_heif.HeifImageFile, "load", decoded)

    assert small_picture(content) is None


def test_a_correction_is_logged_field_by_field_and_moves_what_the_timeline_says(case):
    document = added(case, title="Letter")
    change_document(
        document=document, kind="medical", title="Report", compartment=Compartment.WHEREABOUTS,
        by=case.lead, expected=1,
    )  # fmt: skip

    assert TimelineEntry.objects.get(subject_id=document.pk).compartment == "whereabouts"
    entry = Entry.objects.get(event="document_changed")
    assert entry.changes["title"] == ["Letter", "Report"]
    with pytest.raises(Stale):
        change_document(
            document=document, kind="photo", title="", compartment=Compartment.STORY,
            by=case.lead, expected=1,
        )  # fmt: skip


def test_a_document_is_taken_back_once_with_a_reason(case):
    document = added(case)

    with pytest.raises(BadInput):
        retract_document(document=document, why="  ", by=case.lead)
    retract_document(document=document, why="It is of another file.", by=case.lead)

    assert Document.objects.get().retracted_why == "It is of another file."
    with pytest.raises(AlreadyRetracted):
        retract_document(document=document, why="Again", by=case.lead)


def test_bytes_moved_to_another_file_do_not_open(case):
    one, other = added(case), added(case, PDF + b"other")
    paths = [next(settings.FILES_DIR.glob(f"*/{d.file_id.hex}.*")) for d in (one, other)]
    paths[0].write_bytes(paths[1].read_bytes())

    with pytest.raises(CannotDecrypt):
        files.read(one.file)


def test_an_upload_that_never_was_is_gone(case):
    with pytest.raises(UploadGone):
        append_piece(case=case, upload=uuid4(), piece=b"x", offset=0, by=case.lead)
