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


def test_cases_one_may_not_print_are_left_out_and_listed(worker):
    mine, theirs = CaseFactory(worker=worker), CaseFactory(worker=UserFactory(worker=True))
    lead = lead_of(mine)
    batch = begin(lead, [mine])
    Tie.objects.filter(user=worker, case=mine).delete()

    with pytest.raises(BadInput) as refusal:
        begin(worker, [mine, theirs])
    assert refusal.value.field == "codes"
    assert theirs.code in str(refusal.value.message)
    make_all(batch.pk)
    assert batch.letters.get().document_id


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
