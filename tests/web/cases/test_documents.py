"""Documents through the browser's door: pages, pieces, copies, and who gets in."""

import tracemalloc
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from kimbilio.access.choices import Compartment
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.documents import add_document, retract_document
from kimbilio.cases.models import Document
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.vault import disk
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.files import PDF, a_photo

pytestmark = pytest.mark.django_db

ABOUT = {"kind": "letter", "compartment": "story", "title": "From the chief"}


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


@pytest.fixture
def document(case):
    return a_document(case)


def a_document(case, content=PDF, **more):
    sent = SimpleUploadedFile("Nafula.pdf", content)
    answers = {"kind": "letter", "compartment": Compartment.STORY, "by": case.lead, **more}
    return add_document(case=case, content=sent, name="Nafula.pdf", **answers)


def url(case, *more):
    return "/".join([f"/cases/{case.code}/documents", *map(str, more), ""])


def send(client, case, content=PDF, name="Nafula.pdf", **answers):
    file = SimpleUploadedFile(name, content)
    return client.post(url(case, "new"), {**ABOUT, **answers, "file": file})


def test_the_list_shows_what_is_there_in_few_queries(sign_in, case, django_assert_max_num_queries):
    for number in range(30):
        a_document(case, title=f"Paper {number}")
    client = sign_in(case.lead)
    client.get("/account/")

    with django_assert_max_num_queries(12):
        first = client.get(url(case))
    second = client.get(url(case) + f"?after={first.context['shown'].next}")

    assert "Paper 29" in first.content.decode()
    assert len(second.context["shown"].rows) == 5
    assert "Paper 29" not in client.get(url(case) + "?kind=photo").content.decode()
    assert len(first.content) < 40_000


@pytest.mark.parametrize("role", Role)
def test_strangers_find_no_document(sign_in, case, document, role):
    client = sign_in(UserFactory(role=role))

    for more in [(document.pk,), (document.pk, "copy"), (document.pk, "small"), ("new",)]:
        assert client.get(url(case, *more)).status_code == 404
    if (answer := client.get(url(case))).status_code == 200:
        assert "Letter</td>" not in answer.content.decode()
    assert not Entry.objects.filter(event__in=["document_downloaded", "document_opened"]).exists()


def test_nobody_is_sent_to_the_door(client, case, document):
    assert client.get(url(case, document.pk, "copy")).status_code == 302


def test_a_team_mate_opens_only_what_their_role_may(sign_in, case, document):
    shelter = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=shelter)
    client = sign_in(shelter)

    assert "From" not in client.get(url(case)).content.decode()
    assert client.get(url(case, document.pk, "copy")).status_code == 404


def test_a_document_of_another_case_is_not_reached_through_mine(sign_in, case, document):
    other = CaseFactory(worker=UserFactory())

    assert sign_in(other.lead).get(url(other, document.pk, "copy")).status_code == 404


def test_a_copy_has_a_neutral_name_runs_nothing_and_is_recorded(sign_in, case, document):
    answer = sign_in(case.lead).get(url(case, document.pk, "copy"), HTTP_ACCEPT_ENCODING="gzip")

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="{document.download_name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Length"] == str(len(PDF))
    entry = Entry.objects.get(event="document_downloaded")
    assert entry.case_id == case.pk


def test_a_large_copy_leaves_piece_by_piece(sign_in, case):
    document = a_document(case, PDF + bytes(8_000_000))
    answer = sign_in(case.lead).get(url(case, document.pk, "copy"))

    tracemalloc.start()
    size = sum(len(piece) for piece in answer.streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size == 8_000_000 + len(PDF)
    assert peak < 4_000_000


def test_an_altered_file_is_explained_and_not_sent(sign_in, case, document):
    path = next(settings.FILES_DIR.glob(f"*/{document.file_id.hex}.*"))
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")

    answer = sign_in(case.lead).get(url(case, document.pk, "copy"))

    assert answer.status_code == 409
    assert "restored from a backup" in answer.content.decode()
    assert not Entry.objects.filter(event="document_downloaded").exists()


def test_the_small_picture_shows_inside_the_page_alone(sign_in, case):
    photo = a_document(case, a_photo(), kind="photo")
    client = sign_in(case.lead)
    assert client.get(url(case, photo.pk, "small")).status_code == 404

    draw_thumbnail.call(str(photo.pk))
    answer = client.get(url(case, photo.pk, "small"))

    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert f"{photo.pk}/small/" in client.get(url(case, photo.pk)).content.decode()


def test_a_plain_form_adds_a_document_once(sign_in, case):
    client, key = sign_in(case.lead), str(uuid4())

    for _ in range(2):
        assert send(client, case, sent_key=key).status_code == 302

    document = Document.objects.get()
    assert document.title == "From the chief"
    page = client.get(url(case)).content.decode()
    assert "From the chief" in page
    assert "Nafula" not in page


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "a.pdf", 422, "This file is empty"),
        (b"MZ\x90" + bytes(600), "a.pdf", 422, "This kind of file cannot be kept"),
        (PDF, "a.pdf.exe", 422, "can harm computers"),
        (PDF + bytes(25 * 1024 * 1024), "a.pdf", 413, "At most 25 MB"),
        (PDF + bytes(27 * 1024 * 1024), "a.pdf", 413, "At most 25 MB"),
    ],
)
def test_a_refused_file_is_explained_and_the_words_are_kept(
    sign_in, case, content, name, status, words
):
    answer = send(sign_in(case.lead), case, content, name)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "From the chief" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_full_disk_is_explained(sign_in, case, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "open", full)

    answer = send(sign_in(case.lead), case)

    assert answer.status_code == 507
    assert "no room left" in answer.content.decode()


