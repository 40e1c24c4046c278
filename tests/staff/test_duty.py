"""Duty: set by leads and managers, recorded, and never twice at one time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.organisation.models import DutyShift
from kimbilio.organisation.queries import duty_lead
from kimbilio.staff.duty import remove_shift, set_shift, shifts_to_come
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return UserFactory(lead=True)


def test_a_lead_sets_and_ends_a_shift(leader, hours_around):
    shift = set_shift(user=leader, is_lead=True, by=leader, **hours_around(-1, 5))
    assert duty_lead(at=timezone.now()) == leader

    remove_shift(shift=shift, by=leader)

    assert duty_lead(at=timezone.now() + timedelta(seconds=1)) is None
    assert DutyShift.objects.exists()  # what was is kept
    assert Entry.objects.filter(event="duty_changed").count() == 2


def test_a_shift_to_come_disappears(leader, hours_around):
    shift = set_shift(user=UserFactory(), by=leader, **hours_around(1, 5))
    assert list(shifts_to_come(viewer=leader, at=timezone.now())) == [shift]

    remove_shift(shift=shift, by=leader)

    assert not DutyShift.objects.exists()


@pytest.mark.parametrize("hours", [(5, 1), (-9, -1), (0, 24 * 8)])
def test_impossible_shifts_are_refused(leader, hours_around, hours):
    with pytest.raises(BadInput):
        set_shift(user=leader, by=leader, **hours_around(*hours))


def test_nobody_is_on_duty_twice_or_leads_out_of_role(leader, hours_around):
    worker = UserFactory()
    set_shift(user=worker, by=leader, **hours_around(0, 5))

    with pytest.raises(BadInput):
        set_shift(user=worker, by=leader, **hours_around(4, 8))
    with pytest.raises(BadInput):
        set_shift(user=UserFactory(), is_lead=True, by=leader, **hours_around(0, 5))
    with pytest.raises(BadInput):
        set_shift(user=UserFactory(therapist=True), by=leader, **hours_around(0, 5))


@pytest.mark.parametrize("role", set(Role) - {Role.TEAM_LEAD, Role.MANAGER})
def test_others_set_no_shift(role, hours_around):
    user = UserFactory(role=role)

    with pytest.raises(NotAllowed):
        set_shift(user=UserFactory(), by=user, **hours_around(0, 5))
    assert not DutyShift.objects.exists()
    assert not Entry.objects.exists()
