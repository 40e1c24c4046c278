"""Teams and emergencies through the browser's door."""

import pytest

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, EmergencyOpening
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def test_the_case_lead_adds_and_removes_a_colleague(sign_in, case):
    colleague, client = UserFactory(), sign_in(case.lead)

    client.post(f"/cases/{case.code}/team/", {"user": colleague.pk, "part": "member"})
    assert Case.objects.visible_to(colleague).exists()

    client.post(f"/cases/{case.code}/team/{colleague.pk}/leave/")
    assert not Case.objects.visible_to(colleague).exists()


def test_a_team_mate_sees_the_team_but_changes_nothing(sign_in, case):
    mate, friend = UserFactory(), UserFactory()
    Tie.objects.create(case=case, user=mate)
    client = sign_in(mate)

    assert client.get(f"/cases/{case.code}/team/").status_code == 200
    client.post(f"/cases/{case.code}/team/", {"user": friend.pk, "part": "lead"})
    client.post(f"/cases/{case.code}/team/{case.lead.pk}/leave/")

    assert not Case.objects.visible_to(friend).exists()
    assert Case.objects.visible_to(case.lead).exists()


def test_an_emergency_opens_the_file_and_waits_for_the_right_reviewer(sign_in, case):
    worker, officer = UserFactory(), UserFactory(role=Role.DATA_PROTECTION_OFFICER)
    lead, other_lead = UserFactory(lead=True), UserFactory(lead=True)
    UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)
    reason = "She stands at the gate and asks for me."

    answer = sign_in(worker).post(
        "/cases/emergency/", {"code": case.code.lower(), "reason": reason}
    )

    assert answer.url == f"/cases/{case.code}/"
    assert sign_in(worker).get(answer.url).status_code == 200
    opening = EmergencyOpening.objects.get()
    assert reason in sign_in(lead).get("/cases/emergency/reviews/").content.decode()
    assert reason in sign_in(officer).get("/cases/emergency/reviews/").content.decode()
    assert reason not in sign_in(other_lead).get("/cases/emergency/reviews/").content.decode()
    url = f"/cases/emergency/reviews/{opening.pk}/"
    assert sign_in(other_lead).post(url, {"verdict": "justified"}).status_code == 404
    assert sign_in(lead).post(url, {"verdict": "justified"}).status_code == 302


def test_a_guessed_code_is_written_down_without_what_was_typed(sign_in):
    sign_in().post("/cases/emergency/", {"code": "KB-0000", "reason": "x" * 30})

    assert Entry.objects.get(event="case_refused").facts == {}


@pytest.mark.parametrize(
    "sent", [{"code": "KB-0000", "reason": "x" * 30}, {"code": "", "reason": ""}]
)
def test_a_wrong_code_and_an_empty_reason_are_explained(sign_in, sent):
    answer = sign_in().post("/cases/emergency/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Tie.objects.exists()
