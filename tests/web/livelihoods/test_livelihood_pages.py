"""The pages of school, business, work and the ledger as worker, lead, manager and stranger."""

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.helpline.models import Message
from kimbilio.livelihoods.actions.giving import give_aid
from kimbilio.livelihoods.actions.learning import save_term
from kimbilio.livelihoods.actions.still import plan_questions
from kimbilio.livelihoods.models import (
    Business,
    BusinessGrant,
    FundingGrant,
    Giving,
    MonthFigure,
    Placement,
    SavingsGroup,
    Schooling,
    StillThere,
    Term,
)
from kimbilio.livelihoods.months import first_of
from kimbilio.livelihoods.queries import Span, sums
from kimbilio.people.indexing import index_person
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.helpline import ConversationFactory, CorrespondentFactory
from tests.factories.livelihoods import (
    a_funding,
    a_running_business,
    a_schooling,
    an_approved_grant,
    days_ago,
    given,
)

pytestmark = pytest.mark.django_db
MOST = 12


def at(case, *rest):
    return f"/cases/{case.code}/livelihoods/" + "".join(f"{one}/" for one in rest)


def read(answer):
    return answer.content.decode()


def a_lead_of(case):
    user = UserFactory(lead=True)
    UnitMembershipFactory(user=user, unit=case.unit, is_lead=True)
    return user


def test_a_worker_and_a_lead_take_a_business_to_first_profit(
    sign_in, django_assert_max_num_queries
):
    case, funding = CaseFactory(worker=UserFactory(worker=True)), a_funding()
    worker, lead = sign_in(case.lead), sign_in(a_lead_of(case))
    assert "Savings group" in read(worker.get(at(case)))

    worker.post(at(case, "business", "new"), {"sector": "food", "responsible": case.lead.pk})
    business = Business.objects.get()
    here = ("business", business.pk)
    plan = {"sector": "food", "plan": "Chapati at the stage.", "version": 1}
    assert worker.post(at(case, *here, "plan"), plan)["Location"] == at(case, *here)
    wrong = worker.post(at(case, *here, "grant"), {"wanted": "0", "appraisal": "Sound."})
    assert wrong.status_code == 422
    assert "more than zero" in read(wrong)
    assert "Sound." in read(wrong)
    worker.post(at(case, *here, "grant"), {"wanted": "30000", "appraisal": "Sound."})
    grant = BusinessGrant.objects.get()
    decide = at(case, "grants", grant.pk, "decide")
    assert worker.get(decide).status_code == 404
    page = read(lead.get(decide))
    assert "Chapati at the stage." in page
    answer = {"answer": "yes", "approved": "30000", "funding": funding.pk, "version": 1}
    assert lead.post(decide, answer)["Location"] == at(case, *here)
    for amount, condition in (("20000", ""), ("10000", "A stall is rented.")):
        sent = {"amount": amount, "condition": condition}
        worker.post(at(case, "grants", grant.pk, "parts", "new"), sent)
    first, second = grant.tranches.order_by("number")
    paid = {"given_on": days_ago(3), "funding": funding.pk, "receipt": "R-7"}
    worker.post(at(case, "parts", first.pk, "pay"), {**paid, "cost": "20000"})
    refused = worker.post(at(case, "parts", second.pk, "pay"), {**paid, "cost": "10000"})
    assert refused.status_code == 422
    waive = at(case, "parts", second.pk, "waive")
    assert worker.get(waive).status_code == 404
    lead.post(waive, {"reason": "The rains came early.", "version": 1})
    worker.post(at(case, "parts", second.pk, "pay"), {**paid, "cost": "10000"})
    assert Giving.objects.count() == 2

    worker.post(at(case, *here, "opening"), {"on": days_ago(70)})
    for days, profit in ((62, "-100"), (31, "900.50")):
        month = first_of(days_ago(days)).isoformat()
        sent = {"month": month, "sales": "4000", "profit": profit, "source": "told"}
        assert worker.post(at(case, *here, "month"), sent).status_code == 302
    worker.post(at(case, *here, "visit"), {"visited_on": days_ago(1), "words": "Many buyers."})
    bought = {"what": "Stove", "bought_on": days_ago(2), "cost": "9000"}
    worker.post(at(case, *here, "bought"), bought)
    with django_assert_max_num_queries(MOST):
        page = read(worker.get(at(case, *here)))
    for words in ("First profit", "−100", "900.50", "<svg"):
        assert words in page, words
    with django_assert_max_num_queries(12):
        book = read(worker.get(at(case, *here, "book")))
    assert "Stove" in book
    assert "Many buyers." in book
    with django_assert_max_num_queries(12):
        cards = read(worker.get(f"/cases/{case.code}/services/"))
    assert "First profit" in cards
    assert "KES 30,000" in cards
    assert "R-7" in read(worker.get(at(case, "given")))
    closing = {"outcome": "completed", "summary": "It feeds two.", "version": 99}
    assert worker.post(at(case, *here, "close"), closing).status_code == 409
    business.refresh_from_db()
    worker.post(at(case, *here, "close"), {**closing, "version": business.version})
    assert not Business.objects.get().is_open


