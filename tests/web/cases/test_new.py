"""The screen of a first call, without a script."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, Decision, Intake, UnfinishedCall
from kimbilio.drafts.models import Draft
from kimbilio.people.indexing import index_person
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory

pytestmark = pytest.mark.django_db
NEW = "/cases/new/"
DESK = {
    "caller": "other",
    "caller_name": "Sergeant Mfano",
    "told": "minor",
    "goes_by": "Pendo Mfano",
    "age": "15",
    "safety": "not_safe",
    "flags": ["body_with_them", "is_locked_in"],
    "place": "Desk behind the market",
    "phone": "0700 000 214",
    "best_way": "whatsapp_voice",
    "safe_hours": "10:00–12:00",
    "trusted": "Aunt Zuri, 0700 000 333",
    "source": "law_enforcement",
    "may_write": "yes",
    "trafficking": "yes",
    "words": "Came from Kitale for school.",
}


@pytest.fixture
def client(sign_in):
    return sign_in(UnitMembershipFactory().user)


def send(client, **fields):
    fields.setdefault("sent_key", str(uuid4()))
    return client.post(NEW, {"draft_form": "new_case", "do": "save", **fields})


def test_the_suggestion_is_shown_before_anything_is_saved(client):
    first = send(client, **DESK)

    page = first.content.decode()
    assert first.status_code == 200
    assert "Go now fits best." in page
    assert "Minor, not safe, the referring body is with them, locked in at times" in page
    assert "Desk behind the market" in page
    assert not Case.objects.exists()


def test_confirming_opens_the_case(client):
    answer = send(client, **DESK, route="go_now", shown="go_now:10")

    case = Case.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("cases:file", args=[case.code])
    intake = Intake.objects.get()
    assert intake.place == "Desk behind the market"
    contact = case.survivor.contacts.get()
    assert (contact.safe_from.hour, contact.safe_until.hour) == (10, 12)
    trusted = case.survivor.relations.get().other
    assert trusted.full_name == "Aunt Zuri"
    assert not Draft.objects.exists()


def test_sent_twice_leads_to_the_same_file(client):
    key = str(uuid4())

    answers = [send(client, **DESK, route="go_now", shown="go_now:10", sent_key=key) for _ in "ab"]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Case.objects.count() == 1


def test_a_suggestion_that_changed_is_shown_again(client):
    answer = send(client, **DESK, route="safety_plan", shown="safety_plan:100")

    assert "Look at what fits best" in answer.content.decode()
    assert 'value="go_now" form="intake" data-key="1" checked' in answer.content.decode()
    assert not Case.objects.exists()


def test_an_override_without_a_reason_keeps_every_word(client):
    answer = send(client, **DESK, route="shelter", shown="go_now:10")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say why you choose something other than suggested." in page
    for word in ("Pendo Mfano", "Aunt Zuri, 0700 000 333", "Came from Kitale for school."):
        assert word in page
    assert not Case.objects.exists()

    send(client, **DESK, route="shelter", shown="go_now:10", override_reason="Police bring her.")
    assert Decision.objects.get().override_reason == "Police bring her."


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"safety": ""}, "Choose one."),
        ({"safety": "perhaps"}, "Select a valid choice"),
        ({"age": "26"}, "do not agree"),
        ({"age": "fifteen"}, "Enter a whole number"),
        ({"age": "400"}, "120"),
        ({"phone": "12"}, "not a phone number"),
        ({"safe_hours": "mornings"}, "Write two times"),
        ({"goes_by": "Pendo\u202egpj"}, "cannot be stored"),
        ({"words": "a" * 10_001}, "10000"),
        ({"may_write": "no"}, "They said no to writing this down"),
        ({"lead": str(uuid4())}, "Select a valid choice"),
        ({"same_as": "KB-0000"}, "cannot be chosen"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_lost(client, wrong, message):
    answer = send(client, **{**DESK, "route": "go_now", "shown": "go_now:10", **wrong})

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Aunt Zuri, 0700 000 333" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_dropped_call_is_kept_and_gone_on_with(client):
    answer = send(client, **{**DESK, "do": "dropped"})

    call = UnfinishedCall.objects.get()
    assert answer["Location"] == NEW
    assert call.call_back_at is not None
    start = client.get(NEW).content.decode()
    assert "was cut off" in start
    assert "Pendo Mfano" not in start
    page = client.get(f"{NEW}?call={call.pk}").content.decode()
    assert "Pendo Mfano" in page
    assert 'value="is_locked_in" id="id_flags_2" checked' in page

    send(
        client,
        **DESK,
        route="go_now",
        shown="go_now:10",
        call=str(call.pk),
        draft_about=str(call.pk),
    )
    call.refresh_from_db()
    assert call.done_at is not None
    assert call.typed == {}


def test_a_draft_that_arrives_after_the_form_is_none(client):
    key = str(uuid4())
    send(client, **{**DESK, "do": "pause"}, sent_key=key)

    client.post("/drafts/save/", {"draft_form": "new_case", "sent_key": key, "goes_by": "Pendo"})

    assert not Draft.objects.exists()


def test_somebody_elses_paused_call_stays_theirs(client, sign_in):
    send(client, **{**DESK, "do": "pause"})
    call = UnfinishedCall.objects.get()

    page = sign_in(UnitMembershipFactory().user).get(f"{NEW}?call={call.pk}")

    assert "Pendo Mfano" not in page.content.decode()


def test_passing_on_closes_the_case(client):
    fields = {**DESK, "told": "adult", "age": "", "safety": "safe", "trafficking": "no"}
    answer = send(
        client, **fields, route="partner", shown="partner:90", passed_on_to="Gender desk",
        may_share="on",
    )  # fmt: skip

    assert answer.status_code == 302
    assert Case.objects.get().closed_at is not None


def met(name="Pendo Mfano", phone="+254 700 000 214", **case):
    person = PersonFactory(goes_by=name, full_name="", born_from="2000-01-01", born_to="2000-12-31")
    ContactPointFactory(person=person, value=phone)
    index_person(person)
    return CaseFactory(survivor=person, **case)


def test_whom_we_met_shows_why_and_the_code(client):
    case = met(worker=client.user)

    page = client.post(f"{NEW}matches/", DESK).content.decode()

    assert case.code in page
    assert "Same phone number" in page
    assert "but age 26, not 15" in page
    assert Entry.objects.filter(event="matches_shown", actor_id=client.user.pk).count() == 1


def test_a_strangers_file_is_never_shown(client):
    case = met()

    page = client.post(f"{NEW}matches/", DESK).content.decode()

    assert "There may be a file that you may not open. Ask the lead." in page
    for secret in (case.code, "Pendo", "26", "phone", "Same"):
        assert secret not in page
    assert Entry.objects.filter(event="matches_shown").exists()


def test_nobody_alike_says_nothing_and_leaves_no_trace(client):
    met(name="Wanjiku Njeri", phone="+254 711 111 111")

    page = client.post(f"{NEW}matches/", DESK).content.decode()

    assert "Have we met before?" not in page
    assert not Entry.objects.filter(event="matches_shown").exists()


def test_the_decision_follows_the_answers_and_keeps_an_own_choice(client):
    page = client.post(f"{NEW}decision/", {"safety": "safe", "told": "adult"}).content.decode()
    assert "A follow-up fits best." in page

    page = client.post(f"{NEW}decision/", {**DESK, "route": "shelter", "shown": "safety_plan:100"})
    assert 'value="shelter" form="intake" data-key="2" checked' in page.content.decode()

    page = client.post(
        f"{NEW}decision/", {**DESK, "route": "safety_plan", "shown": "safety_plan:1"}
    )
    assert 'value="go_now" form="intake" data-key="1" checked' in page.content.decode()


def test_nothing_answered_suggests_nothing(client):
    assert "Ask first if they are safe" in client.post(f"{NEW}decision/", {}).content.decode()


@pytest.mark.parametrize("role", Role)
def test_who_takes_calls_sees_the_screen(sign_in, role):
    answer = sign_in(UserFactory(role=role)).get(NEW)

    takes_calls = role in {Role.CASE_WORKER, Role.TEAM_LEAD, Role.HELPLINE_OPERATOR}
    assert answer.status_code == (200 if takes_calls else 404)


@pytest.mark.parametrize("role", Role)
def test_only_who_takes_calls_is_offered_a_new_case(sign_in, role):
    page = sign_in(UserFactory(role=role)).get("/notices/").content.decode()

    takes_calls = role in {Role.CASE_WORKER, Role.TEAM_LEAD, Role.HELPLINE_OPERATOR}
    assert (f'href="{NEW}"' in page) == takes_calls


def test_nobody_is_sent_to_sign_in(db, client):
    client.logout()

    for address in (NEW, f"{NEW}decision/", f"{NEW}matches/"):
        assert client.post(address).status_code == 302


def test_the_screen_needs_few_queries(client, django_assert_max_num_queries):
    for number in range(5):
        met(worker=client.user)
        UserFactory(name=f"Colleague {number}")
    client.get(NEW)

    with django_assert_max_num_queries(12):
        client.get(NEW)
    with django_assert_max_num_queries(12):
        client.post(f"{NEW}matches/", DESK)
    with django_assert_max_num_queries(8):
        client.post(f"{NEW}decision/", DESK)


def test_no_page_of_a_call_is_heavy(client):
    assert len(client.get(NEW).content) < 40_000


def test_no_address_holds_a_name(client):
    send(client, **DESK, route="go_now", shown="go_now:10")

    for entry in Entry.objects.all():
        assert "Pendo" not in json.dumps(entry.facts)
