"""One rule for lists and for records."""

import pytest

from kimbilio.access import rules
from kimbilio.access.choices import Act, Compartment, Permission, TieKind
from kimbilio.access.models import Tie
from kimbilio.access.rules import may, require
from kimbilio.accounts.choices import Role
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import NotAllowed
from kimbilio.organisation.models import DutyShift
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_nobody_but_the_outline_roles_sees_a_case_without_a_tie(role):
    CaseFactory()
    user = UserFactory(role=role)

    seen = Case.objects.visible_to(user).count()

    assert seen == (1 if role in {Role.MANAGER, Role.ME_OFFICER} else 0)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("compartment", [c for c in Compartment if c != Compartment.OUTLINE])
def test_no_role_opens_a_compartment_without_a_tie(role, compartment):
    CaseFactory()

    assert not Case.objects.open_to(UserFactory(role=role), compartment).exists()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("compartment", Compartment)
@pytest.mark.parametrize("act", Act)
def test_list_and_record_agree_for_every_role(role, compartment, act):
    user = UserFactory(role=role)
    tied, untied = CaseFactory(), CaseFactory()
    Tie.objects.create(case=tied, user=user)

    listed = set(Case.objects.open_to(user, compartment, act))

    for case in (tied, untied):
        asked = may(user, Permission.SEE_CASES, case, compartment=compartment, act=act)
        assert asked == (case in listed)


@pytest.mark.parametrize("limit", ["MOST_IN_A_STATEMENT", "TOO_MANY_TO_NAME"])
def test_somebody_with_more_cases_than_can_be_named_reaches_the_same(
    limit, monkeypatch, hours_around
):
    worker = UserFactory()
    mine, ended, untied = CaseFactory(), CaseFactory(), CaseFactory()
    Tie.objects.create(case=mine, user=worker)
    until = hours_around(-5, -1)["ends_at"]
    Tie.objects.create(case=ended, user=worker, kind=TieKind.EMERGENCY, until=until)
    monkeypatch.setattr(rules, limit, 0)

    for compartment in (Compartment.OUTLINE, Compartment.STORY, Compartment.IDENTITY):
        assert list(Case.objects.open_to(worker, compartment)) == [mine]
        asked = [
            may(worker, Permission.SEE_CASES, one, compartment=compartment)
            for one in (mine, ended, untied)
        ]
        assert asked == [True, False, False]


def test_a_unit_lead_reaches_the_cases_of_the_unit_alone():
    case, other = CaseFactory(), CaseFactory()
    lead = UserFactory(role=Role.TEAM_LEAD)
    UnitMembershipFactory(unit=case.unit, user=lead, is_lead=True)
    UnitMembershipFactory(unit=other.unit, user=lead, is_lead=False)

    assert list(Case.objects.visible_to(lead)) == [case]


def test_duty_reaches_urgent_open_cases_while_it_lasts(hours_around):
    case = CaseFactory(is_urgent=True)
    worker = UserFactory()
    shift = DutyShift.objects.create(user=worker, **hours_around(-1, 7))

    assert list(Case.objects.visible_to(worker)) == [case]
    DutyShift.objects.filter(pk=shift.pk).update(**hours_around(-8, -1))
    assert not Case.objects.visible_to(worker).exists()


def test_an_ended_tie_opens_nothing(hours_around):
    case, worker = CaseFactory(), UserFactory()
    ended = hours_around(-5, -1)["ends_at"]
    Tie.objects.create(case=case, user=worker, kind=TieKind.EMERGENCY, until=ended)

    assert not Case.objects.visible_to(worker).exists()
    with pytest.raises(NotAllowed):
        require(worker, Permission.WORK_ON_CASE, case)


def test_somebody_inactive_sees_nothing():
    worker = UserFactory(is_active=False)
    CaseFactory(worker=worker)

    assert not Case.objects.visible_to(worker).exists()
