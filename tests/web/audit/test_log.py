"""The log for the data protection officer: who, what, when, and nobody's story."""

import csv
import io
import uuid

import pytest
from django.urls import reverse

from kimbilio.accounts.choices import Role
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.web.audit.views import ROWS
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db

SECRET = "Nafula waits at the bridge in Busia"


@pytest.fixture
def officer(sign_in):
    return sign_in(dpo=True)


@pytest.fixture
def story():
    """A worker who opened and changed a case."""
    worker = UserFactory(name="Akinyi Mutua")
    case = CaseFactory(worker=worker)
    trail.look(Event.CASE_OPENED, by=worker, on=case, part="story")
    trail.record(Event.CASE_CHANGED, by=worker, on=case, changes={"note": ("", SECRET)})
    return case


def rows_of(response):
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_officer_sees_code_event_who_and_when(officer, story):
    page = officer.get(reverse("log:index")).content.decode()

    assert story.code in page
    assert "Akinyi Mutua" in page
    assert "Opened the case" in page
    assert "Nafula" not in page
    assert story.survivor.goes_by not in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DATA_PROTECTION_OFFICER])
@pytest.mark.parametrize("name", ["log:index", "log:events", "log:export"])
def test_nobody_else_finds_the_log(sign_in, role, name):
    client = sign_in(role=role)

    assert client.get(reverse(name)).status_code == 404
    assert not Entry.objects.filter(event__startswith="log_").exists()


def test_looking_at_the_log_is_logged(officer, story):
    officer.get(reverse("log:index"), {"case": story.code, "event": "case_opened"})

    entry = Entry.objects.get(event=Event.LOG_VIEWED)
    assert entry.actor_id == officer.user.pk
    assert entry.case_id == story.pk
    assert entry.facts == {"wanted_event": "case_opened"}


def test_the_filters_narrow_the_log(officer, story):
    other = UserFactory(name="Mwende Barasa")
    trail.look(Event.SEARCHED, by=other, tokens=2)

    def shown(**asked):
        page = officer.get(reverse("log:index"), asked)
        return [line.what for line in page.context["lines"] if not line.what.startswith("Looked")]

    assert shown(event="searched") == ["Searched"]
    assert shown(person=str(other.pk)) == ["Searched"]
    assert shown(case=story.code.lower()) == ["Changed the case", "Opened the case"]
    assert shown(from_day="2999-01-01") == []
    assert shown(to_day="2020-01-01") == []
    assert len(shown(from_day="2020-01-01", to_day="2999-01-01")) == 3


def test_one_event_is_chosen_on_a_page_of_its_own_and_the_rest_of_the_question_stays(
    officer, story
):
    asked = {"case": story.code, "from_day": "2020-01-01", "event": "searched", "other": "x"}

    page = officer.get(reverse("log:events"), asked)
    assert len(page.context["events"]) == len(Event)
    assert page.context["kept"] == [("case", story.code), ("from_day", "2020-01-01")]
    assert (
        '<button name="event" value="case_opened">Opened the case</button>' in page.content.decode()
    )
    chosen = officer.get(reverse("log:index"), {"case": story.code, "event": "case_opened"})
    assert '<span class="pill">Opened the case</span>' in chosen.content.decode()
    assert 'name="event" value="case_opened"' in chosen.content.decode()
    wrong = officer.get(reverse("log:index"), {"event": "no-such-event"})
    assert wrong.status_code == 200
    assert wrong.context["lines"]


def test_a_wrong_filter_says_so_and_shows_the_log(officer, story):
    page = officer.get(reverse("log:index"), {"case": "KB-0000", "from_day": "31 February"})

    assert "There is no case with this code." in page.content.decode()
    assert page.context["lines"]


def test_older_entries_are_a_page_away(officer):
    for number in range(60):
        trail.look(Event.SEARCHED, by=None, number=number)

    first = officer.get(reverse("log:index"), {"event": "searched"})
    second = officer.get(reverse("log:index") + first.context["address"])

    seen = [line.id for page in (first, second) for line in page.context["lines"]]
    assert len(seen) == len(set(seen)) == 2 * ROWS
    assert b"Older" in first.content
    assert b"Newest" in second.content


def test_the_log_asks_few_questions(officer, story, django_assert_max_num_queries):
    for _ in range(30):
        trail.look(Event.CASE_OPENED, by=UserFactory(), case=CaseFactory())

    with django_assert_max_num_queries(12):
        officer.get(reverse("log:index"))


def test_the_export_holds_what_is_filtered_and_is_logged(officer, story):
    trail.look(Event.SEARCHED, by=UserFactory(name="=cmd|' /c calc'!A1"), case=uuid.uuid4())

    response = officer.get(reverse("log:export"), {"case": story.code})
    everything = officer.get(reverse("log:export"))

    assert "attachment" in response["Content-Disposition"]
    rows = rows_of(response)
    assert [row["event"] for row in rows] == ["log_exported", "case_changed", "case_opened"]
    assert {row["case"] for row in rows} == {story.code}
    text = str(rows_of(everything))
    assert "Nafula" not in text
    assert "'=cmd" in text
    recorded = Entry.objects.filter(event=Event.LOG_EXPORTED).order_by("id").first()
    assert recorded.facts["rows"] == 2
