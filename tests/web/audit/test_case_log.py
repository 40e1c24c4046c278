"""The log of one case, inside its file."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from kimbilio.access.models import Tie
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.choices import Risk
from kimbilio.shelter.actions.apart import set_apart
from kimbilio.shelter.actions.stays import report_missing
from kimbilio.web.audit.lines import lines_of
from kimbilio.web.audit.sight import sight_of
from kimbilio.web.paging import keyset_page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, NoteFactory
from tests.factories.shelter import a_case, a_resident

pytestmark = pytest.mark.django_db


def test_the_fragment_shows_who_what_as_whom_and_from_where():
    worker = UserFactory(name="Akinyi Mutua")
    case = CaseFactory(worker=worker)
    trail.record(Event.CASE_CHANGED, by=worker, on=case, changes={"risk": (Risk.LOW, Risk.HIGH)})
    trail.look(Event.CASE_REFUSED, by=UserFactory(name="Halima Wafula"), on=case)
    shown = keyset_page(Entry.objects.all(), by=("-id",))

    html = render_to_string(
        "audit/_entries.html",
        {"shown": shown, "lines": lines_of(shown.rows, may_see=sight_of(["outline"], shown.rows))},
    )

    assert "Akinyi Mutua" in html
    assert "<b>Asked to open the case and was refused</b>" in html
    assert "Low" in html
    assert "High" in html


def test_the_page_stands_in_the_file_and_is_a_look_itself(sign_in):
    client = sign_in(name="Akinyi Mutua")
    case = CaseFactory(worker=client.user)
    trail.record(
        Event.CASE_CHANGED, by=client.user, on=case, changes={"risk": (Risk.LOW, Risk.HIGH)}
    )

    page = client.get(reverse("cases:access", args=[case.code]))

    assert page.status_code == 200
    assert "Who opened this file" in page.content.decode()
    assert "Who may open it" in page.content.decode()
    assert Entry.objects.get(event=Event.LOG_VIEWED).case_id == case.pk


@pytest.mark.parametrize("tab", ["timeline", "documents", "services", "services/?rest=1"])
def test_a_part_of_a_page_is_a_look_as_the_page_is(sign_in, tab):
    client = sign_in(worker=True)
    case = CaseFactory(worker=client.user)

    tab, _mark, query = tab.partition("?")
    page = client.get(
        f"/cases/{case.code}/{tab.strip('/')}/?{query}", headers={"HX-Request": "true"}
    )

    assert page.status_code == 200
    assert Entry.objects.get(event=Event.CASE_OPENED).case_id == case.pk


def test_a_stranger_does_not_find_the_log_of_a_case(sign_in):
    case = CaseFactory()

    response = sign_in().get(reverse("cases:access", args=[case.code]))

    assert response.status_code == 404
    assert not Entry.objects.filter(event=Event.LOG_VIEWED).exists()


def test_only_the_case_itself_is_shown(sign_in):
    client = sign_in()
    case, other = CaseFactory(worker=client.user), CaseFactory(worker=client.user)
    trail.look(Event.PRINTED, by=client.user, on=other)

    page = client.get(reverse("cases:access", args=[case.code]))

    assert page.context["lines"] == []


def test_the_log_of_a_case_asks_few_questions(sign_in, django_assert_max_num_queries):
    client = sign_in()
    case = CaseFactory(worker=client.user)
    for _ in range(20):
        note = NoteFactory(case=case)
        trail.record(Event.NOTE_CHANGED, by=note.author, on=note, changes={"text": ("a", "b")})

    client.get(reverse("cases:access", args=[case.code]))  # the first also notes who is there

    with django_assert_max_num_queries(12):
        client.get(reverse("cases:access", args=[case.code]))


def test_the_log_tells_nothing_of_parts_that_are_closed_to_its_reader(sign_in):
    stay, worker = a_resident()
    case = stay.case
    report_missing(stay=stay, by=worker)
    note = NoteFactory(case=case, compartment="legal")
    trail.record(Event.NOTE_CREATED, by=case.lead, on=note)
    other, both = a_case(), UserFactory(worker=True)
    for one in (case, other):
        Tie.objects.create(case=one, user=both)
    set_apart(case=case, code=other.code, reason="Why.", by=both)
    where = reverse("cases:access", args=[case.code])

    read = {
        name: client.get(where).content.decode()
        for name, client in {
            "lead": sign_in(case.lead), "me": sign_in(role="me_officer"), "house": sign_in(worker),
        }.items()
    }  # fmt: skip

    assert "Missing from the shelter" in read["lead"]
    assert "Missing from the shelter" in read["house"]
    assert "Moved into the shelter" not in read["me"]
    assert "Missing from the shelter" not in read["me"]
    assert str(Event.NOTE_CREATED.label) in read["lead"]
    assert str(Event.NOTE_CREATED.label) not in read["me"]
    assert str(Event.NOTE_CREATED.label) not in read["house"]
    assert str(Event.CASE_OPENED.label) in read["me"] or "Who opened this file" in read["me"]
    assert not any("Set two people apart" in page for page in read.values())
