"""Screening, assessing and the story through the browser's door."""

import pytest

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.models import Assessment, Case, Story, StoryFact
from kimbilio.web.cases.assess.forms import SHORT
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TRAFFICKED, WORDS, a_draft, a_signed
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db
TYPED = {SHORT[key]: answer for key, answer in TRAFFICKED.items()}
SCREENING = {"version": "0", "list_used": "adult_labour", "acts": ["recruitment"], **TYPED}
CODES = {
    "version": "0", "act": ["recruitment"], "means": ["deception"], "purpose": ["forced_labour"],
    "exploitation": ["ForcedCriminality"],
    "status": "PossibleVictimOfTrafficking", "status_by": "NGO",
}  # fmt: skip
SEES_STORY = {
    Role.CASE_WORKER, Role.TEAM_LEAD, Role.THERAPIST, Role.LEGAL_OFFICER, Role.HELPLINE_OPERATOR,
    Role.MANAGER,
}  # fmt: skip
ASSESSES = {Role.CASE_WORKER, Role.TEAM_LEAD, Role.THERAPIST}
WRITES = SEES_STORY - {Role.LEGAL_OFFICER, Role.MANAGER}


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    return case


def test_a_screening_is_answered_explained_signed_and_read(sign_in, case):
    client = sign_in(case.lead)
    form = f"/cases/{case.code}/assess/screening/"

    asked = client.get(form)
    kept = client.post(form, {**SCREENING, "then": "sign"})
    seen = client.get(kept["Location"]).content.decode()
    signed = client.post(kept["Location"], {"version": "1", **WORDS["screening"]})
    read = client.get(signed["Location"]).content.decode()

    assert len(asked.content) < 40_000, len(asked.content)
    assert "Shown, because 1 strong + 1 medium." in seen
    assert Assessment.objects.get().is_completed
    assert "All of it fits." in read
    assert "Signs of trafficking" in client.get(f"/cases/{case.code}/story/").content.decode()
    assert client.post(kept["Location"], {"version": "1", **WORDS["screening"]})[
        "Location"
    ].endswith("/story/")


def test_answers_put_aside_are_there_for_a_colleague(sign_in, case):
    colleague = UserFactory()
    Tie.objects.create(case=case, user=colleague)
    form = f"/cases/{case.code}/assess/screening/"

    later = sign_in(case.lead).post(form, {**SCREENING, "then": "later"})
    page = sign_in(colleague).get(form).content.decode()

    assert later["Location"].endswith("/story/")
    assert f'name="{SHORT["held.isolation"]}" value="yes" checked' in page
    assert 'name="version" value="1"' in page


def test_two_who_answer_one_draft_see_both_answers(sign_in, case):
    client = sign_in(case.lead)
    form = f"/cases/{case.code}/assess/risk/"
    client.post(form, {"version": "0", "mind.sleep": "some"})

    slower = client.post(form, {"version": "0", "mind.sleep": "serious"})

    assert slower.status_code == 409
    assert "Saved by the other" in slower.content.decode()
    assert Assessment.objects.get().answers == {"mind.sleep": "some"}
    again = {"mind.sleep": "serious", "version": slower.context["form"].data["version"]}
    assert client.post(form, again).status_code == 302
    assert Assessment.objects.get().answers == {"mind.sleep": "serious"}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("screening", {**SCREENING, SHORT["held.violence"]: "perhaps"}),
        ("screening", {**SCREENING, "acts": ["flying"]}),
        ("screening", {**SCREENING, "list_used": "adult_sexual"}),
        ("screening", {**SCREENING, "note": "a\u202eb"}),
        ("risk", {"version": "0", "mind.sleep": "yes"}),
        ("needs", {"version": "0", "food": "serious", "food.note": "x" * 3000}),
    ],
)
def test_bad_answers_are_explained_and_nothing_is_kept(sign_in, case, kind, sent):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/assess/{kind}/", sent)

    assert answer.status_code == 422
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("is_minor", "asked", "has", "has_not"),
    [
        (False, "", "about law", "no-such"),
        (True, "", "religious beliefs", "about law"),
        (False, "?list=child_sexual", 'name="acts"', "Debt bondage"),
        (False, "?list=adult_sexual", "about law", 'href="?list=adult_sexual"'),
    ],
)
def test_the_list_fits_the_age_and_may_be_changed(sign_in, case, is_minor, asked, has, has_not):
    Case.objects.filter(pk=case.pk).update(is_minor=is_minor)

    page = sign_in(case.lead).get(f"/cases/{case.code}/assess/screening/{asked}").content.decode()

    assert has in page
    assert has_not not in page


