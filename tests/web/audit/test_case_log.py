"""The log of one case, inside its file."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.choices import Risk
from kimbilio.web.audit.lines import lines_of
from kimbilio.web.audit.sight import sight_of
from kimbilio.web.paging import keyset_page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, NoteFactory

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
