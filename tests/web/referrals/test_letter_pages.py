"""Letters of offices in the file and on the day of whoever goes there."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.models import Document
from kimbilio.referrals.actions.letters import move_letter
from kimbilio.referrals.choices import LetterState
from kimbilio.referrals.models import OfficeLetter
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.referrals import a_letter, an_adult_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return an_adult_case()


def address(letter):
    return f"/cases/{letter.case.code}/letters/{letter.pk}/"


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def test_a_letter_from_asking_to_its_scan(sign_in, case, django_assert_max_num_queries):
    client = sign_in(case.lead)
    new = f"/cases/{case.code}/letters/new/"
    assert client.get(new).status_code == 200
    asked = {"office": "Children's office", "purpose": "School", "collector": str(case.lead.pk)}

    where = client.post(new, asked)["Location"]
    here = client.get(where).content.decode()
    assert "Children&#x27;s office" in here
    assert "office" not in here.split("</title>")[0].split("<title")[1]
    moved = client.post(where, {
        "move": "1", "to": "promised", "day": today(2).isoformat(), "version": "1",
    })  # fmt: skip
    assert moved["Location"] == where
    client.post(where, {"move": "1", "to": "collected", "version": "2"})
    assert "Keep the scan" in client.get(where).content.decode()
    scan = SimpleUploadedFile("office.pdf", PDF)
    client.post(where, {"scan": "1", "file": scan, "compartment": "story", "version": "3"})

    letter = OfficeLetter.objects.get()
    assert letter.state == LetterState.SCANNED
    with django_assert_max_num_queries(12):
        shown = client.get(where).content.decode()
    assert f"/documents/{letter.document_id}/" in shown
    with django_assert_max_num_queries(12):
        whole = client.get(f"/cases/{case.code}/referrals/").content.decode()
    assert where in whole
    assert "Scanned" in whole


def test_a_document_that_is_there_already_is_the_scan(sign_in, case):
    client, letter = sign_in(case.lead), a_letter(case)
    move_letter(letter=letter, to=LetterState.COLLECTED, by=case.lead)
    paper = SimpleUploadedFile("a.pdf", PDF)
    client.post(f"/cases/{case.code}/documents/new/",
                {"kind": "letter", "compartment": "story", "file": paper})  # fmt: skip
    document = Document.objects.get()
    assert str(document.pk) in client.get(address(letter)).content.decode()

    client.post(address(letter), {
        "scan": "1", "document": str(document.pk), "compartment": "story", "version": "2",
    })  # fmt: skip

    letter.refresh_from_db()
    assert letter.document == document


@pytest.mark.parametrize(
    "sent",
    [
        {"move": "1", "to": "promised", "day": ""},
        {"move": "1", "to": "collected", "day": "2999-01-01"},
        {"move": "1", "to": "scanned"},
        {"move": "1"},
        {"send": "1", "collector": "nobody"},
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(sign_in, case, sent):
    letter = a_letter(case)
    Tie.objects.create(case=case, user=UserFactory(), kind=TieKind.MEMBER)

    answer = sign_in(case.lead).post(address(letter), {**sent, "version": "1"})

    assert answer.status_code == 422
    letter.refresh_from_db()
    assert letter.version == 1


def test_a_scan_without_a_file_is_asked_for_again(sign_in, case):
    letter = a_letter(case)
    move_letter(letter=letter, to=LetterState.COLLECTED, by=case.lead)

    answer = sign_in(case.lead).post(address(letter), {"scan": "1", "compartment": "story"})

    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_whoever_was_slower_sees_both(sign_in, case):
    letter = a_letter(case)
    move_letter(letter=letter, to=LetterState.PROMISED, day=today(2), by=case.lead)
    client = sign_in(case.lead)
    sent = {"move": "1", "to": "not_coming", "day": today(5).isoformat(), "version": "1"}

    answer = client.post(address(letter), sent)

    assert answer.status_code == 409
    assert "Someone else saved this" in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == LetterState.PROMISED


def test_sent_twice_asks_once(sign_in, case):
    client = sign_in(case.lead)
    sent = {
        "office": "Chief", "collector": str(case.lead.pk),
        "sent_key": "0b9f4e5e-2f64-4a58-9d0f-6ad4c0e0b7a3",
    }  # fmt: skip
    first, again = (client.post(f"/cases/{case.code}/letters/new/", sent) for _ in range(2))

    assert first["Location"] == again["Location"]
    assert OfficeLetter.objects.count() == 1


def test_an_old_page_of_a_letter_that_moved_on_says_so(sign_in, case):
    letter = a_letter(case)
    move_letter(letter=letter, to=LetterState.NOT_COMING, by=case.lead)

    answer = sign_in(case.lead).post(
        address(letter), {"move": "1", "to": "collected", "version": "1"}, follow=True
    )

    assert "This is not possible any more." in answer.content.decode()


def test_a_stranger_finds_no_letters(sign_in, case):
    client, letter = sign_in(UserFactory(worker=True)), a_letter(case)

    for path in (address(letter), f"/cases/{case.code}/letters/new/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"move": "1", "to": "collected"}).status_code == 404
    letter.refresh_from_db()
    assert letter.state == LetterState.ASKED


def test_the_day_of_who_goes_shows_what_to_fetch(sign_in, case):
    mate = UserFactory()
    Tie.objects.create(case=case, user=mate, kind=TieKind.MEMBER)
    due = a_letter(case, promised_on=today(), collector=mate)
    later = a_letter(case, promised_on=today(1), collector=mate)

    shown = sign_in(mate).get("/").content.decode()

    assert "Letters to collect today" in shown
    assert address(due) in shown
    assert address(later) not in shown
    assert "Letters to collect today" not in sign_in(case.lead).get("/").content.decode()


def test_another_colleague_is_sent(sign_in, case):
    letter, mate = a_letter(case), UserFactory(name="Zuri Wambui")
    client = sign_in(case.lead)
    assert "Somebody else goes" not in client.get(address(letter)).content.decode()
    Tie.objects.create(case=case, user=mate, kind=TieKind.MEMBER)
    assert "Zuri Wambui" in client.get(address(letter)).content.decode()

    client.post(address(letter), {"send": "1", "collector": str(mate.pk), "version": "1"})

    letter.refresh_from_db()
    assert letter.collector == mate
