"""The pages of tracing as worker, lead, other roles and stranger; few queries, nothing said too far."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.people.indexing import index_person
from kimbilio.tracing.actions.pairs import decide_link
from kimbilio.tracing.models import (
    Attempt,
    FoundRelative,
    Handover,
    MissingReport,
    PossibleLink,
    Tracing,
)
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.tracing import a_case, a_report, a_tracing, agreed

pytestmark = pytest.mark.django_db
MOST, PAGE = 17, 22
SOUGHT = {
    "name": "Achieng Odongo", "relation": "mother", "sex": "Feminine", "wish": "I want my mother.",
    "places": "Mlimani village", "age_from": "35", "age_to": "40", "county": "040",
}  # fmt: skip


def at(tracing, *rest):
    parts = ["", "cases", tracing.case.code, "tracing", tracing.pk, *rest, ""]
    return "/".join(str(part) for part in parts)


def part(tracing, *rest):
    """The address of a part of the search, which has a key of its own."""
    return f"/cases/{tracing.case.code}/tracing/" + "/".join(str(one) for one in rest) + "/"


def field(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def read(answer):
    return answer.content.decode()


def test_without_consent_the_page_says_so_keeps_the_words_and_saves_nothing(sign_in):
    case = CaseFactory(worker=UserFactory(worker=True))
    client, address = sign_in(case.lead), f"/cases/{case.code}/tracing/new/"
    assert "no standing consent" in read(client.get(address))

    answer = client.post(address, SOUGHT)

    assert answer.status_code == 422
    assert "Achieng Odongo" in read(answer)
    assert not Tracing.objects.exists()
    agreed(case)
    assert client.post(address, SOUGHT).status_code == 302


def test_a_child_is_looked_for_found_checked_and_goes_home_page_by_page(
    sign_in, django_assert_max_num_queries
):
    case = a_case(is_minor=True)
    worker, lead = case.lead, UserFactory(lead=True)
    UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)
    client = sign_in(worker)
    made = client.post(f"/cases/{case.code}/tracing/new/", SOUGHT)
    tracing = Tracing.objects.get()
    assert made["Location"] == at(tracing)
    today, now = timezone.localdate(), timezone.now()
    tries = {
        "way": "chief", "at": field(now - timedelta(hours=3)), "made_by": worker.pk,
        "result": "clue", "place": "Mlimani", "words": "She sells at the market.", "cost": "3400",
        "next_words": "Go on market day", "next_on": today,
    }  # fmt: skip
    assert client.post(at(tracing, "attempts/new"), {**tries, "cost": "-5"}).status_code == 422
    assert client.post(at(tracing, "attempts/new"), tries).status_code == 302
    attempt = Attempt.objects.get()
    put_right = {**tries, "cost": "3500", "version": 1}
    assert client.post(part(tracing, "attempts", attempt.pk), put_right).status_code == 302
    again = {**tries, "version": 1}
    assert client.post(part(tracing, "attempts", attempt.pk), again).status_code == 409
    assert "Go on market day" in read(client.get("/"))

    client.post(at(tracing, "relatives/new"), {"name": "Achieng Odongo", "relation": "mother"})
    relative = FoundRelative.objects.get()
    client.post(part(tracing, "relatives", relative.pk, "check"),
                {"proofs": ["photo", "questions"], "on": today, "version": 1})  # fmt: skip
    own = client.post(part(tracing, "relatives", relative.pk, "confirm"), {"version": 2})
    assert "A second person confirms" in read(own)
    home = {
        "at": field(now - timedelta(hours=1)), "county": "040", "place": "Chief's office",
        "handed_by": worker.pk, "relative": relative.pk, "id_seen": "national_id",
        "signed_by": "Mother and chief", "given": "School bag\nClinic card",
        "first_follow_up_on": today + timedelta(days=7), "version": 3,
    }  # fmt: skip
    refused = read(client.post(at(tracing, "handover"), home))
    assert "A child cannot go home yet" in refused
    assert "Chief&#x27;s office" in refused
    assert not Handover.objects.exists()

    two = sign_in(lead)
    two.post(part(tracing, "relatives", relative.pk, "confirm"), {"version": 2})
    client.post(at(tracing, "family"), {
        "safety": "safe", "willing": "wants", "capacity": "with_help", "involved": "none",
        "made_on": today,
    })  # fmt: skip
    client.post(at(tracing, "best-interest"), {
        "options": "Home or an aunt", "child_view": "I want my mother.", "decision": "go_home",
        "deciders": "Mfano Officer, children's office\nMfano Lead, our office", "decided_on": today,
    })  # fmt: skip
    client.post(at(tracing, "prepare"), {"ready": ["papers", "things"]})
    with django_assert_max_num_queries(MOST):
        assert client.get(at(tracing, "handover")).status_code == 200
    done = client.post(at(tracing, "handover"), home)
    assert (done.status_code, done["Location"]) == (302, at(tracing))

    with django_assert_max_num_queries(PAGE):
        page = read(client.get(at(tracing)))
    for words in ("Gone home", "Chief&#x27;s office", "Clinic card", "KES 3,500", "Verified",
                  "I want my mother.", "Put right by"):  # fmt: skip
        assert words in page
    with django_assert_max_num_queries(MOST):
        card = read(client.get(f"/cases/{case.code}/services/"))
    assert "Family tracing: Mother" in card
    assert client.get(at(tracing, "handover")).status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("legal_officer", 200, 404), ("manager", 200, 404), ("therapist", 200, 200),
        ("shelter_worker", 404, 404), ("me_officer", 404, 404), ("administrator", 404, 404),
    ],
)  # fmt: skip
def test_each_role_on_the_team_opens_what_the_matrix_says(sign_in, role, reads, writes):
    tracing = a_tracing()
    user = UserFactory(role=role)
    Tie.objects.create(case=tracing.case, user=user, kind=TieKind.MEMBER)
    client = sign_in(user)

    page = client.get(at(tracing))

    assert page.status_code == reads
    assert client.get(at(tracing, "attempts/new")).status_code == writes
    assert ("Mfano Achieng" in read(page)) == (reads == 200)


def test_a_stranger_finds_nothing_and_a_key_of_another_case_is_not_found(sign_in):
    tracing, other = a_tracing(), a_tracing()
    client = sign_in(UserFactory(worker=True))
    for address in (at(tracing), at(tracing, "edit"), part(tracing, "links")):
        assert client.get(address).status_code == 404
    mine = sign_in(tracing.responsible)

    wrong = mine.get(f"/cases/{tracing.case.code}/tracing/{other.pk}/")

    assert wrong.status_code == 404
    assert mine.get(at(tracing, "move/reunited")).status_code == 404


def test_a_search_is_edited_once_and_stopped_with_a_reason(sign_in):
    tracing = a_tracing()
    client = sign_in(tracing.responsible)
    said = {**SOUGHT, "version": tracing.version}
    assert client.post(at(tracing, "edit"), said).status_code == 302
    assert client.post(at(tracing, "edit"), {**said, "name": "Other"}).status_code == 409
    tracing.refresh_from_db()

    bare = client.post(at(tracing, "move/stopped"), {"version": tracing.version})
    gone = client.post(
        at(tracing, "move/stopped"), {"version": tracing.version, "words": "She said no."}
    )

    assert (bare.status_code, gone.status_code) == (422, 302)
    assert "She said no." in read(client.get(at(tracing)))


def test_a_report_is_written_compared_and_confirmed_and_who_may_not_open_the_case_learns_little(
    sign_in, django_assert_max_num_queries
):
    case = a_case(full_name="Khadija Nafula Wekesa", goes_by="")
    index_person(case.survivor)
    operator = sign_in(UserFactory(role="helpline_operator"))
    said = {
        "name": "Hadija Nafula Wekesa", "relation": "child", "sex": "Feminine",
        "reporter": "Mama Nafula", "source": "helpline",
    }  # fmt: skip
    assert operator.post("/missing/new/", {**said, "reporter": ""}).status_code == 422

    made = operator.post("/missing/new/", said)

    link = PossibleLink.objects.get()
    with django_assert_max_num_queries(12):
        closed = read(operator.get(made["Location"]))
    assert "A possible link exists" not in closed  # else any name could be asked for
    assert case.code not in closed
    assert "of 100" not in closed
    assert "A possible link exists" in read(sign_in(UserFactory(lead=True)).get(made["Location"]))
    with django_assert_max_num_queries(10):
        assert "Hadija Nafula Wekesa" in read(operator.get("/missing/"))
    assert Entry.objects.filter(event="missing_opened", actor_id=operator.user.pk).count() == 2
    client = sign_in(case.lead)
    assert case.code in read(client.get(made["Location"]))
    services = read(client.get(f"/cases/{case.code}/services/"))
    assert "Possible family links" in services
    with django_assert_max_num_queries(MOST):
        assert "of 100" in read(client.get(f"/cases/{case.code}/tracing/links/"))
    address = f"/cases/{case.code}/tracing/links/{link.pk}/"
    assert client.post(address, {"state": "confirmed", "reason": "Yes."}).status_code == 422
    yes = {"state": "confirmed", "reason": "The same answers, asked apart.", "version": 1}
    assert client.post(address, yes).status_code == 302
    assert MissingReport.objects.get().state == "found"
    assert client.get(address).status_code == 302
    # That she was found says by name who is in our care: from now on it is for who may open her case.
    assert "Hadija Nafula" in read(client.get("/missing/?state=found"))
    assert client.get(made["Location"]).status_code == 200
    assert "Hadija Nafula" not in read(operator.get("/missing/?state=found"))
    assert operator.get(made["Location"]).status_code == 404
    assert sign_in(UserFactory(role="therapist")).get("/missing/").status_code == 404


def test_the_viewer_of_one_case_reads_only_that_a_link_exists(sign_in):
    brother = a_case(full_name="Baraka Otieno Odongo", goes_by="")
    index_person(brother.survivor)
    tracing = a_tracing(name="Baraka Otieno Odongo", relation="sibling")
    client = sign_in(tracing.responsible)

    page = read(client.get(part(tracing, "links")))

    link = PossibleLink.objects.get()
    assert "The lead of that case was told" in page
    assert brother.code not in page
    assert brother.unit.name not in page
    address = part(tracing, "links", link.pk)
    assert client.get(address).status_code == 302
    assert client.post(address, {"state": "confirmed", "reason": "x" * 20}).status_code == 404
    Tie.objects.create(case=brother, user=tracing.responsible, kind=TieKind.MEMBER)
    assert brother.code in read(client.get(part(tracing, "links")))
    decide_link(link=link, state="dismissed", reason="They are cousins.", by=tracing.responsible)
    assert "They are cousins." in read(client.get(part(tracing, "links")))


def test_a_report_is_changed_and_ended(sign_in):
    report = a_report()
    client = sign_in(UserFactory(worker=True))
    base = f"/missing/{report.pk}/"
    start = {"name": "Pendo Mfano", "relation": "child", "sex": "Feminine",
             "reporter": "Achieng", "source": "police", "version": 1}  # fmt: skip
    assert client.post(base + "edit/", start).status_code == 302
    assert client.post(base + "edit/", {**start, "name": "Other"}).status_code == 409
    assert client.post(base + "close/", {"state": "open", "outcome": "x"}).status_code == 422

    ended = client.post(base + "close/", {"state": "closed", "outcome": "She came back.",
                                          "version": 2})  # fmt: skip

    assert ended.status_code == 302
    assert "Pendo Mfano" in read(client.get("/missing/?state=closed"))
    assert client.get(base + "edit/").status_code == 404
