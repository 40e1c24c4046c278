"""The list of cases in the browser, and taking it away as a file."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, SavedView
from kimbilio.web.cases.list.tabs import in_figures
from kimbilio.web.cases.list.views import COLUMN_WORDS
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.plan import StepFactory

pytestmark = pytest.mark.django_db


def codes_in(response):
    return [
        line.split('"')[0] for line in response.content.decode().split('name="case" value="')[1:]
    ]


def test_a_worker_sees_their_cases_with_the_names_used_every_day(sign_in):
    client = sign_in(worker=True)
    mine = CaseFactory(worker=client.user, survivor=PersonFactory(goes_by="<Imani>"))
    CaseFactory()

    page = client.get("/cases/")

    assert codes_in(page) == [mine.code]
    assert "“&lt;Imani&gt;”" in page.content.decode()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ME_OFFICER])
def test_who_sees_every_outline_sees_no_names(sign_in, role):
    CaseFactory(survivor=PersonFactory(goes_by="Zuhura"))

    page = sign_in(role=role).get("/cases/")

    assert len(codes_in(page)) == 1
    assert "Zuhura" not in page.content.decode()


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.PREVENTION_OFFICER]
)
@pytest.mark.parametrize("url", ["/cases/", "/cases/export/", "/cases/assign/"])
def test_roles_without_cases_find_nothing(sign_in, role, url):
    assert sign_in(role=role).get(url).status_code == 404


def test_the_list_asks_few_questions_and_stays_light_however_many_cases(
    sign_in, django_assert_max_num_queries
):
    client = sign_in(lead=True)
    unit = UnitFactory()
    UnitMembershipFactory(user=client.user, unit=unit, is_lead=True)
    person = PersonFactory(goes_by="Tumaini")
    for case in CaseFactory.create_batch(
        60, unit=unit, survivor=person, steps_total=15, steps_done=7
    ):
        Tie.objects.create(case=case, user=client.user)
    SavedView.objects.create(user=client.user, name="Mine", query="sort=due", position=1)

    with django_assert_max_num_queries(12):
        page = client.get("/cases/?risk=b_medium&where=unknown&stage=intake&sort=due")

    assert len(codes_in(page)) == 25
    assert len(page.content) < 40_000


def test_the_next_step_is_a_column_for_who_asks_and_may_read_the_story(
    sign_in, django_assert_max_num_queries
):
    client, unit = sign_in(lead=True), UnitFactory()
    UnitMembershipFactory(user=client.user, unit=unit, is_lead=True)
    person = PersonFactory(goes_by="Tumaini")
    cases = CaseFactory.create_batch(25, unit=unit, survivor=person, steps_total=15, steps_done=7)
    today = timezone.localdate()
    for case in cases:
        Tie.objects.create(case=case, user=client.user)
        StepFactory(case=case, number=1, title="Someday", due_on=None)
        StepFactory(case=case, number=2, title="Later", due_on=today + timedelta(days=9))
        StepFactory(case=case, number=3, title="Zawadi <tomorrow> and a tail that is too long to be drawn",
                    due_on=today + timedelta(days=1))  # fmt: skip
        StepFactory(case=case, number=4, title="At rest", due_on=today, wish="later")
    assert "Zawadi" not in client.get("/cases/").content.decode()

    client.post("/cases/display/", {"columns": "1", "shown": list(COLUMN_WORDS)})
    with django_assert_max_num_queries(12):
        page = client.get("/cases/?risk=b_medium&where=unknown&stage=intake&sort=due")

    words = page.content.decode()
    assert (
        words.count('class="w c-step" data-p>Zawadi &lt;tomorrow&gt; and a tail that is to…') == 25
    )
    assert not any(title in words for title in ("Someday", "Later", "At rest"))
    assert len(page.content) < 40_000
    client.post("/cases/display/", {"columns": "1", "shown": ["risk"]})
    assert "Zawadi" not in client.get("/cases/").content.decode()


@pytest.mark.parametrize(
    ("role", "is_tied", "reads"),
    [
        (Role.CASE_WORKER, True, True),
        (Role.SHELTER_WORKER, True, False),
        (Role.MANAGER, False, False),
        (Role.ME_OFFICER, False, False),
    ],
)
def test_who_may_not_read_the_story_sees_no_next_step(sign_in, role, is_tied, reads):
    client, case = sign_in(role=role), CaseFactory()
    StepFactory(case=case, title="Zawadi")
    if is_tied:
        Tie.objects.create(case=case, user=client.user)
    client.cookies["kb_columns"] = "+step"

    page = client.get("/cases/")

    assert codes_in(page) == [case.code]
    assert "Next step" in page.content.decode()
    assert ("Zawadi" in page.content.decode()) is reads


def test_next_leads_through_every_case_once(sign_in):
    client = sign_in(manager=True)
    CaseFactory.create_batch(60)

    seen, url = [], "/cases/?sort=opened"
    while url:
        page = client.get(url)
        seen += codes_in(page)
        url = page.context["next"]

    assert sorted(seen) == sorted(Case.objects.values_list("code", flat=True))


def test_htmx_gets_the_list_alone(sign_in):
    page = sign_in(manager=True).get("/cases/", headers={"HX-Request": "true"})

    assert page.content.decode().lstrip().startswith('<div id="cases"')
    assert "HX-Request" in page.headers["Vary"]


@pytest.mark.parametrize(
    "panel", ["state", "worker", "county", "unit", "days", "time", "more", "save", "columns", "x"]
)
def test_every_panel_opens_without_a_script(sign_in, panel):
    page = sign_in(manager=True).get(f"/cases/?choose={panel}&risk=a_high")

    assert page.status_code == 200


def test_a_view_is_kept_shown_and_removed(sign_in):
    client = sign_in(worker=True)
    CaseFactory(worker=client.user, risk="a_high")

    client.post(
        "/cases/views/", {"name": "Look today", "query": "risk=a_high&sort=due"}, follow=True
    )
    view = SavedView.objects.get()
    assert b"Look today" in client.get("/cases/").content
    assert view.query == "risk=a_high&sort=due"

    stranger = sign_in(worker=True)
    assert stranger.post(f"/cases/views/{view.pk}/drop/").status_code == 404
    client.post(f"/cases/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()


def counts_in(response):
    return dict(
        re.findall(r'id="n-(\w+)" hx-swap-oob="innerHTML">([^<]*)<', response.content.decode())
    )


def test_each_view_says_how_many_of_the_cases_i_may_see_it_holds(sign_in):
    client, stranger = sign_in(worker=True), sign_in(worker=True)
    for n in range(3):
        CaseFactory(worker=client.user, is_minor=n == 0, where_now="shelter" if n else "home")
    CaseFactory(worker=client.user, closed=True, is_minor=True)
    CaseFactory(is_minor=True)
    view = SavedView.objects.create(
        user=client.user, name="Closed", query="state=closed&sort=due", position=1
    )

    fragment = client.get("/cases/counts/", headers={"HX-Request": "true"})

    assert counts_in(fragment) == {
        "all": "3", "mine": "3", "week": "0", "minors": "1", "shelter": "2", "court": "0",
        "quiet": "0", view.pk.hex: "1",
    }  # fmt: skip
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment.headers["Vary"]
    others = counts_in(stranger.get("/cases/counts/", headers={"HX-Request": "true"}))
    assert set(others.values()) == {"0"}
    assert view.pk.hex not in others


def test_without_a_script_the_counts_are_a_page_with_the_views(sign_in):
    client = sign_in(manager=True)
    CaseFactory.create_batch(2)

    page = client.get("/cases/counts/").content.decode()

    assert "<html" in page
    assert re.search(r'href="/cases/\?week=1&amp;sort=due">Due this week</a><span [^>]*>0<', page)
    assert re.search(r'href="/cases/\?sort=risk">All open</a><span [^>]*>2<', page)
    assert (
        '<noscript><a class="small" href="/cases/counts/"' in client.get("/cases/").content.decode()
    )


def test_the_counts_ask_few_questions_whatever_is_kept_and_write_nothing(
    sign_in, django_assert_max_num_queries
):
    client = sign_in(lead=True)
    for unit in UnitFactory.create_batch(3):
        UnitMembershipFactory(user=client.user, unit=unit, is_lead=True)
        CaseFactory.create_batch(10, unit=unit)
    for case in CaseFactory.create_batch(10):
        Tie.objects.create(case=case, user=client.user)
    for place in range(12):
        SavedView.objects.create(
            user=client.user,
            name="Mine",
            query=f"quiet=1&county=0{10 + place}&sort=due",
            position=place,
        )
    client.get("/cases/counts/")

    with django_assert_max_num_queries(12) as asked:
        page = client.get("/cases/counts/", headers={"HX-Request": "true"})

    assert len(counts_in(page)) == 19
    assert counts_in(page)["all"] == "40"
    assert not [q for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not any("COUNT" in q["sql"] for q in _asked_by(client, "/cases/"))


def _asked_by(client, url):
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return asked.captured_queries


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_more_than_enough_is_said_as_that(count, words):
    assert in_figures(count) == words


def test_a_view_without_a_name_is_asked_again(sign_in):
    answer = sign_in(worker=True).post("/cases/views/", {"name": "", "query": "risk=a_high"})

    assert answer.status_code == 422
    assert not SavedView.objects.exists()


def test_columns_and_closeness_are_kept_on_the_device(sign_in):
    client = sign_in(manager=True)
    CaseFactory()

    client.post("/cases/display/", {"columns": "1", "shown": ["risk", "due"], "next": "/cases/"})
    client.post("/cases/display/", {"rows": "dense", "next": "//elsewhere.example/"})

    page = client.get("/cases/").content.decode()
    assert "no-plan" in page
    assert "no-risk" not in page
    assert "card dense" in page


def test_a_team_lead_assigns_the_selected_cases(sign_in):
    client, worker = sign_in(lead=True), UserFactory(worker=True)
    unit = UnitFactory()
    UnitMembershipFactory(user=client.user, unit=unit, is_lead=True)
    mine, other = CaseFactory(unit=unit), CaseFactory()

    client.post("/cases/assign/", {"case": [mine.code, other.code], "lead": str(worker.pk)})

    assert Case.objects.get(pk=mine.pk).lead == worker
    assert Case.objects.get(pk=other.pk).lead is None


def test_a_worker_cannot_assign(sign_in):
    assert sign_in(worker=True).get("/cases/assign/").status_code == 404


def rows_of_csv(response):
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return [row["Code"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("asked", ["", "risk=a_high&sort=due", "state=all&sort=code&minor=unsure"])
def test_the_file_is_the_list(sign_in, asked):
    client = sign_in(manager=True)
    now = timezone.now()
    for n in range(40):
        CaseFactory(risk=["a_high", "c_low"][n % 2], next_due_at=now + timedelta(hours=n % 7))
    CaseFactory(closed=True)

    listed, url = [], f"/cases/?{asked}"
    while url:
        page = client.get(url)
        listed += codes_in(page)
        url = page.context["next"]

    assert rows_of_csv(client.post("/cases/export/", {"format": "csv", "asked": asked})) == listed
    entry = Entry.objects.get(event=Event.EXPORTED)
    assert entry.facts["rows"] == len(listed)


def test_only_the_selected_go_into_the_file(sign_in):
    client = sign_in(manager=True)
    first, second, _third = CaseFactory.create_batch(3)

    answer = client.post(
        "/cases/export/", {"format": "xlsx", "asked": f"case={first.code}&case={second.code}"}
    )

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {first.code, second.code}


def test_a_manager_cannot_ask_for_names_even_by_hand(sign_in):
    client = sign_in(manager=True)
    CaseFactory(survivor=PersonFactory(goes_by="Sifa"))

    answer = client.post(
        "/cases/export/",
        {"format": "csv", "asked": "", "with_names": "on", "reason": "I want them"},
    )

    assert b"Sifa" not in b"".join(answer.streaming_content)
    assert Entry.objects.get(event=Event.EXPORTED).facts["names"] is False


def test_names_without_a_reason_are_asked_for_again(sign_in):
    client = sign_in(lead=True)

    answer = client.post("/cases/export/", {"format": "csv", "asked": "", "with_names": "on"})

    assert answer.status_code == 422
    assert not Entry.objects.filter(event=Event.EXPORTED).exists()


def test_a_look_through_the_list_writes_nothing(sign_in):
    client = sign_in(manager=True)
    CaseFactory()
    client.get("/cases/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/cases/?risk=a_high")

    assert not [q for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