def test_school_savings_and_job_are_kept_on_their_pages(sign_in, django_assert_max_num_queries):
    case, funding = CaseFactory(worker=UserFactory(worker=True)), a_funding()
    worker, me = sign_in(case.lead), {"responsible": case.lead.pk}
    enrolled = {"kind": "school", "place": "Mfano High", "level": "Form 2", **me}
    assert worker.post(at(case, "school", "new"), {**enrolled, "place": ""}).status_code == 422
    worker.post(at(case, "school", "new"), enrolled)
    schooling = Schooling.objects.get()
    here = ("learning", schooling.pk)
    worker.post(at(case, *here, "begin"), {"on": days_ago(80)})
    term = {"name": "Term 1", "starts_on": days_ago(80), "ends_on": days_ago(5), "fees": "9000"}
    worker.post(at(case, *here, "terms", "new"), term)
    kept = Term.objects.get()
    pay = {"given_on": days_ago(70), "cost": "9000", "funding": funding.pk}
    worker.post(at(case, "terms", kept.pk, "fees"), pay)
    attended = {**term, "days_open": 50, "days_present": 45, "version": 1}
    worker.post(at(case, "terms", kept.pk), attended)
    with django_assert_max_num_queries(MOST):
        page = read(worker.get(at(case, *here)))
    for words in ("Mfano High", "45 of 50", "90 %", "9,000"):
        assert words in page, words
    assert "Mfano" not in read(worker.get(f"/cases/{case.code}/services/"))
    training = {**enrolled, "kind": "course", "place": "Mfano Tailors"}
    worker.post(at(case, "training", "new"), training)
    assert Schooling.objects.filter(kind="course").exists()
    worker.post(at(case, *here, "end"), {"outcome": "elsewhere", "summary": "Moved.", "version": 2})
    schooling.refresh_from_db()
    assert schooling.outcome == "elsewhere"

    joined = {"name": "Umoja", "joined_on": days_ago(9), "contribution": "200", "every": "week"}
    worker.post(at(case, "savings", "new"), {**joined, **me})
    savings = SavingsGroup.objects.get()
    now = {"saved": "600", "saved_on": days_ago(0), "contribution": "200", "every": "week"}
    worker.post(at(case, "savings", savings.pk, "now"), {**now, "version": savings.version})
    assert "600" in read(worker.get(at(case, "savings", savings.pk)))
    hired = {"employer": "Mfano Ltd", "sector": "care", "starts_on": days_ago(9), **me}
    worker.post(at(case, "job", "new"), hired)
    job = Placement.objects.get()
    assert "Mfano Ltd" in read(worker.get(at(case, "job", job.pk)))
    end = {"outcome": "by_person", "summary": "Too far.", "version": job.version}
    worker.post(at(case, "job", job.pk, "end"), end)
    assert not Placement.objects.get().is_open


