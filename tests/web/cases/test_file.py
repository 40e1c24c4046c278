"""The case file as its lead, a stranger and others see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    ContactPointFactory(
        person=case.survivor, is_primary=True, code_phrase="from the tailoring class"
    )
    for number in range(8):
        add_note(case=case, kind="call", text=f"She said {number}.", by=case.lead)
    return case


def test_the_lead_sees_the_file_in_few_queries(sign_in, case, django_assert_max_num_queries):
    client = sign_in(case.lead)
    client.get("/account/")  # the first page of a visit also notes when it was

    with django_assert_max_num_queries(12):
        page = client.get(f"/cases/{case.code}/").content.decode()

    assert "Pendo" in page
    assert "from the tailoring class" in page
    assert "+254700000001" not in page
    assert "She said 7." in page
    assert Entry.objects.filter(event="case_opened", actor_id=case.lead.pk).count() == 1


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (1, False)])
def test_what_should_have_been_done_by_now_is_late(sign_in, case, days, is_late):
    Case.objects.filter(pk=case.pk).update(next_due_at=timezone.now() + timedelta(days=days))

    page = sign_in(case.lead).get(f"/cases/{case.code}/").content.decode()

    assert ('<span class="pill honey">late</span>' in page) is is_late


@pytest.mark.parametrize("role", Role)
def test_a_stranger_of_any_role_sees_no_name(sign_in, case, role):
    answer = sign_in(UserFactory(role=role)).get(f"/cases/{case.code}/")

    sees_outline = role in {Role.MANAGER, Role.ME_OFFICER}
    assert answer.status_code == (200 if sees_outline else 404)
    assert "Pendo" not in answer.content.decode()
    assert "She said" not in answer.content.decode()


def test_a_shelter_worker_on_the_team_reads_no_story(sign_in, case):
    worker = UserFactory(role=Role.SHELTER_WORKER)
    Tie.objects.create(case=case, user=worker)

    page = sign_in(worker).get(f"/cases/{case.code}/timeline/").content.decode()

    assert "She said" not in page


def test_the_timeline_goes_on_page_by_page(sign_in, case, django_assert_max_num_queries):
    for number in range(40):
        add_note(case=case, kind="visit", text=f"Visit {number}.", by=case.lead)
    client = sign_in(case.lead)

    with django_assert_max_num_queries(12):
        first = client.get(f"/cases/{case.code}/timeline/?kind=visit")
    second = client.get(f"/cases/{case.code}/timeline/?kind=visit&after={first.context['next']}")

    assert len(first.context["lines"]) == 25
    assert len(second.context["lines"]) == 15
