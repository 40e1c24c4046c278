"""Who works on a case, and what happens when somebody else must open it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.cases.actions.emergency import AlreadyReviewed, break_glass, review_opening
from kimbilio.cases.actions.team import LastLead, add_member, assign_lead, remove_member
from kimbilio.cases.models import Case, EmergencyOpening, Notice
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_a_new_lead_takes_over_and_the_old_one_stays_on_the_team():
    before, after = UserFactory(), UserFactory()
    case = CaseFactory(worker=before)

    assign_lead(case=case, lead=after, by=before)

    case.refresh_from_db()
    assert case.lead == after
    assert sees(before, case)
    assert sees(after, case)
    assert Notice.objects.get().user == after


def test_a_stranger_cannot_take_a_case():
    stranger = UserFactory()
    case = CaseFactory(worker=UserFactory())

    with pytest.raises(NotAllowed):
        assign_lead(case=case, lead=stranger, by=stranger)

    assert not sees(stranger, case)


def test_who_leaves_the_team_sees_nothing_any_more():
    lead, member = UserFactory(), UserFactory()
    case = CaseFactory(worker=lead)
    add_member(case=case, member=member, by=lead)
    assert sees(member, case)

    remove_member(case=case, member=member, by=lead)

    assert not sees(member, case)
    with pytest.raises(LastLead):
        remove_member(case=case, member=lead, by=lead)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_roles_without_cases_cannot_join_a_team(role):
    case = CaseFactory(worker=UserFactory())

    with pytest.raises(BadInput):
        add_member(case=case, member=UserFactory(role=role), by=case.lead)


def test_breaking_the_glass_opens_for_three_hours_and_tells_the_overseers():
    case, worker = CaseFactory(), UserFactory()
    lead = UserFactory(role=Role.TEAM_LEAD)
    officer = UserFactory(role=Role.DATA_PROTECTION_OFFICER)
    UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)

    break_glass(code=case.code, reason="She is at the gate and asks for me by name.", by=worker)

    assert sees(worker, case)
    assert {notice.user for notice in Notice.objects.all()} == {lead, officer}
    assert Entry.objects.filter(event="glass_broken", case_id=case.pk).exists()
    Tie.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert not sees(worker, case)


def test_the_glass_holds_without_a_reason_or_for_the_wrong_role():
    case = CaseFactory()

    with pytest.raises(BadInput):
        break_glass(code=case.code, reason="urgent", by=UserFactory())
    with pytest.raises(NotAllowed):
        break_glass(
            code=case.code,
            reason="I only want to look at it.",
            by=UserFactory(role=Role.ME_OFFICER),
        )

    assert not Tie.objects.exists()


def test_an_unknown_code_says_no_more_than_a_closed_door():
    with pytest.raises(BadInput):
        break_glass(code="KB-0000", reason="She is at the gate and waits.", by=UserFactory())


def test_nobody_reviews_their_own_opening_and_nobody_reviews_twice():
    case, lead = CaseFactory(), UserFactory(role=Role.TEAM_LEAD)
    break_glass(code=case.code, reason="Hospital asks whom to call now.", by=lead)
    opening = EmergencyOpening.objects.get()

    with pytest.raises(NotAllowed):
        review_opening(opening=opening, verdict="justified", by=lead)

    other = UserFactory(role=Role.DATA_PROTECTION_OFFICER)
    review_opening(opening=opening, verdict="justified", by=other)
    with pytest.raises(AlreadyReviewed):
        review_opening(opening=opening, verdict="not_justified", by=other)
