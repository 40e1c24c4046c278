"""Letters of many cases: who is left out, what is kept, one locked file, and its end."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Document
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.letters.actions.batches import BatchGone, begin_batch, take_batch
from kimbilio.letters.actions.working import make_all
from kimbilio.letters.chores import forget_letters, go_on_with_letters
from kimbilio.letters.models import Batch
from kimbilio.vault import disk
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import lead_of
from tests.factories.justice import a_lawyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return UserFactory(worker=True)


def begin(worker, cases, **given):
    answers = {"kind": "school", "language": "en", "by": worker, **given}
    return begin_batch(codes=[case.code for case in cases], **answers)


def taken(batch, by):
    return zipfile.ZipFile(BytesIO(b"".join(take_batch(batch=batch, by=by))))


def test_from_the_list_to_the_file_and_its_end(worker):
    cases = [CaseFactory(worker=worker) for _ in range(3)]
    batch = begin(worker, cases)
    assert (batch.total, batch.done, batch.state) == (3, 0, "at_work")
    with pytest.raises(BatchGone):
        take_batch(batch=batch, by=worker)

    make_all(batch.pk)
    make_all(batch.pk)  # a second run finds it made

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.percent) == ("ready", 3, 100)
    archive = taken(batch, worker)
    assert archive.namelist() == [f"{case.code}.pdf" for case in cases]
    assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert Document.objects.count() == 3
    assert Entry.objects.filter(event="printed").count() == 3
    exported = [one.facts for one in Entry.objects.filter(event="exported").order_by("pk")]
    assert [facts["what"] for facts in exported] == ["letters", "letters_saved"]
    with pytest.raises(NotAllowed):
        take_batch(batch=batch, by=UserFactory(lead=True))

    assert forget_letters() == 0
    Batch.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    batch.refresh_from_db()
    with pytest.raises(BatchGone):
        take_batch(batch=batch, by=worker)
    file_id = batch.file_id
    assert forget_letters() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.file_id) == ("gone", None)
    assert not StoredFile.objects.filter(pk=file_id).exists()
    assert Document.objects.count() == 3  # the letters stay with their cases


def test_the_file_on_the_disk_holds_nothing_in_plain(worker):
    case = CaseFactory(worker=worker)
    batch = begin(worker, [case])
    make_all(batch.pk)

    batch.refresh_from_db()
    stored = StoredFile.objects.get(pk=batch.file_id)
    raw = disk.path_of(stored.pk, stored.key_id).read_bytes()
    assert not raw.startswith(b"PK")
    assert case.code.encode() not in raw


def test_codes_that_are_not_known_are_left_out_and_listed_whether_a_case_bears_them_or_not(worker):
    mine, theirs = CaseFactory(worker=worker), CaseFactory(worker=UserFactory(worker=True))
    lead = lead_of(mine)
    nobody = "KB-ZZZZZZ"
    for user in (worker, lead):
        told = {}
        for code in (theirs.code, nobody):
            batch = begin_batch(
                kind="school", language="en", codes=[code, mine.code], by=user
            )  # fmt: skip
            make_all(batch.pk)
            batch.refresh_from_db()
            assert batch.unknown == [code]
            assert taken(batch, user).namelist() == [f"{mine.code}.pdf"]
            rows = batch.letters.values_list("case__code", "place", "left_out")
            told[code] = (batch.state, batch.total, batch.done, list(rows))
        assert told[theirs.code] == told[nobody]  # nothing that is kept tells the two apart
    assert not theirs.documents.exists()
    assert not Entry.objects.filter(case_id=theirs.pk, event="printed").exists()
    assert theirs.code not in str(list(Entry.objects.values_list("facts", flat=True)))

    forget_letters()
    Batch.objects.filter(pk=batch.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    forget_letters()
    batch.refresh_from_db()
    assert batch.unknown == []


def test_who_knows_none_of_the_codes_is_told_so_and_nothing_is_made(worker):
    mine, theirs = CaseFactory(worker=worker), CaseFactory(worker=UserFactory(worker=True))
    said = set()
    for code in (theirs.code, "KB-ZZZZZZ"):
        with pytest.raises(BadInput) as refusal:
            begin_batch(kind="school", language="en", codes=[code], by=worker)
        assert refusal.value.field == "codes"
        said.add(str(refusal.value.message).replace(code, "…"))
    assert len(said) == 1
    with pytest.raises(BadInput) as refusal:
        begin_batch(kind="school", language="en", codes=[mine.code, "Pendo Mfano"], by=worker)
    assert "no codes of cases: Pendo Mfano" in str(refusal.value.message)
    assert not Batch.objects.exists()


def test_of_a_case_one_sees_but_may_not_print_it_is_said_so():
    worker = UserFactory(worker=True)
    case, other = CaseFactory(worker=worker), CaseFactory(worker=UserFactory(worker=True))
    lawyer = a_lawyer(case)
    Tie.objects.create(user=lawyer, case=other, kind="member")
    lead = lead_of(case)
    assert begin(lead, [case]).letters.get().left_out == ""

    with pytest.raises(NotAllowed) as refusal:
        begin(lawyer, [case, other], kind="school")
    assert case.code not in str(refusal.value.message)
    with pytest.raises(NotAllowed) as same:
        begin_batch(kind="school", language="en", codes=[case.code, "KB-ZZZZZZ"], by=lawyer)
    assert str(same.value.message) == str(refusal.value.message)


def test_who_lost_a_case_meanwhile_gets_no_letter_of_it(worker):
    kept, lost = CaseFactory(worker=worker), CaseFactory(worker=worker)
    batch = begin(worker, [kept, lost])
    Tie.objects.filter(case=lost).update(until=timezone.now())

    make_all(batch.pk)

    batch.refresh_from_db()
    assert taken(batch, worker).namelist() == [f"{kept.code}.pdf"]
    assert batch.letters.get(case=lost).left_out == "not_allowed"
    assert not lost.documents.exists()
    Tie.objects.filter(case=kept).update(until=timezone.now())
    with pytest.raises(NotAllowed):
        take_batch(batch=batch, by=worker)


@pytest.mark.parametrize("given", [
    {"kind": "form-c"}, {"kind": "nothing"},
])  # fmt: skip
def test_what_is_made_of_a_referral_or_not_at_all_is_refused(worker, given):
    with pytest.raises(BadInput):
        begin(worker, [CaseFactory(worker=worker)], **given)
    with pytest.raises(BadInput):
        begin(worker, [])
    assert not Batch.objects.exists()


def test_who_may_not_print_begins_nothing(worker):
    case = CaseFactory(worker=worker)
    for user in (
        UserFactory(role="therapist"),
        UserFactory(role="me_officer"),
        UserFactory(role="manager"),
    ):
        with pytest.raises(NotAllowed):
            begin(user, [case])
    assert not Batch.objects.exists()


def test_begun_anew_after_a_crash_it_goes_on_and_makes_no_letter_twice(worker):
    cases = [CaseFactory(worker=worker) for _ in range(2)]
    batch = begin(worker, cases)
    make_all(batch.pk)
    first = batch.letters.get(place=0).document_id
    batch.letters.filter(place=1).update(document=None)
    Batch.objects.update(
        state="at_work", ends_at=None, moved_at=timezone.now() - timedelta(minutes=6)
    )
    assert go_on_with_letters() == 1

    make_all(batch.pk)

    assert batch.letters.get(place=0).document_id == first
    assert batch.letters.get(place=1).document_id


def test_when_no_letter_could_be_made_the_codes_typed_in_vain_are_not_kept(worker):
    case = CaseFactory(worker=worker)
    batch = begin_batch(kind="school", language="en", codes=[case.code, "KB-ZZZZZZ"], by=worker)
    Tie.objects.filter(case=case).update(until=timezone.now())

    make_all(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.unknown) == ("failed", [])