def test_a_child_in_sexual_exploitation_is_decided_by_a_person(sign_in, case):
    client = sign_in(case.lead)
    sent = {"version": "0", "list_used": "child_sexual", "acts": ["harbouring"], "note": "Seen."}

    kept = client.post(f"/cases/{case.code}/assess/screening/", {**sent, "then": "sign"})
    client.post(kept["Location"], {"version": "1", **WORDS["screening"]})

    assert Assessment.objects.get().result == "not_scored"


def test_another_risk_than_suggested_asks_why(sign_in, case):
    client = sign_in(case.lead)
    kept = client.post(f"/cases/{case.code}/assess/risk/", {"version": "0", "then": "sign"})

    refused = client.post(kept["Location"], {"version": "1", "chosen_risk": "c_low"})

    assert refused.status_code == 422
    assert "something other than suggested" in refused.content.decode()
    sent = {"version": "1", "chosen_risk": "c_low", "justification": "She is home."}
    assert client.post(kept["Location"], sent).status_code == 302
    case.refresh_from_db()
    assert case.risk == "c_low"


def test_self_harm_is_said_before_signing(sign_in, case):
    client = sign_in(case.lead)
    sent = {"version": "0", "mind.self_harm_plan": "some", "then": "sign"}

    kept = client.post(f"/cases/{case.code}/assess/risk/", sent)

    assert "safety plan" in client.get(kept["Location"]).content.decode()


def test_the_history_draws_the_trend_and_the_same_as_a_table(
    sign_in, case, django_assert_max_num_queries
):
    a_signed(case, by=case.lead, kind="risk")
    a_signed(case, by=case.lead, kind="risk", chosen_risk="c_low")
    last = a_signed(case, by=case.lead, kind="risk", chosen_risk="b_medium")
    client = sign_in(case.lead)

    with django_assert_max_num_queries(12):
        page = client.get(f"/cases/{case.code}/assess/risk/history/").content.decode()

    assert page.count("<circle class") == 3
    assert "Medium risk" in page
    client.post(f"/cases/{case.code}/assessments/{last.pk}/correct/")
    assert Assessment.objects.drafts().get().corrects == last
    page = client.get(f"/cases/{case.code}/assessments/{last.pk}/").content.decode()
    assert "A correction is being written." in page


def test_no_page_asks_the_database_more_than_it_may(sign_in, case, django_assert_max_num_queries):
    change_story(case=case, by=case.lead, expected=0, account="One.\n\nTwo.", strengths="Maths")
    signed = [a_signed(case, by=case.lead, kind=kind) for kind in ("screening", "risk", "needs")]
    for kind in ("screening", "risk", "needs"):
        a_signed(case, by=case.lead, kind=kind)
        a_draft(case, by=case.lead, kind=kind)
    client = sign_in(case.lead)
    places = [
        "story/",
        "story/edit/",
        "story/codes/",
        "story/route/",
        f"assessments/{signed[0].pk}/",
    ]
    for kind in ("screening", "risk", "needs"):
        places += [f"assess/{kind}/", f"assess/{kind}/sign/", f"assess/{kind}/history/"]

    client.get("/")  # the first page of a session writes into it
    for place in places:
        with django_assert_max_num_queries(12):
            answer = client.get(f"/cases/{case.code}/{place}")
        assert answer.status_code == 200, place
        assert len(answer.content) < 40_000, (place, len(answer.content))


def test_the_story_is_written_shown_and_its_look_recorded(sign_in, case):
    client = sign_in(case.lead)
    sent = {"version": "0", "account": "I was fifteen.", "strengths": "Maths\nCooking"}

    assert client.post(f"/cases/{case.code}/story/edit/", sent).status_code == 302
    page = client.get(f"/cases/{case.code}/story/").content.decode()

    assert "I was fifteen." in page
    assert "Cooking" in page
    assert case.lead.name in page
    assert Entry.objects.filter(event="case_opened", facts__part="story").exists()


def test_two_who_write_the_story_see_both(sign_in, case):
    client = sign_in(case.lead)
    url = f"/cases/{case.code}/story/edit/"
    client.post(url, {"version": "0", "account": "First."})

    slower = client.post(url, {"version": "0", "account": "Second."})

    page = slower.content.decode()
    assert slower.status_code == 409
    assert "First." in page
    assert "Second." in page
    assert Story.objects.get().account == "First."
    sent = {"account": "Second.", "version": slower.context["form"].data["version"]}
    assert client.post(url, sent).status_code == 302


