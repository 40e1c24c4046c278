"""The pages of legal aid as lawyer, lead, companion and stranger; few queries, nothing said too far."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.actions.exhibits import take_exhibit
from kimbilio.justice.actions.matters import end_matter
from kimbilio.justice.models import (
    AllegedTrafficker,
    Award,
    Complaint,
    CourtStep,
    CustodyLink,
    Hearing,
    LegalMatter,
)
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_lawyer, a_matter, in_hours

pytestmark = pytest.mark.django_db
MOST = 15


@pytest.fixture
def matter():
    return a_matter()


def at(matter, *rest):
    parts = ["", "cases", matter.case.code, "legal", matter.pk, *rest, ""]
    return "/".join(str(part) for part in parts)


def part(matter, *rest):
    """The address of a part of the matter, which has a key of its own."""
    return f"/cases/{matter.case.code}/legal/" + "/".join(str(one) for one in rest) + "/"


def field(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def read(answer):
    return answer.content.decode()


def test_the_lead_takes_up_a_matter_on_the_page_of_services(sign_in, django_assert_max_num_queries):
    case = CaseFactory(worker=UserFactory(worker=True))
    client, address = sign_in(case.lead), f"/cases/{case.code}/legal/new/"
    assert "Nobody on the team does legal work" in read(client.get(address))
    lawyer = a_lawyer(case)
    with django_assert_max_num_queries(MOST):
        client.get(address)

    sent = {"kind": "criminal", "responsible": lawyer.pk, "wish": "To be heard."}
    answer = client.post(address, sent)

    made = LegalMatter.objects.get()
    assert answer["Location"] == at(made)
    with django_assert_max_num_queries(MOST):
        page = read(client.get(f"/cases/{case.code}/services/"))
    assert "Advice, nothing is filed" in page
    with django_assert_max_num_queries(12):
        assert client.get(at(made)).status_code == 200


def test_what_was_typed_is_kept_when_something_is_missing(sign_in, matter):
    client = sign_in(matter.responsible)

    answer = client.post(at(matter, "complaint"), {"station": "Mlima Post"})

    assert answer.status_code == 422
    assert "Mlima Post" in read(answer)
    assert not Complaint.objects.exists()


def test_a_complaint_and_its_officer_stand_on_the_page(sign_in, matter):
    client = sign_in(matter.responsible)
    sent = {
        "made_on": timezone.localdate(), "station": "Mlima Post", "ob_number": "12/9",
        "officer": "Inspector Mfano", "officer_phone": "+254799000101",
    }  # fmt: skip

    assert client.post(at(matter, "complaint"), sent).status_code == 302

    page = read(client.get(at(matter)))
    assert "Inspector Mfano" in page
    assert "Complaint or claim made" in page


def test_court_charges_and_standing_are_changed(sign_in, matter):
    client = sign_in(matter.responsible)
    said = {
        "responsible": matter.responsible.pk, "court": "Mlima Law Courts",
        "number": "E12 of 2026", "charges": ["ctip_3_5"], "version": 1,
    }  # fmt: skip
    assert client.post(at(matter, "court"), said).status_code == 302
    stale = client.post(at(matter, "court"), {**said, "court": "Bonde Law Courts"})
    assert stale.status_code == 409

    moved = client.post(
        at(matter, "stands"), {"to": "in_court", "on": timezone.localdate(), "version": 2}
    )
    refused = client.post(
        at(matter, "stands"), {"to": "judged", "on": timezone.localdate(), "version": 3}
    )

    assert moved.status_code == 302
    assert refused.status_code == 422
    page = read(client.get(at(matter)))
    assert "Trafficking in persons" in page
    assert "Mlima Law Courts" in page
    assert "In court" in page


def test_a_hearing_is_entered_once_though_sent_twice(sign_in, matter):
    client = sign_in(matter.responsible)
    start = in_hours(48)
    sent = {
        "purpose": "evidence", "starts_at": field(start), "held_by": matter.responsible.pk,
        "court": "Mlima Law Courts", "county": "047", "companion": matter.case.lead.pk,
        "person_comes": "on", "transport": "ours",
        "sent_key": "5d0f53cd-7d0b-4f0c-9a55-2e2e7a2a8a10",
    }  # fmt: skip

    first, again = (client.post(at(matter, "hearings", "new"), sent) for _ in range(2))

    made = Hearing.objects.get()
    assert first["Location"] == again["Location"] == f"/courts/hearings/{made.pk}/"
    assert made.ends_at - made.starts_at == timedelta(hours=3)
    sent = {**sent, "version": 1, "transport": "taxi", "sent_key": ""}
    assert client.post(part(matter, "hearings", made.pk), sent).status_code == 302
    assert Hearing.objects.get().transport == "taxi"


def test_a_clash_is_told_and_not_refused(sign_in, matter):
    other = a_matter(lawyer=matter.responsible)
    hearing = a_hearing(other, hours=48)
    sent = {
        "purpose": "mention", "starts_at": field(hearing.starts_at),
        "held_by": matter.responsible.pk,
    }  # fmt: skip

    client = sign_in(matter.responsible)
    page = read(client.post(at(matter, "hearings", "new"), sent, follow=True))

    assert Hearing.objects.count() == 2
    assert "It clashes with another hearing" in page
    assert "at another hearing at" in page


def test_a_hearing_behind_us_asks_for_its_outcome_everywhere(
    sign_in, matter, django_assert_max_num_queries
):
    hearing = a_hearing(matter, hours=-48)
    client = sign_in(matter.responsible)
    client.get("/account/")
    with django_assert_max_num_queries(MOST):
        day = read(client.get("/"))
    assert f"/courts/hearings/{hearing.pk}/" in day
    assert "How did it go?" in read(client.get(at(matter)))
    assert "Say how the hearing went." in read(client.get(f"/cases/{matter.case.code}/services/"))

    address, later = f"/courts/hearings/{hearing.pk}/", in_hours(24 * 7)
    missing = client.post(address, {"outcome": "adjourned", "version": 1})
    done = client.post(
        address,
        {
            "outcome": "adjourned", "reason": "no_time", "next_at": field(later),
            "came": "on", "words": "Called at noon.", "version": 1,
        },
    )  # fmt: skip

    assert (missing.status_code, done.status_code) == (422, 302)
    page = read(client.get(address))
    assert "The court ran out of time" in page
    assert "Next day in court" in page
    assert f"/courts/hearings/{hearing.pk}/" not in read(client.get("/"))
    assert "The court ran out of time" in read(client.get(f"/cases/{matter.case.code}/timeline/"))


def test_a_companion_without_the_legal_part_learns_where_to_be_and_no_more(sign_in, matter):
    companion = UserFactory(therapist=True)
    Tie.objects.create(case=matter.case, user=companion, kind=TieKind.MEMBER)
    hearing = a_hearing(
        matter, hours=-2, companion=companion, court="Mlima Law Courts", travel="Gate, at eight",
        purpose="plea",
    )  # fmt: skip
    client = sign_in(companion)

    page = read(client.get(f"/courts/hearings/{hearing.pk}/"))

    assert "Gate, at eight" in page
    assert "Plea" not in page
    answer = client.post(f"/courts/hearings/{hearing.pk}/", {"outcome": "held", "version": 1})
    assert answer.status_code == 404
    assert client.get(at(matter)).status_code == 404
    assert "Plea" not in read(client.get(f"/cases/{matter.case.code}/timeline/"))


def test_strangers_find_nothing(sign_in, matter):
    hearing = a_hearing(matter)
    entry = save_alleged(
        case=matter.case, alleged=None, known={"name": ["Jamila Mfano"]}, by=matter.responsible
    )
    client = sign_in(a_lawyer(CaseFactory()))
    alleged = f"/cases/{matter.case.code}/legal/alleged/"

    for address in (
        at(matter), at(matter, "complaint"), at(matter, "hearings", "new"), alleged,
        f"{alleged}{entry.pk}/", f"/courts/hearings/{hearing.pk}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code in (404, 405)


def test_a_part_is_not_found_under_another_case(sign_in, matter):
    other = a_matter(lawyer=matter.responsible)
    hearing = a_hearing(other)
    client = sign_in(matter.responsible)

    assert client.get(part(other, "hearings", hearing.pk)).status_code == 200
    assert client.get(part(matter, "hearings", hearing.pk)).status_code == 404


def test_the_diary_of_a_week_by_lawyer(sign_in, matter, django_assert_max_num_queries):
    hearing = a_hearing(matter, hours=24)
    colleague = a_lawyer(matter.case)
    second = a_hearing(a_matter(case=matter.case, lawyer=colleague), hours=25)
    stranger = a_hearing(a_matter(), hours=24)
    client = sign_in(matter.responsible)
    on = {"on": timezone.localdate(hearing.starts_at)}

    with django_assert_max_num_queries(12):
        page = read(client.get("/courts/", on))
    week_before = {"on": on["on"] - timedelta(days=7)}
    ahead = read(client.get("/courts/", week_before)).split("After this week")[1]
    assert f"/courts/hearings/{hearing.pk}/" in ahead
    assert str(stranger.pk) not in ahead
    theirs = read(client.get("/courts/", {**on, "lawyer": colleague.pk}))

    assert f"/courts/hearings/{hearing.pk}/" in page
    assert str(stranger.pk) not in page
    assert str(second.pk) in theirs
    assert str(hearing.pk) not in theirs
    assert "Pendo" not in page
    assert client.get("/courts/", {"on": "0000-99-99", "lawyer": "x"}).status_code == 200


def test_figures_withhold_small_counts(sign_in, matter):
    LegalMatter.objects.update(ruling="convicted", judged_on=timezone.localdate(), state="judged")

    page = read(sign_in(matter.responsible).get("/courts/outcomes/"))

    assert "Convicted" in page
    assert "withheld" in page


@pytest.mark.parametrize("role", ["worker", "therapist", "administrator"])
def test_the_diary_is_for_who_does_legal_work(sign_in, role):
    client = sign_in(UserFactory(**{role: True}))

    assert client.get("/courts/").status_code == 404
    assert client.get("/courts/outcomes/").status_code == 404


def test_preparation_and_money_go_through_their_forms(sign_in, matter):
    client = sign_in(matter.responsible)
    client.post(at(matter, "steps", "new"), {"kind": "impact", "note": "I lost two years."})
    step = CourtStep.objects.get()
    client.post(
        part(matter, "steps", step.pk),
        {"kind": "impact", "done_on": timezone.localdate(), "version": 1},
    )
    client.post(at(matter, "money", "new"), {"kind": "wages", "asked": "18200.50"})
    award = Award.objects.get()

    refused = client.post(
        part(matter, "money", award.pk),
        {"kind": "wages", "asked": "18200.50", "paid": "5", "version": 1},
    )

    assert refused.status_code == 422
    assert CourtStep.objects.get().done_on
    assert award.asked_cents == 18_200_50
    page = read(client.get(at(matter)))
    assert "18,200.50" in page
    assert "Victim impact statement" in page


def test_evidence_shows_every_hand(sign_in, matter):
    client = sign_in(matter.responsible)
    given = {"at": field(timezone.now() - timedelta(hours=2)), "from_whom": "The survivor"}
    answer = client.post(
        at(matter, "evidence", "new"),
        {"kind": "device", "what": "A phone", "to_whom": "Our safe", **given},
    )
    given = {"at": field(timezone.now()), "from_whom": "Our safe", "to_whom": "Inspector Mfano"}
    told = {"why": "to_police", "seen": "1", **given}
    assert client.post(answer["Location"], told).status_code == 302
    again = client.post(answer["Location"], {**told, "to_whom": "Somebody Else"})
    assert again.status_code == 422
    assert "changed hands" in read(again)
    assert 'name="seen" value="2"' in again.content.decode()

    page = read(client.get(answer["Location"]))

    assert "Inspector Mfano" in page
    assert "A phone" in read(client.get(at(matter, "evidence")))
    assert CustodyLink.objects.count() == 2


def test_evidence_of_an_ended_matter_is_given_back_with_a_reason(sign_in, matter):
    exhibit = take_exhibit(
        matter=matter, kind="device", what="A phone", at=timezone.now() - timedelta(days=1),
        from_whom="Survivor", to_whom="Safe", by=matter.responsible,
    )  # fmt: skip
    end_matter(matter=matter, outcome="completed", summary="Judged.", by=matter.responsible)
    client, here = sign_in(matter.responsible), part(matter, "evidence", exhibit.pk)
    assert "The matter has ended." in read(client.get(here))
    told = {"why": "returned", "seen": "1", "at": field(timezone.now()), "from_whom": "Safe",
            "to_whom": "Survivor"}  # fmt: skip

    refused = client.post(here, told)
    assert (refused.status_code, "Say why" in read(refused)) == (422, True)
    assert client.post(here, {**told, "words": "It is hers."}).status_code == 302

    assert "It is hers." in read(client.get(here))
    destroyed = {**told, "why": "destroyed", "words": "Order of the court.", "seen": "2"}
    assert client.post(here, destroyed).status_code == 302
    assert "It changes hands" not in read(client.get(here))
    assert client.post(here, {**told, "words": "Again.", "seen": "3"}).status_code == 422


def test_the_list_of_evidence_says_in_whose_hands_each_is(sign_in, matter):
    take_exhibit(
        matter=matter, kind="device", what="A phone", at=timezone.now(), from_whom="Survivor",
        to_whom="Our safe", place="Shelf 2", by=matter.responsible,
    )  # fmt: skip

    page = read(sign_in(matter.responsible).get(at(matter, "evidence")))

    assert "Our safe · Shelf 2" in page
    assert ">Received<" in page


def test_who_only_reads_adds_no_link_to_the_chain(sign_in, matter):
    exhibit = take_exhibit(
        matter=matter, kind="paper", what="A contract", at=timezone.now(), from_whom="Survivor",
        to_whom="Safe", by=matter.responsible,
    )  # fmt: skip
    manager = UserFactory(manager=True)
    Tie.objects.create(case=matter.case, user=manager, kind=TieKind.MEMBER)
    client = sign_in(manager)

    assert client.get(part(matter, "evidence", exhibit.pk)).status_code == 200
    assert client.post(part(matter, "evidence", exhibit.pk), {"why": "stored"}).status_code == 404
    assert CustodyLink.objects.count() == 1


def test_a_link_to_a_closed_case_is_told_to_the_lead_without_the_file(
    sign_in, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    units = [UnitFactory(), UnitFactory(name="Coast")]
    lead = UserFactory(lead=True)
    UnitMembershipFactory(unit=units[0], user=lead, is_lead=True)
    mine, theirs = (CaseFactory(worker=UserFactory(worker=True), unit=unit) for unit in units)
    known = {"phone": ["0799000111"], "name": ["Jamila Mfano"]}
    save_alleged(case=theirs, alleged=None, known=known, by=theirs.lead)
    worker, address = sign_in(mine.lead), f"/cases/{mine.code}/legal/alleged/"

    with django_capture_on_commit_callbacks(execute=True):
        answer = worker.post(f"{address}new/", {"part": "recruited", "phone": "+254799000111\n"})

    assert answer["Location"] == address
    assert "agrees" not in read(worker.get(address))
    client = sign_in(lead)
    with django_assert_max_num_queries(MOST):
        page = read(client.get(address))
    assert "A case of Coast that is closed to you" in page
    assert theirs.code not in page
    assert "Jamila" not in page
    assert "the same alleged trafficker" in read(client.get("/notices/"))


def test_an_entry_is_changed_line_by_line(sign_in, matter):
    entry = save_alleged(
        case=matter.case, alleged=None, known={"name": ["Jamila Mfano"]}, by=matter.responsible
    )
    client = sign_in(matter.responsible)
    address = f"/cases/{matter.case.code}/legal/alleged/{entry.pk}/"
    assert "Jamila Mfano" in read(client.get(address))

    sent = {"part": "kept", "name": "Jamila Mfano\nJamila M", "place": "Mlimani", "version": 1}
    client.post(address, sent)

    kept = AllegedTrafficker.objects.get()
    assert kept.known == {"name": ["Jamila Mfano", "Jamila M"], "place": ["Mlimani"]}


def test_a_closed_case_is_read_and_not_written(sign_in, matter):
    Case.objects.filter(pk=matter.case_id).update(
        stage="closed", closed_at=timezone.now(), closed_by=matter.responsible
    )
    client = sign_in(matter.responsible)

    assert client.get(at(matter)).status_code == 200
    assert client.get(at(matter, "complaint")).status_code == 404
    assert client.post(at(matter, "complaint"), {}).status_code == 404


def test_our_work_on_a_matter_ends(sign_in, matter):
    client = sign_in(matter.responsible)

    client.post(
        at(matter, "end"),
        {"outcome": "elsewhere", "summary": "Goes on at the clinic.", "version": 1},
    )

    assert LegalMatter.objects.get().outcome == "elsewhere"
    assert "Goes on at the clinic." in read(client.get(at(matter)))


def test_an_outcome_sent_twice_is_said_once_and_words_outlive_a_faster_colleague(sign_in, matter):
    hearing = a_hearing(matter, hours=-5)
    client, address = sign_in(matter.responsible), f"/courts/hearings/{hearing.pk}/"
    sent = {
        "outcome": "held", "words": "The doctor was heard.", "version": 1,
        "sent_key": "5d0f53cd-7d0b-4f0c-9a55-2e2e7a2a8a11",
    }  # fmt: skip

    first, again = client.post(address, sent), client.post(address, sent)
    late = client.post(address, {**sent, "words": "Nobody came.", "sent_key": ""})
    off = client.post(address, {"off": "1", "version": 1})

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert late.status_code == off.status_code == 422
    assert "Nobody came." in read(late)
    hearing.refresh_from_db()
    assert (hearing.state, hearing.words) == ("held", "The doctor was heard.")


def test_a_hearing_is_not_called_off_from_a_screen_that_shows_another_day(sign_in, matter):
    hearing = a_hearing(matter)
    Hearing.objects.filter(pk=hearing.pk).update(version=2)

    answer = sign_in(matter.responsible).post(
        f"/courts/hearings/{hearing.pk}/", {"off": "1", "version": 1}
    )

    assert answer.status_code == 422
    hearing.refresh_from_db()
    assert hearing.state == "planned"


def test_whoever_looks_at_a_hearing_stands_in_the_log(sign_in, matter):
    hearing = a_hearing(matter)

    sign_in(matter.responsible).get(f"/courts/hearings/{hearing.pk}/")

    looked = Entry.objects.get(event="case_opened")
    assert (looked.actor_id, looked.case_id) == (matter.responsible.pk, matter.case_id)
