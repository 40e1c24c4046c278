"""The pages on which a case is given away and taken in, as the people of both sides use them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.transfers.actions.giving import ask_transfer, withdraw_transfer
from kimbilio.transfers.actions.making import make
from kimbilio.transfers.models import Arrival, Package, Transfer
from kimbilio.vault import exchange_keys
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import lead_of
from tests.factories.transfers import (
    THEIRS,
    a_full_case,
    a_receiver,
    agree,
    agreed,
    asked,
    from_elsewhere,
    packed,
    sent,
)

pytestmark = pytest.mark.django_db
PARTS = ["identity", "story"]
SENT_KEY = "0b9f4e5e-2f64-4a58-9d0f-6ad4c0e0b7a2"


def wish(**given):
    return {
        "ask": "1", "organisation": THEIRS, "contact": "The director", "why": "Nearer to home.",
        "hand_over_on": timezone.localdate().isoformat(), **given,
    }  # fmt: skip


def package_file(content, name="package.kimbilio"):
    return SimpleUploadedFile(name, content)


def test_the_menu_of_the_case_leads_there(sign_in):
    case = CaseFactory(worker=UserFactory(worker=True))

    page = sign_in(case.lead).get(f"/cases/{case.code}/").content.decode()

    assert f'href="/cases/{case.code}/transfer/"' in page


def test_without_consent_the_words_are_kept(sign_in):
    case = CaseFactory(worker=UserFactory(worker=True))

    answer = sign_in(case.lead).post(f"/cases/{case.code}/transfer/", wish())

    assert answer.status_code == 422
    assert "Nearer to home." in answer.content.decode()
    assert not Transfer.objects.exists()


def test_from_the_wish_to_the_other_side_and_back(sign_in, django_assert_max_num_queries):
    case = a_full_case()
    agree(case)
    here = f"/cases/{case.code}/transfer/"
    worker, leader = sign_in(case.lead), sign_in(lead_of(case))
    receiver, unit = a_receiver()
    there = sign_in(receiver)

    for _ in range(2):  # sent twice is asked once
        answer = worker.post(here, wish(sent_key=SENT_KEY))
        assert answer.status_code == 302
    assert Transfer.objects.count() == 1
    with django_assert_max_num_queries(14):
        assert case.code in leader.get("/transfers/").content.decode()
    with django_assert_max_num_queries(16):
        page = leader.get(here).content.decode()
    assert "Agree to the transfer" in page
    assert "Agree to the transfer" not in worker.get(here).content.decode()
    day = timezone.localdate().isoformat()
    assert leader.post(here, {"agree": "1", "hand_over_on": day}).status_code == 302

    packing = {"pack": "1", "parts": PARTS, "with_documents": "on", "lock": "passphrase"}
    shown = worker.post(here, {**packing, "sent_key": SENT_KEY[:-1] + "3"})
    words = shown.context["passphrase"]
    assert (shown.status_code, len(words.split())) == (200, 6)
    assert shown["Cache-Control"] == "no-store"
    package = Package.objects.get()
    poll = worker.get(here, headers={"HX-Request": "true", "X-Background": "1"})
    assert "every 3s" in poll.content.decode()
    assert "<html" not in poll.content.decode()
    make(package.pk)
    with django_assert_max_num_queries(20):
        page = worker.get(here).content.decode()
    assert words not in page
    saved = worker.get(f"{here}{package.pk}/")
    content = b"".join(saved.streaming_content)
    assert saved["Content-Length"] == str(len(content))
    content = from_elsewhere(Transfer.objects.get(), words, content)
    assert re.search(r'filename="package-\d{5}\.kimbilio"', saved["Content-Disposition"])

    answer = there.post("/transfers/", {"file": package_file(content), "passphrase": words})
    assert answer.status_code == 302
    with django_assert_max_num_queries(14):
        page = there.get(answer["Location"]).content.decode()
    assert THEIRS not in page  # that is who receives
    assert case.code in page
    assert not re.search("Zuhurakwe|Zuzu|Mtwapakwe", page)
    assert Package.objects.get().number in page
    accepting = {"unit": str(unit.pk), "lead": str(receiver.pk), "sent_key": SENT_KEY[:-1] + "4"}
    for _ in range(2):
        assert there.post(answer["Location"], accepting).status_code == 302
    arrival = Arrival.objects.get()
    assert Case.objects.filter(survivor=arrival.case.survivor).count() == 1
    assert arrival.proof in there.get(answer["Location"]).content.decode()

    wrong = worker.post(here, {"accept": "1", "proof": "AAAA-AAAA"})
    assert wrong.status_code == 422
    assert Entry.objects.filter(event="transfer_proof_wrong").count() == 1
    assert worker.post(here, {"accept": "1", "proof": arrival.proof}).status_code == 302
    page = worker.get(here).content.decode()
    assert f"/cases/{case.code}/close/?reason=transferred" in page
    closing = worker.get(f"/cases/{case.code}/close/?reason=transferred").content.decode()
    assert '<option value="transferred" selected>' in closing
    case.refresh_from_db()
    assert case.is_open


def test_a_pasted_key_comes_back_with_its_number_before_anything_is_locked(
    sign_in, own_exchange_key
):
    case = a_full_case()
    agreed(case)
    here, client = f"/cases/{case.code}/transfer/", sign_in(case.lead)
    public = exchange_keys.public()
    packing = {"pack": "1", "parts": PARTS, "lock": "key", "their_key": public.as_file()}

    first = client.post(here, packing)
    assert first.status_code == 422
    assert public.number in first.content.decode()
    assert not Package.objects.exists()
    done = client.post(here, {**packing, "compared": public.number, "is_compared": "on"})

    assert done.status_code == 302
    assert Package.objects.get().lock == "key"


def test_consent_taken_back_shows_and_stops_the_saving(sign_in):
    case = a_full_case()
    transfer = agreed(case)
    package, *_rest = packed(transfer)
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)
    client, here = sign_in(case.lead), f"/cases/{case.code}/transfer/"

    assert "Consent does not hold" in client.get(here).content.decode()
    assert client.get(f"{here}{package.pk}/").status_code == 409
    assert client.post(here, {"withdraw": "1"}).status_code == 302
    transfer.refresh_from_db()
    assert transfer.state == "withdrawn"


def test_a_stranger_finds_nothing(sign_in):
    case = a_full_case()
    package, *_rest = packed(agreed(case))
    here = f"/cases/{case.code}/transfer/"
    for user in (UserFactory(worker=True), UserFactory(role="me_officer"), a_receiver()[0]):
        client = sign_in(user)
        assert client.get(here).status_code == 404
        assert client.post(here, {"withdraw": "1"}).status_code == 404
        assert client.get(f"{here}{package.pk}/").status_code == 404

    assert Transfer.objects.get().state == "packed"


def test_a_package_of_another_case_is_not_found(sign_in):
    package, *_rest = packed(agreed(a_full_case()))
    other = CaseFactory(worker=UserFactory(worker=True))

    answer = sign_in(other.lead).get(f"/cases/{other.code}/transfer/{package.pk}/")

    assert answer.status_code == 404


def test_what_a_therapist_may_not_give_is_not_offered_to_save(sign_in):
    case = a_full_case()
    transfer = agreed(case)
    package, *_rest = packed(transfer)
    therapist = UserFactory(therapist=True)
    case.ties.create(user=therapist, kind="member")
    client, here = sign_in(therapist), f"/cases/{case.code}/transfer/"

    assert "Save the package" not in client.get(here).content.decode()
    assert client.get(f"{here}{package.pk}/").status_code == 409


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.TEAM_LEAD, Role.MANAGER}])
def test_cases_from_others_are_for_those_who_import(sign_in, role):
    client = sign_in(role=role)

    assert client.get("/transfers/").status_code == 404
    assert client.post("/transfers/", {}).status_code == 404


def test_a_spoilt_package_says_what_to_do_and_is_logged(sign_in):
    lead, _unit = a_receiver()
    client = sign_in(lead)

    answer = client.post("/transfers/", {"file": package_file(b"hello"), "passphrase": "x"})

    assert answer.status_code == 422
    assert "This is not a package of a Kimbilio" in answer.content.decode()
    assert Entry.objects.get(event="arrival_refused").facts == {"why": "not_a_package"}
    assert client.post("/transfers/", {"passphrase": ""}).status_code == 422
    assert not Arrival.objects.exists()


def test_our_own_package_leads_to_the_case_it_was_made_from(sign_in):
    case = a_full_case()
    _package, words, content = packed(agreed(case))
    mine, other = sign_in(lead_of(case)), sign_in(a_receiver()[0])

    led = mine.post("/transfers/", {"file": package_file(content), "passphrase": words})
    told = other.post("/transfers/", {"file": package_file(content), "passphrase": words})

    assert f'href="/cases/{case.code}/"' in led.content.decode()
    assert "comes from this installation" in told.content.decode()
    assert case.code not in told.content.decode()
    whys = [one.facts["why"] for one in Entry.objects.filter(event="arrival_refused")]
    assert whys == ["package_from_here"] * 2


def test_only_who_opened_a_package_sees_it(sign_in):
    _package, words, content = sent(agreed(a_full_case()))
    lead, unit = a_receiver()
    mine, other = sign_in(lead), sign_in(a_receiver()[0])
    where = mine.post("/transfers/", {"file": package_file(content), "passphrase": words})[
        "Location"
    ]

    assert other.get(where).status_code == 404
    assert other.post(f"{where}drop/").status_code == 404
    assert mine.post(where, {"unit": str(unit.pk)}).status_code == 422
    assert mine.post(f"{where}drop/").status_code == 302
    assert Arrival.objects.get().state == "dropped"
    assert mine.get(where).status_code == 200


def test_the_administrator_makes_the_key_and_all_may_see_it(sign_in, own_exchange_key):
    exchange_keys.place().unlink()
    admin, lead = sign_in(administrator=True), sign_in(lead=True)
    assert "Make the key" not in lead.get("/transfers/key/").content.decode()
    assert lead.post("/transfers/key/", {"sent_key": SENT_KEY}).status_code == 404
    assert not exchange_keys.exists()

    for _ in range(2):
        assert admin.post("/transfers/key/", {"sent_key": SENT_KEY}).status_code == 302

    public = exchange_keys.public()
    assert public.number in lead.get("/transfers/key/").content.decode()
    assert lead.get("/transfers/key/?file=1").content.decode() == public.as_file()
    assert "/transfers/key/" in admin.get("/settings/").content.decode()
    assert Entry.objects.filter(event="exchange_key_made").count() == 1


def test_a_worker_without_the_right_sees_no_yes_to_give(sign_in):
    case = CaseFactory(worker=UserFactory(worker=True))
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    case.refresh_from_db()
    asked(case)
    client, here = sign_in(case.lead), f"/cases/{case.code}/transfer/"

    client.post(here, {"agree": "1", "hand_over_on": timezone.localdate().isoformat()})

    assert Transfer.objects.get().state == "asked"


def test_a_yes_is_to_the_transfer_that_was_on_the_screen(sign_in):
    case = CaseFactory(worker=UserFactory(worker=True))
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    case.refresh_from_db()
    first = asked(case)
    leader, here = sign_in(lead_of(case)), f"/cases/{case.code}/transfer/"
    sent = {"agree": "1", "hand_over_on": timezone.localdate().isoformat(), "which": first.pk}
    withdraw_transfer(transfer=first, by=case.lead)
    agree(case, "Another House")
    second = ask_transfer(
        case=case, organisation="Another House", contact="Their lead", why="Further away.",
        hand_over_on=timezone.localdate(), by=case.lead,
    )  # fmt: skip

    late = leader.post(here, sent)
    leader.post(here, {"withdraw": "1", "which": first.pk})

    assert late.status_code == 422
    second.refresh_from_db()
    assert second.state == "asked"
    assert leader.post(here, {**sent, "which": second.pk}).status_code == 302
