"""The pages of follow-up, rota and return as worker, lead and stranger; few queries, nothing said too far."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.audit.models import Entry
from kimbilio.cases.actions.follow_up import log_call, plan_call
from kimbilio.reintegration.actions.standings import record_standing
from kimbilio.reintegration.actions.travel import save_journey, save_paper
from kimbilio.reintegration.dimensions import QUESTIONS
from kimbilio.reintegration.models import (
    FollowUp,
    Journey,
    Reintegration,
    ReintegrationRules,
    Repatriation,
    Standing,
    TravelPaper,
)
from tests.factories.accounts import UserFactory
from tests.factories.cases import ContactPointFactory
from tests.factories.reintegration import a_case, a_follow_up, a_return, home_since, joins

pytestmark = pytest.mark.django_db
MOST = 16


def at(case, *rest):
    return "/".join(["", "cases", case.code, "home", *(str(part) for part in rest), ""])


def read(answer):
    return answer.content.decode()


def field(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def marks(mark, **others):
    return {f"q_{question.code}": mark for question in QUESTIONS} | others


def follow(episode, days_ago, mark, **said):
    one = a_follow_up(episode, days=-days_ago)
    return record_standing(
        follow_up=one, on=timezone.localdate() - timedelta(days=days_ago), by=episode.case.lead,
        answers={question.code: mark for question in QUESTIONS}, **{"safety": "yes", **said},
    )  # fmt: skip


def test_the_lead_starts_scores_moves_drops_and_ends(sign_in, django_assert_max_num_queries):
    case = a_case()
    client, lead = sign_in(case.lead), case.lead
    assert "1w,1m,3m,6m,12m" in read(client.get(at(case, "new")))
    sent = {"start_on": timezone.localdate(), "responsible": lead.pk, "way": "visit",
            "points": "1w, 1m", "wish": "To stay."}  # fmt: skip
    wrong = client.post(at(case, "new"), {**sent, "points": "soon"})
    assert wrong.status_code == 422
    assert "To stay." in read(wrong)

    answer = client.post(at(case, "new"), sent)

    episode = Reintegration.objects.get()
    assert answer["Location"] == at(case, episode.pk)
    first, second = episode.follow_ups.order_by("due_at")
    page = read(client.get(at(case, "follow-ups", first.pk)))
    assert "MEASURE" in page
    empty = client.post(at(case, "follow-ups", first.pk), {"words": "Sells tomatoes."})
    assert empty.status_code == 422
    assert "Sells tomatoes." in read(empty)
    said = {"on": timezone.localdate(), "safety": "yes", "words": "Sells tomatoes.",
            "version": 2, **marks("4", q_calm="")}  # fmt: skip
    assert client.post(at(case, "follow-ups", first.pk), said).status_code == 302
    made = Standing.objects.get()
    assert (made.social, made.psychosocial) == (75, None)
    page = read(client.get(at(case, episode.pk)))
    assert "Sells tomatoes." in page
    assert "polyline" not in page  # one point is no line

    moved = {"due_at": field(timezone.now() + timedelta(days=40)), "way": "visit", "who": lead.pk}
    stale = client.post(at(case, "follow-ups", second.pk, "move"), {**moved, "version": 1})
    assert stale.status_code == 409
    assert (
        client.post(at(case, "follow-ups", second.pk, "move"), {**moved, "version": 2}).status_code
        == 302
    )
    dropped = {"reason": "She moves away.", "version": FollowUp.objects.get(pk=second.pk).version}
    assert client.post(at(case, "follow-ups", second.pk, "drop"), dropped).status_code == 302
    assert "She moves away." in read(client.get(at(case, episode.pk)))
    assert client.get(at(case, "follow-ups", second.pk)).status_code == 404
    ends = {"outcome": "completed", "summary": "Goes to school.", "version": 2}
    assert client.post(at(case, episode.pk, "end"), ends).status_code == 302
    with django_assert_max_num_queries(MOST):
        assert "Goes to school." in read(client.get(at(case, episode.pk)))
    assert client.get(at(case, episode.pk, "add")).status_code == 404


def test_the_line_its_table_and_the_warning_stand_on_the_page(
    sign_in, django_assert_max_num_queries
):
    episode = home_since(200)
    case = episode.case
    for days_ago, mark in ((90, 3), (60, 4), (30, 5)):
        follow(episode, days_ago, mark)
    client = sign_in(case.lead)

    with django_assert_max_num_queries(MOST):
        page = read(client.get(at(case, episode.pk)))
    assert "Economic: 50, 75, 100" in page
    assert page.count("polyline") == 3
    assert "warns: the risk rises" not in page

    follow(episode, 1, 5, signs=["threats"])
    with django_assert_max_num_queries(MOST):
        page = read(client.get(at(case, episode.pk)))
    assert "warns: the risk rises" in page
    assert "Threats" in page
    assert "warns: the risk rises" in read(client.get(f"/cases/{case.code}/services/"))


def test_what_is_due_and_late_stands_on_my_day_and_leads_into_the_file(sign_in):
    episode = home_since(90)
    case, late = episode.case, a_follow_up(episode, days=-2)
    a_follow_up(episode, days=9)
    client = sign_in(case.lead)

    page = read(client.get("/day/services/"))

    assert f"Overdue follow-up, {case.code}" in page
    assert page.count(f"ollow-up, {case.code}") == 1
    found = client.get(f"/follow-up/{late.pk}/")
    assert found["Location"] == at(case, "follow-ups", late.pk)
    assert sign_in(UserFactory(worker=True)).get(f"/follow-up/{late.pk}/").status_code == 404


def test_the_rota_shows_tries_and_lets_a_colleague_take_a_call(
    sign_in, django_assert_max_num_queries
):
    case = a_case()
    contact = ContactPointFactory(person=case.survivor)
    soon = timezone.now() + timedelta(minutes=5)
    for minutes in range(3):
        call = plan_call(case=case, due_at=soon + timedelta(minutes=minutes), by=case.lead,
                         contact=contact, purpose="How is school")  # fmt: skip
    log_call(case=case, call=call, contact=contact, outcome="no_answer", by=case.lead)
    other = joins(case, worker=True)
    client = sign_in(other)
    assert case.code not in read(client.get("/follow-up/"))
    with django_assert_max_num_queries(8):
        page = read(client.get("/follow-up/?all=1"))
    assert page.count("not tried yet") == 2
    assert "1 try, last: No answer" in page
    assert contact.value not in page

    client.post(f"/follow-up/calls/{call.pk}/take/")

    assert case.code in read(client.get("/follow-up/"))
    stranger = sign_in(UserFactory(worker=True))
    assert case.code not in read(stranger.get("/follow-up/?all=1"))
    assert stranger.post(f"/follow-up/calls/{call.pk}/take/").status_code == 404


def test_strangers_and_roles_without_the_story_find_nothing(sign_in):
    episode = home_since(30)
    case, one = episode.case, a_follow_up(episode)
    back = a_return(case=case)
    addresses = [
        at(case, "new"), at(case, episode.pk), at(case, "follow-ups", one.pk),
        at(case, "returns", back.pk), at(case, "returns", back.pk, "journey"),
    ]  # fmt: skip
    for user in (UserFactory(worker=True), joins(case, role="shelter_worker")):
        client = sign_in(user)
        assert [client.get(address).status_code for address in addresses] == [404] * 5
    reader = sign_in(joins(case, role="legal_officer"))
    assert [reader.get(address).status_code for address in addresses] == [404, 200, 404, 200, 404]
    other = a_case()
    assert sign_in(other.lead).get(at(other, "returns", back.pk)).status_code == 404


def test_a_return_is_prepared_and_form_f_is_printed_on_record(
    sign_in, django_assert_max_num_queries
):
    case = a_case()
    client, lead = sign_in(case.lead), case.lead
    sent = {"direction": "in", "country": "LB", "responsible": lead.pk, "wish": "To see my girl."}
    assert client.post(at(case, "returns", "new"), {**sent, "country": "KE"}).status_code == 422

    answer = client.post(at(case, "returns", "new"), sent)

    one = Repatriation.objects.get()
    assert answer["Location"] == at(case, "returns", one.pk)
    paper = {"kind": "emergency", "state": "asked", "since": timezone.localdate()}
    assert client.post(at(case, "returns", one.pk, "papers", "new"), paper).status_code == 302
    ready = {**paper, "state": "ready", "version": 1}
    kept = TravelPaper.objects.get()
    assert client.post(at(case, "returns", "papers", kept.pk), ready).status_code == 302
    assert (
        client.post(
            at(case, "returns", "papers", kept.pk), {**ready, "state": "collected"}
        ).status_code
        == 409
    )
    said = {"country": "LB", "responsible": lead.pk, "agreed_on": timezone.localdate(),
            "risk_assessed_on": timezone.localdate(), "focal_person": "Sister Mfano",
            "checks": ["fit"], "version": 1}  # fmt: skip
    assert client.post(at(case, "returns", one.pk, "known"), said).status_code == 302
    goes = {"travel_by": "air", "travels_on": timezone.localdate() + timedelta(days=4),
            "ticket": "KQ 306", "met_where": "Arrivals, door 3"}  # fmt: skip
    assert client.post(at(case, "returns", one.pk, "journey"), goes).status_code == 302
    refused = client.post(at(case, "returns", one.pk, "stands"),
                          {"to": "stopped", "on": timezone.localdate(), "version": 2})  # fmt: skip
    assert refused.status_code == 422
    booked = {"to": "booked", "on": timezone.localdate(), "version": 2}
    assert client.post(at(case, "returns", one.pk, "stands"), booked).status_code == 302
    with django_assert_max_num_queries(MOST):
        page = read(client.get(at(case, "returns", one.pk)))
    assert "Arrivals, door 3" in page
    assert "Sister Mfano" in page

    printed = client.post(at(case, "returns", one.pk, "form-f"), {"language": "sw"})
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert "form-f" in printed["Content-Disposition"]
    assert case.code not in printed["Content-Disposition"]
    assert Entry.objects.get(event="printed").facts["parts"] == ["story"]


def test_where_and_when_they_travel_is_closed_to_who_may_not_know_where_they_are(sign_in):
    one = a_return()
    save_journey(
        repatriation=one, travel_by="air", travels_on=timezone.localdate() + timedelta(days=4),
        ticket="KQ 306", met_where="Arrivals, door 3", by=one.case.lead,
    )  # fmt: skip
    save_paper(repatriation=one, paper=None, kind="visa", state="asked",
               since=timezone.localdate(), by=one.case.lead)  # fmt: skip
    officer = joins(one.case, role="me_officer")
    assert sign_in(officer).get(at(one.case, "returns", one.pk)).status_code == 404

    helper = joins(one.case, role="helpline_operator")
    page = read(sign_in(helper).get(at(one.case, "returns", one.pk)))

    assert "Visa or entry permit" in page
    assert "door 3" in page  # sees where people are, and may not change it
    assert sign_in(helper).get(at(one.case, "returns", one.pk, "journey")).status_code == 404
    timeline = read(
        sign_in(joins(one.case, role="legal_officer")).get(f"/cases/{one.case.code}/timeline/")
    )
    assert "KQ 306" not in timeline
    assert Journey.objects.count() == 1


def test_form_f_is_not_for_who_may_print_nothing(sign_in):
    one = a_return()
    reader = sign_in(joins(one.case, role="legal_officer"))

    assert "form-f" not in read(reader.get(at(one.case, "returns", one.pk)))
    assert reader.post(at(one.case, "returns", one.pk, "form-f")).status_code == 404
    assert not Entry.objects.filter(event="printed").exists()


def test_the_rules_are_changed_under_settings(sign_in):
    client = sign_in(UserFactory(administrator=True))
    sent = {"points": "1w,2m", "tries": 4, "fall_step": 25}

    assert client.post("/follow-up/rules/", {**sent, "points": "x"}).status_code == 422
    assert client.post("/follow-up/rules/", {**sent, "version": 1}).status_code == 302
    assert client.post("/follow-up/rules/", {**sent, "tries": 5, "version": 7}).status_code == 409

    assert ReintegrationRules.objects.get().tries == 4
    assert sign_in(UserFactory(lead=True)).get("/follow-up/rules/").status_code == 404