def test_strangers_and_other_roles_see_no_part_of_it(sign_in):
    business = a_running_business()
    case, funding = business.case, a_funding()
    schooling = a_schooling(case=case)
    term = save_term(
        schooling=schooling, term=None, name="Term 1", starts_on=days_ago(9),
        ends_on=days_ago(1), fees_cents=5_00, by=case.lead,
    )  # fmt: skip
    grant = an_approved_grant(business, funding=funding)
    row = give_aid(case=case, kind="rent", given=given(funding), by=case.lead)
    lawyer, keeper = UserFactory(role="legal_officer"), UserFactory(role="shelter_worker")
    for member in (lawyer, keeper):
        Tie.objects.create(case=case, user=member, kind=TieKind.MEMBER)
    pages = [
        at(case, "business", business.pk), at(case, "learning", schooling.pk), at(case, "given"),
    ]  # fmt: skip
    forms = [
        at(case, "business", business.pk, "month"), at(case, "terms", term.pk, "fees"),
        at(case, "grants", grant.pk, "parts", "new"), at(case, "given", row.pk, "back"),
        at(case, "given", "new"), at(case, "business", "new"),
    ]  # fmt: skip

    reader = sign_in(lawyer)  # reads the story and changes nothing of it
    assert [reader.get(page).status_code for page in pages] == [200] * 3
    assert [reader.get(form).status_code for form in forms] == [404] * 6
    for somebody in (keeper, UserFactory(worker=True), UserFactory(manager=True)):
        client = sign_in(somebody)
        assert {client.get(page).status_code for page in [*pages, *forms]} == {404}
    other = CaseFactory(worker=case.lead)
    mine = sign_in(case.lead)
    assert mine.get(at(other, "business", business.pk)).status_code == 404
    assert mine.get(at(other, "given", row.pk, "back")).status_code == 404


def test_the_ledger_pages_ask_about_doubles_and_take_back(sign_in, django_assert_max_num_queries):
    case, funding = CaseFactory(worker=UserFactory(worker=True)), a_funding()
    worker = sign_in(case.lead)
    sent = {
        "kind": "medical", "quantity": 1, "to_survivor": "on", "dependants": 1, "cost": "750",
        "given_on": days_ago(1), "funding": funding.pk, "words": "Check-up",
    }  # fmt: skip
    assert worker.post(at(case, "given", "new"), {**sent, "cost": "-1"}).status_code == 422
    worker.post(at(case, "given", "new"), sent)
    again = worker.post(at(case, "given", "new"), sent)
    assert again.status_code == 422
    assert "already" in read(again)
    worker.post(at(case, "given", "new"), {**sent, "is_another": "on"})
    give_aid(case=case, kind="food", given=given(funding, 50_00), by=case.lead)
    worker.post(
        at(case, "given", Giving.objects.earliest("id").pk, "back"), {"reason": "Typed twice."}
    )
    with django_assert_max_num_queries(MOST):
        page = read(worker.get(at(case, "given")))
    assert "KES 800" in page
    assert "Typed twice." in page

    operator = UserFactory(role="helpline_operator")  # sees the story and not health
    Tie.objects.create(case=case, user=operator, kind=TieKind.MEMBER)
    client = sign_in(operator)
    page = read(client.get(at(case, "given")))
    assert "Check-up" not in page
    assert "KES 50" in page
    assert "Medical care is not among" in page
    assert client.post(at(case, "given", "new"), sent).status_code == 422


def test_sums_and_export_name_nobody_and_reach_no_further_than_the_reader(
    sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    case, other = CaseFactory(worker=UserFactory(worker=True)), CaseFactory(worker=UserFactory())
    funding, lead = a_funding(total_cents=9_000_00), a_lead_of(case)
    for one, cents in ((case, 1_000_00), (other, 500_00)):
        give_aid(case=one, kind="food", given=given(funding, cents, words="Pendo"), by=one.lead)
    manager, leader = sign_in(UserFactory(manager=True)), sign_in(lead)
    with django_assert_max_num_queries(12):
        page = read(manager.get("/livelihoods/"))
    assert "1,500" in page
    assert "7,500" in page  # what is left
    assert case.code not in page
    part = read(leader.get("/livelihoods/"))
    assert "1,000" in part
    assert "7,500" not in part
    assert "1,500" in read(manager.get(f"/livelihoods/?since={days_ago(1)}"))
    assert "1,500" not in read(manager.get(f"/livelihoods/?since={days_ago(0)}"))

    rows = b"".join(manager.post("/livelihoods/export/").streaming_content).decode()
    assert rows.count("\n") == 3
    assert "150000" not in rows
    assert "100000" in rows
    for secret in (case.code, other.code, "Pendo"):
        assert secret not in rows
    mine = b"".join(leader.post("/livelihoods/export/").streaming_content).decode()
    assert mine.count("\n") == 2
    assert Entry.objects.filter(event="exported").count() == 2
    worker = sign_in(case.lead)
    assert worker.get("/livelihoods/").status_code == 404
    assert worker.post("/livelihoods/export/").status_code == 404


def test_medical_care_of_few_points_at_nobody_where_health_is_closed(sign_in):
    funding, lead = a_funding(), UserFactory(lead=True)
    cases = [CaseFactory(worker=UserFactory(worker=True)) for _ in range(5)]
    for number, case in enumerate(cases, start=1):
        money = given(funding, number * 1_111_00)
        give_aid(case=case, kind="medical", given=money, by=case.lead)
        UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)
    manager, leader = sign_in(UserFactory(manager=True)), sign_in(lead)

    def told(client):
        content = b"".join(client.post("/livelihoods/export/").streaming_content).decode()
        return content.count("Medical care"), content.count("Other help")

    assert told(manager) == told(leader) == (5, 0)
    Giving.objects.filter(case=cases[-1]).delete()

    assert told(manager) == (0, 4)
    assert told(leader) == (4, 0)
    by_kind = [cell for cell in sums(UserFactory(manager=True), Span())[0].cells if cell]
    assert by_kind == [11_110_00]
    assert sums(lead, Span())[0].by_kind == {"medical": 11_110_00}
    assert "fewer than five cases" in read(manager.get("/livelihoods/"))
    assert "fewer than five cases" not in read(leader.get("/livelihoods/"))