def test_without_a_file_the_form_says_so(sign_in, case):
    answer = sign_in(case.lead).post(url(case, "new"), ABOUT)

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_pieces_arrive_are_asked_for_and_become_a_document(sign_in, case):
    client, content = sign_in(case.lead), PDF + b"y" * 400_000
    begun = client.post(url(case, "arriving"), {"size": len(content), "name": "a.pdf"}).json()
    to = url(case, "arriving", begun["upload"])

    def piece(offset, body):
        return client.post(
            to, body, content_type="application/octet-stream", HTTP_UPLOAD_OFFSET=str(offset)
        )

    assert piece(0, content[:262144]).json() == {"next": 262144}
    lost = piece(300_000, content[300_000:])
    assert (lost.status_code, lost.json()) == (409, {"next": 262144})
    assert client.get(to).json() == {"next": 262144}
    assert piece(262144, content[262144:]).json() == {"next": len(content)}
    answer = client.post(url(case, "new"), {**ABOUT, "upload": begun["upload"], "name": "a.pdf"})

    assert answer.status_code == 302
    assert Document.objects.get().file.size == len(content)


@pytest.mark.parametrize(
    ("size", "name", "status"),
    [("0", "a.pdf", 422), ("99999999", "a.pdf", 413), ("5", "a.exe", 422), ("x", "a.pdf", 422)],
)
def test_what_cannot_be_kept_is_not_even_sent(sign_in, case, size, name, status):
    answer = sign_in(case.lead).post(url(case, "arriving"), {"size": size, "name": name})

    assert answer.status_code == status
    assert answer.json()["message"]


def test_a_wrong_type_is_told_by_the_first_piece_and_a_huge_piece_refused(sign_in, case):
    client = sign_in(case.lead)
    begun = client.post(url(case, "arriving"), {"size": 9000, "name": "a.pdf"}).json()
    to = url(case, "arriving", begun["upload"])
    plain = {"content_type": "application/octet-stream", "HTTP_UPLOAD_OFFSET": "0"}

    assert client.post(to, b"MZ\x90" + bytes(600), **plain).status_code == 422
    assert client.post(to, PDF + bytes(3_000_000), **plain).status_code == 413
    stranger = sign_in(UserFactory())
    assert stranger.post(to, PDF, **plain).status_code == 404


def test_two_who_correct_at_once_see_both(sign_in, case, document):
    client = sign_in(case.lead)
    sent = {**ABOUT, "version": 1}
    assert client.post(url(case, document.pk), {**sent, "title": "First"}).status_code == 302

    answer = client.post(url(case, document.pk), {**sent, "title": "Second"})

    assert answer.status_code == 409
    assert "First" in answer.content.decode()
    assert "Second" in answer.content.decode()
    assert Document.objects.get().title == "First"


def test_a_document_that_was_taken_back_stays_listed_and_closed(sign_in, case, document):
    client = sign_in(case.lead)
    client.post(url(case, document.pk), {"take_back": "1", "why": "Wrong file"})

    assert "Taken back" in client.get(url(case)).content.decode()
    assert "Wrong file" in client.get(url(case, document.pk)).content.decode()
    assert client.get(url(case, document.pk, "copy")).status_code == 404
    assert client.post(url(case, document.pk), ABOUT).status_code == 404


def test_a_closed_reason_is_asked_for(sign_in, case, document):
    answer = sign_in(case.lead).post(url(case, document.pk), {"take_back": "1", "why": ""})

    assert answer.status_code == 422
    assert not Document.objects.get().is_retracted
    retract_document(document=Document.objects.get(), why="Now", by=case.lead)