def test_words_kept_over_an_older_version_meet_the_newer_one(sign_in, case):
    url = f"/cases/{case.code}/story/edit/"
    client, typed = sign_in(case.lead), {"account": "Mine."}
    about = {"draft_form": "story", "draft_about": str(case.pk), "version": "0"}
    client.post("/drafts/save/", {**about, **typed})
    change_story(case=case, by=case.lead, expected=0, account="Theirs.")

    page = client.get(url)
    sent = client.post(url, {**typed, "version": page.context["form"]["version"].value()})

    assert "Mine." in page.content.decode()
    assert sent.status_code == 409
    assert Story.objects.get().account == "Theirs."


def test_codes_are_kept_and_named_and_two_coders_see_both(sign_in, case):
    client = sign_in(case.lead)
    url = f"/cases/{case.code}/story/codes/"

    assert client.post(url, CODES).status_code == 302
    page = client.get(f"/cases/{case.code}/story/").content.decode()
    slower = client.post(url, {**CODES, "act": ["transfer"]})

    assert "Forced crime" in page
    assert "All present" in page
    assert slower.status_code == 409
    assert "Handed on" in slower.content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"act": ["flying"]}, "act"),
        ({"control": ["Magic"]}, "control"),
        ({"status_by": ""}, "status_by"),
        ({"status": ""}, "status"),
    ],
)
def test_wrong_codes_are_explained_beside_the_field(sign_in, case, change, field):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/story/codes/", {**CODES, **change})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not StoryFact.objects.exists()


def test_the_route_is_written_by_names_or_letters(sign_in, case):
    client = sign_in(case.lead)
    sent = {
        "version": "0",
        "transit": "uganda, TZ",
        "origin_country": "Kenya",
        "recruitment": "AtWork",
    }

    assert client.post(f"/cases/{case.code}/story/route/", sent).status_code == 302
    page = client.get(f"/cases/{case.code}/story/").content.decode()

    assert set(StoryFact.objects.values_list("code", flat=True)) == {"UG", "TZ"}
    assert Story.objects.get().origin_country == "KE"
    assert "Tanzania, Uganda" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"transit": "Uganda, Atlantis"}, "transit"),
        ({"exploited_from": "2024-05-01", "exploited_until": "2024-04-01"}, "exploited_until"),
        ({"exploited_from": "2099-01-01"}, "exploited_from"),
        ({"exploited_from": "2024-02-30"}, "exploited_from"),
        ({"age_when_trafficked": "300"}, "age_when_trafficked"),
    ],
)
def test_an_impossible_route_is_explained_beside_the_field(sign_in, case, change, field):
    sent = {"version": "0", **change}

    answer = sign_in(case.lead).post(f"/cases/{case.code}/story/route/", sent)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Story.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_who_may_read_write_and_assess(sign_in, case, role):
    signed = a_signed(case, by=case.lead)
    mate = UserFactory(role=role)
    Tie.objects.create(case=case, user=mate)
    client = sign_in(mate)

    def opens(place):
        return client.get(f"/cases/{case.code}/{place}").status_code == 200

    assert opens("story/") is (role in SEES_STORY)
    assert opens(f"assessments/{signed.pk}/") is (role in SEES_STORY)
    assert opens("assess/risk/history/") is (role in SEES_STORY)
    assert opens("story/edit/") is (role in WRITES)
    assert opens("story/codes/") is (role in WRITES)
    assert opens("assess/risk/") is (role in ASSESSES)


@pytest.mark.parametrize("role", Role)
def test_strangers_find_nothing(sign_in, case, role):
    signed = a_signed(case, by=case.lead)
    a_draft(case, by=case.lead, kind="risk")
    client = sign_in(UserFactory(role=role))
    before = Assessment.objects.count()

    for place in ("story/", "story/edit/", "story/codes/", "assess/risk/", "assess/risk/sign/",
                  "assess/risk/history/", f"assessments/{signed.pk}/"):  # fmt: skip
        assert client.get(f"/cases/{case.code}/{place}").status_code == 404, place
    for place in ("story/edit/", "assess/needs/", "assess/risk/sign/",
                  f"assessments/{signed.pk}/correct/"):  # fmt: skip
        assert client.post(f"/cases/{case.code}/{place}", {"version": "1"}).status_code == 404
    assert Assessment.objects.count() == before
    assert not Story.objects.filter(account__isnull=True).exists()


def test_an_assessment_of_another_case_is_not_found(sign_in, case):
    other = a_signed(CaseFactory(worker=case.lead), by=case.lead)
    client = sign_in(case.lead)

    assert client.get(f"/cases/{case.code}/assessments/{other.pk}/").status_code == 404
    assert client.get(f"/cases/{case.code}/assess/mood/").status_code == 404