def test_a_manager_keeps_the_grants(sign_in):
    manager = sign_in(UserFactory(manager=True))
    sent = {"donor": "Mfano Trust", "code": "MT-1", "from_on": days_ago(9), "is_active": "on"}

    wrong = manager.post("/livelihoods/grants/new/", {**sent, "until_on": days_ago(10)})
    assert wrong.status_code == 422
    manager.post("/livelihoods/grants/new/", {**sent, "until_on": days_ago(-9), "total": "5000"})
    funding = FundingGrant.objects.get()
    here = f"/livelihoods/grants/{funding.pk}/"
    assert manager.post(here, {**sent, "until_on": days_ago(-99), "version": 7}).status_code == 409
    manager.post(here, {**sent, "until_on": days_ago(-99), "version": 1})

    funding.refresh_from_db()
    assert (funding.until_on, funding.total_cents) == (days_ago(-99), None)
    assert sign_in(UserFactory(lead=True)).get(here).status_code == 404


def test_my_day_asks_whether_it_still_trades(sign_in):
    business = a_running_business(since=100)
    plan_questions(business, business.opened_on, (3, 6))
    worker = sign_in(business.responsible)
    assert "still trade after 3 months" in read(worker.get("/day/services/"))
    due = StillThere.objects.get(months=3)
    here = f"/livelihoods/questions/{due.pk}/"
    assert sign_in(UserFactory(worker=True)).get(here).status_code == 404

    worker.post(here, {"answer": "yes", "on": timezone.localdate(), "version": 1})

    due.refresh_from_db()
    assert due.answer == "yes"
    assert "still trade" not in read(worker.get("/day/services/"))


def test_a_text_message_is_offered_and_entered_once_by_a_person(sign_in):

    business = a_running_business(since=70)
    case = business.case
    ContactPointFactory(person=case.survivor, value="+254799000555")
    index_person(case.survivor)
    talk = ConversationFactory(
        channel="sms", correspondent=CorrespondentFactory(address="+254799000555")
    )
    said = Message.objects.create(conversation=talk, direction="in", text="MAUZO 12000 FAIDA 3000")
    worker = sign_in(case.lead)

    page = read(worker.get(f"/inbox/{talk.pk}/"))
    link = at(case, "business", business.pk, "month") + f"?message={said.pk}"
    assert link in page
    assert not MonthFigure.objects.exists()
    form = read(worker.get(link))
    assert 'value="12000' in form
    sent = {"month": first_of(days_ago(31)).isoformat(), "sales": "12000", "profit": "3000",
            "source": "text"}  # fmt: skip
    worker.post(link, sent)

    assert MonthFigure.objects.get().message == said.pk
    assert link not in read(worker.get(f"/inbox/{talk.pk}/"))
    assert (
        worker.post(link, {**sent, "month": first_of(days_ago(0)).isoformat()}).status_code == 422
    )
    stranger = a_running_business(since=70)
    elsewhere = at(stranger.case, "business", stranger.pk, "month") + f"?message={said.pk}"
    assert sign_in(stranger.responsible).get(elsewhere).status_code == 404
