"""From the wish to give a case away to its closing, and everything that must not happen on the way."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.closing import approve_closing
from kimbilio.cases.actions.documents import add_document, retract_document
from kimbilio.cases.closing import leftovers_of
from kimbilio.cases.document_choices import DOCUMENT
from kimbilio.cases.models import Case, Document, Notice
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.referrals.actions.making import NoConsent
from kimbilio.transfers.actions.arriving import bring_package
from kimbilio.transfers.actions.filing import accept_arrival
from kimbilio.transfers.actions.giving import (
    CannotMove,
    UnderWay,
    WrongProof,
    agree_transfer,
    note_wrong_proof,
    record_acceptance,
    record_decline,
    withdraw_transfer,
)
from kimbilio.transfers.actions.making import KIND, make
from kimbilio.transfers.actions.packing import StillAtWork, begin_package, take_package
from kimbilio.transfers.choices import ENDED, MOVES, Making, State
from kimbilio.transfers.chores import forget_packages, go_on_with_packages
from kimbilio.transfers.container import LARGEST, LIMITS, MEGABYTE, ROOM
from kimbilio.transfers.models import Arrival, Package, Transfer
from kimbilio.transfers.queries import transfers_to_answer
from kimbilio.vault import exchange_keys
from kimbilio.vault.exchange_keys import read_public
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import a_wish_to_close, lead_of
from tests.factories.files import PDF
from tests.factories.transfers import (
    STORY_PARTS,
    a_full_case,
    a_receiver,
    agreed,
    asked,
    packed,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory(worker=True))
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    case.refresh_from_db()
    return case


def begin(transfer, *, by=None, **given):
    said = {"parts": STORY_PARTS, "with_documents": True, "lock": "passphrase", **given}
    return begin_package(transfer=transfer, by=by or transfer.case.lead, **said)


def events():
    return set(Entry.objects.values_list("event", flat=True))


def test_every_state_is_in_the_table_and_what_ended_stays_so():
    assert set(MOVES) == set(State)
    assert all(not MOVES[state] for state in ENDED)


# Asking


def test_without_consent_nothing_is_asked(case):
    with pytest.raises(NoConsent) as refusal:
        asked_without(case)

    assert refusal.value.field == "organisation"
    assert not Transfer.objects.exists()


def asked_without(case, **given):
    said = {"organisation": "Nobody House", **given}
    return asked(case, **said)


def test_a_worker_gives_no_legal_ground_and_a_lead_does(case):
    ground = {"ground": "life", "ground_words": "The trafficker knows the house."}
    with pytest.raises(BadInput):
        asked_without(case, **ground)
    assert not Transfer.objects.exists()

    lead = lead_of(case)
    transfer = asked_without(case, by=lead, **ground)
    assert (transfer.ground_by, transfer.state) == (lead, State.ASKED)


def test_a_stranger_asks_nothing_and_a_closed_case_goes_nowhere(case):
    with pytest.raises(NotAllowed):
        asked(case, by=UserFactory(worker=True))
    closed = CaseFactory(closed=True, worker=UserFactory())
    with pytest.raises(BadInput):
        asked(closed)
    with pytest.raises(BadInput):
        asked(case, hand_over_on=timezone.localdate() - timedelta(days=1))

    assert not Transfer.objects.exists()


def test_one_transfer_of_a_case_goes_on_at_a_time(case):
    asked(case)
    with pytest.raises(UnderWay):
        asked(case)
    again = {"organisation": "x", "contact": "x", "why": "x", "hand_over_on": timezone.localdate()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(case=case, asked_by=case.lead, **again)

    assert Transfer.objects.count() == 1


# The yes


def test_only_another_lead_of_the_unit_says_yes(case):
    transfer = asked(case)
    other_lead = lead_of(CaseFactory())
    Tie.objects.create(case=case, user=other_lead, kind=TieKind.MEMBER)
    for by in (case.lead, UserFactory(worker=True), other_lead):
        with pytest.raises(NotAllowed):
            agree_transfer(transfer=transfer, by=by)
    transfer.refresh_from_db()
    assert transfer.state == State.ASKED

    leader = lead_of(case)
    assert [one.pk for one in transfers_to_answer(leader)] == [transfer.pk]
    agree_transfer(transfer=transfer, by=leader)
    assert (transfer.state, transfer.agreed_by) == (State.AGREED, leader)
    assert not transfers_to_answer(leader)
    assert {"transfer_asked", "transfer_agreed"} <= events()


def test_a_lead_does_not_answer_their_own_wish(case):
    lead = lead_of(case)
    transfer = asked(case, by=lead)

    with pytest.raises(NotAllowed):
        agree_transfer(transfer=transfer, by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(agreed_by=lead, agreed_at=timezone.now())


def test_consent_that_was_taken_back_stops_every_step(case):
    transfer = asked(case)
    leader = lead_of(case)
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)
    with pytest.raises(NoConsent):
        agree_transfer(transfer=transfer, by=leader)
    Consent.objects.update(withdrawn_at=None, withdrawn_by=None)
    agree_transfer(transfer=transfer, by=leader)
    package, _words, content = packed(transfer)
    assert content

    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)

    with pytest.raises(NoConsent):
        begin(transfer)
    with pytest.raises(NoConsent):
        take_package(package=package, by=case.lead)


# Packing


def test_nothing_is_packed_before_the_yes(case):
    transfer = asked(case)
    with pytest.raises(CannotMove):
        begin(transfer)

    assert not Package.objects.exists()


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ([Compartment.STORY], BadInput),  # of nobody
        ([*STORY_PARTS, Compartment.HEALTH], NotAllowed),  # a worker prints no health
        ([*STORY_PARTS, Compartment.LEGAL], NotAllowed),
    ],
)
def test_nobody_packs_what_is_not_theirs(case, parts, refusal):
    transfer = agreed(case)
    with pytest.raises(refusal):
        begin(transfer, parts=parts)

    assert not Package.objects.exists()


def test_a_stranger_neither_packs_nor_saves_nor_ends_it(case):
    transfer = agreed(case)
    package, *_rest = packed(transfer)
    stranger = UserFactory(worker=True)
    for act in (
        lambda: begin(transfer, by=stranger),
        lambda: take_package(package=package, by=stranger),
        lambda: withdraw_transfer(transfer=transfer, by=stranger),
        lambda: record_decline(transfer=transfer, words="No.", by=stranger),
        lambda: record_acceptance(transfer=transfer, words="Yes.", by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()

    transfer.refresh_from_db()
    assert transfer.state == State.PACKED


def test_one_package_is_made_at_a_time_and_the_newer_takes_the_place(case):
    transfer = agreed(case)
    first, _words = begin(transfer)
    with pytest.raises(StillAtWork):
        begin(transfer)
    make(first.pk)
    transfer.refresh_from_db()

    second, *_rest = packed(transfer)

    first.refresh_from_db()
    assert (first.state, first.file_id, first.secret) == (Making.GONE, None, None)
    assert (second.state, second.done, second.total) == (Making.READY, 3, 3)
    assert StoredFile.objects.filter(owner_label="transfers.package").count() == 1


def test_who_lost_the_right_meanwhile_gets_no_package(case):
    transfer = agreed(case)
    package, _words = begin(transfer)
    Tie.objects.all().delete()

    make(package.pk)

    package.refresh_from_db()
    transfer.refresh_from_db()
    assert (package.state, package.secret, transfer.state) == (Making.FAILED, None, State.AGREED)
    assert not StoredFile.objects.filter(owner_label="transfers.package").exists()
    assert "transfer_pack_failed" in events()


def test_what_the_other_side_would_refuse_is_not_packed(case):
    transfer = agreed(case)
    type(case.survivor).objects.filter(pk=case.survivor_id).update(sex="Purple")

    package, *_rest = packed(transfer)

    assert package.state == Making.FAILED


def test_a_package_that_stopped_is_taken_up_again(case):
    package, _words = begin(agreed(case))
    assert go_on_with_packages() == 0
    Package.objects.update(moved_at=timezone.now() - timedelta(minutes=6))
    assert go_on_with_packages() == 1

    make(package.pk)
    make(package.pk)  # twice is once

    package.refresh_from_db()
    assert package.state == Making.READY
    assert StoredFile.objects.filter(owner_label="transfers.package").count() == 1


def test_too_many_documents_are_refused_before_packing(monkeypatch):
    transfer = agreed(a_full_case())
    monkeypatch.setattr("kimbilio.transfers.actions.packing.MOST_DOCUMENTS", 1)
    with pytest.raises(BadInput) as refusal:
        begin(transfer)
    assert refusal.value.field == "with_documents"
    assert "hold 2 documents, and a package takes 1" in str(refusal.value.message)

    begin(transfer, with_documents=False)


def a_document(case, kind, size):
    """A PDF of that many bytes, added by the lead of the case."""
    content = PDF + bytes(size - len(PDF))
    return add_document(
        case=case, kind=kind, compartment=Compartment.STORY, by=case.lead, name="paper.pdf",
        content=BytesIO(content), title="Mtwapakwe",
    )  # fmt: skip


def test_as_much_as_a_package_takes_arrives_and_one_document_more_is_named(case):
    most = LARGEST - ROOM
    first = a_document(case, "letter", most - 1000)
    a_document(case, "school", 1000)
    transfer = agreed(case)
    _package, words, content = sent(transfer)
    lead, unit = a_receiver()
    assert len(content) < LARGEST + MEGABYTE // 4
    arrival = bring_package(content=content, passphrase=words, by=lead)
    theirs = accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)
    sizes = Document.objects.filter(case=theirs).values_list("file__size", flat=True)
    assert sorted(sizes) == [1000, most - 1000]

    a_document(case, "court", 512)
    with pytest.raises(BadInput) as refusal:
        begin(transfer)

    said, day = str(refusal.value.message), date_format(timezone.localdate(), "j M Y")
    assert f"Too much: Letter, {day} (25.0" in said
    assert "School" not in said
    assert "bring them yourself" in said
    assert "Mtwapakwe" not in said
    retract_document(document=first, why="Brought by hand.", by=case.lead)
    begin(transfer)


def test_the_largest_document_of_a_case_goes_along_and_comes_in_through_the_form(case, sign_in):
    a_document(case, "letter", DOCUMENT.limit)
    _package, words, content = sent(agreed(case))
    lead, unit = a_receiver()

    answer = sign_in(lead).post(
        "/transfers/", {"file": SimpleUploadedFile("a.kimbilio", content), "passphrase": words}
    )

    assert answer.status_code == 302
    theirs = accept_arrival(arrival=Arrival.objects.get(), unit=unit, lead=lead, by=lead)
    assert Document.objects.get(case=theirs).file.size == DOCUMENT.limit


def test_a_full_package_fits_through_the_form_and_the_proxies():
    assert KIND.limit <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    for proxy in ("Caddyfile", "nginx.conf"):
        words = (settings.ROOT / "deploy" / proxy).read_text().lower()
        assert "30m" in words
    assert KIND.limit + 100_000 < 30_000_000


@pytest.mark.parametrize("name", list(LIMITS))
def test_what_is_too_long_for_the_other_side_does_not_leave(case, monkeypatch, name):
    transfer = agreed(case)
    monkeypatch.setitem(LIMITS, name, 10)

    package, _words, content = packed(transfer)

    assert (package.state, content) == (Making.FAILED, b"")
    assert not StoredFile.objects.filter(owner_label="transfers.package").exists()


def test_a_key_is_compared_before_anything_is_locked_for_it(case, own_exchange_key):
    transfer, text = agreed(case), exchange_keys.public().as_file()
    for given in (
        {"their_key": "hello"},
        {"their_key": text},
        {"their_key": text, "compared": "1"},
    ):
        with pytest.raises(BadInput):
            begin(transfer, lock="key", **given)
    assert not Package.objects.exists()

    begin(transfer, lock="key", their_key=text, compared=read_public(text).number)


def test_a_package_is_forgotten_after_a_month(case):
    package, *_rest = packed(agreed(case))
    assert forget_packages() == 0
    Package.objects.update(made_at=timezone.now() - timedelta(days=31))

    assert forget_packages() == 1

    package.refresh_from_db()
    assert package.state == Making.GONE
    with pytest.raises(CannotMove):
        take_package(package=package, by=case.lead)


# Their answer


def test_their_code_proves_that_it_arrived_and_closing_goes_its_usual_way():
    case = a_full_case()
    transfer = agreed(case)
    package, words, content = sent(transfer)
    lead, unit = a_receiver()
    arrival = bring_package(content=content, passphrase=words, by=lead)
    accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)
    assert [one.label for one in leftovers_of(case, case.lead) if "transfer" in str(one.label)]

    record_acceptance(transfer=transfer, proof=str(arrival.proof).lower(), by=case.lead)

    assert (transfer.state, transfer.is_proved) == (State.ACCEPTED, True)
    package.refresh_from_db()
    assert (package.state, package.file_id) == (Making.GONE, None)
    case.refresh_from_db()
    assert case.is_open  # nobody closed it behind the rules
    assert not [one for one in leftovers_of(case, case.lead) if "transfer" in str(one.label)]
    closure = a_wish_to_close(case, reason="transferred", leftovers="They go on with it.")
    with pytest.raises(NotAllowed):
        approve_closing(closure=closure, by=case.lead)
    approve_closing(closure=closure, by=transfer.leader)
    case.refresh_from_db()
    assert (case.is_open, closure.reason) == (False, "transferred")


def test_a_wrong_code_changes_nothing_and_leaves_a_trace(case):
    transfer = agreed(case)
    packed(transfer)
    with pytest.raises(WrongProof):
        record_acceptance(transfer=transfer, proof="AAAA-AAAA", by=case.lead)
    note_wrong_proof(transfer=transfer, by=case.lead)
    with pytest.raises(BadInput):
        record_acceptance(transfer=transfer, by=case.lead)

    transfer.refresh_from_db()
    assert transfer.state == State.PACKED
    assert "transfer_proof_wrong" in events()
    record_acceptance(transfer=transfer, words="Their director, by phone.", by=case.lead)
    assert (transfer.state, transfer.is_proved) == (State.ACCEPTED, False)


def test_it_can_be_taken_back_until_they_accepted(case):
    transfer = agreed(case)
    package, *_rest = packed(transfer)

    for _ in range(2):
        withdraw_transfer(transfer=transfer, by=case.lead)

    package.refresh_from_db()
    assert (transfer.state, package.file_id) == (State.WITHDRAWN, None)
    assert not StoredFile.objects.filter(owner_label="transfers.package").exists()
    with pytest.raises(CannotMove):
        record_acceptance(transfer=transfer, words="Too late.", by=case.lead)

    again = agreed(case)
    packed(again)
    record_acceptance(transfer=again, words="Yes.", by=case.lead)
    with pytest.raises(CannotMove):
        withdraw_transfer(transfer=again, by=case.lead)


def test_their_no_needs_words_and_the_case_stays(case):
    transfer = asked(case)
    with pytest.raises(BadInput):
        record_decline(transfer=transfer, words=" ", by=case.lead)
    record_decline(transfer=transfer, words="They are full.", by=case.lead)

    assert transfer.state == State.DECLINED
    case.refresh_from_db()
    assert case.is_open


def test_a_package_at_work_is_dropped_when_it_is_taken_back(case):
    transfer = agreed(case)
    package, _words = begin(transfer)
    withdraw_transfer(transfer=transfer, by=case.lead)

    make(package.pk)

    package.refresh_from_db()
    assert (package.state, package.secret) == (Making.GONE, None)
    transfer.refresh_from_db()
    assert transfer.state == State.WITHDRAWN


def test_the_lead_is_told_that_a_yes_is_asked_and_the_worker_what_became_of_it(case):
    leader = lead_of(case)
    transfer = asked(case)
    assert told(leader) == ["transfer_asked"]
    agree_transfer(transfer=transfer, by=leader)
    assert told(case.lead) == ["transfer_answered"]

    withdraw_transfer(transfer=transfer, by=leader, words="They are full after all.")

    assert told(case.lead) == ["transfer_answered"]  # one unread line is enough
    assert transfer.state == State.WITHDRAWN


def told(user):
    return list(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_nobody_says_yes_to_a_day_that_has_been(case):
    transfer = asked(case)

    with pytest.raises(BadInput) as refusal:
        agree_transfer(
            transfer=transfer, by=lead_of(case), hand_over_on=timezone.localdate() - timedelta(1)
        )

    assert refusal.value.field == "hand_over_on"
    transfer.refresh_from_db()
    assert transfer.state == "asked"
