"""The rescue page: who sees it, who writes what, and how it says no."""

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.actions.rescue import move_rescue, request_rescue
from kimbilio.cases.intake_choices import RescueState
from kimbilio.cases.models import Rescue
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    return CaseFactory(worker=UserFactory())


@pytest.fixture
def leader(case):
    return UnitMembershipFactory(
        unit=case.unit, is_lead=True, user=UserFactory(role=Role.TEAM_LEAD)
    ).user


def local_now():
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def test_asking_and_the_second_yes(case, leader, sign_in):
    worker, address = sign_in(case.lead), f"/cases/{case.code}/rescue/"
    assert "Nobody has asked for a rescue" in worker.get(address).content.decode()

    worker.post(address, {"pick_up": "Blue gate", "danger": "Dogs"})
    page = worker.get(address).content.decode()
    assert "Blue gate" in page
    assert "Yes, go" not in page

    rescue = Rescue.objects.get()
    lead = sign_in(leader)
    assert "Yes, go" in lead.get(address).content.decode()
    answer = lead.post(
        address, {"to": "approved", "happened_at": local_now(), "version": rescue.version}
    )
    assert answer.status_code == 302
    assert "Team named" in worker.get(address).content.decode()


def test_a_step_seen_too_late_keeps_the_words(case, leader, sign_in):
    rescue = request_rescue(case=case, by=case.lead)
    seen = rescue.version
    move_rescue(rescue=rescue, to=RescueState.APPROVED, by=leader)
    move_rescue(rescue=rescue, to=RescueState.TEAM, by=leader)

    answer = sign_in(case.lead).post(
        f"/cases/{case.code}/rescue/",
        {
            "to": "authorities",
            "happened_at": local_now(),
            "version": seen,
            "words": "Desk officer told",
        },
    )

    assert answer.status_code == 422
    assert "Someone else wrote down a step" in answer.content.decode()
    assert "Desk officer told" in answer.content.decode()
    rescue.refresh_from_db()
    assert rescue.state == RescueState.TEAM


def test_a_worker_cannot_post_the_yes(case, sign_in):
    rescue = request_rescue(case=case, by=case.lead)

    answer = sign_in(case.lead).post(
        f"/cases/{case.code}/rescue/",
        {"to": "approved", "happened_at": local_now(), "version": rescue.version},
    )

    assert answer.status_code == 422
    rescue.refresh_from_db()
    assert rescue.state == RescueState.REQUESTED


@pytest.mark.parametrize("role", Role)
def test_strangers_find_no_rescue(case, sign_in, role):
    request_rescue(case=case, pick_up="Blue gate", by=case.lead)
    case.is_urgent = False
    case.save()

    assert sign_in(UserFactory(role=role)).get(f"/cases/{case.code}/rescue/").status_code == 404


def test_the_page_needs_few_queries(case, leader, sign_in, django_assert_max_num_queries):
    rescue = request_rescue(case=case, by=case.lead)
    for state in ("approved", "team", "authorities"):
        move_rescue(rescue=rescue, to=RescueState(state), by=leader)
    client = sign_in(case.lead)
    client.get(f"/cases/{case.code}/rescue/")

    with django_assert_max_num_queries(12):
        client.get(f"/cases/{case.code}/rescue/")


def test_a_team_mate_without_whereabouts_to_change_reads_only(case, sign_in):
    therapist = UserFactory(role=Role.THERAPIST)
    Tie.objects.create(case=case, user=therapist, kind=TieKind.MEMBER)
    request_rescue(case=case, pick_up="Blue gate", by=case.lead)

    page = sign_in(therapist).get(f"/cases/{case.code}/rescue/").content.decode()

    assert "Blue gate" in page
    assert "Next step" not in page
