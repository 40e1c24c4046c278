"""The rows of one case in memory, and the rows of all cases: one rule, asked in two ways."""

import pytest
from django.apps import apps

from kimbilio.access.choices import Act, TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.models import Case
from kimbilio.cases.models.parts import PartQuerySet
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.guardrails.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def parts():
    """Every table whose rows belong to a case and follow its rule."""
    return [
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), PartQuerySet)
    ]


@pytest.fixture
def world():
    return World()


def differing(user, case):
    """The tables of which both ways show something else to ``user``, with what they may do."""
    return [
        (model._meta.label, act)
        for model in parts()
        for act in (Act.VIEW, Act.CHANGE)
        if set(model.objects.open_in(case, user, act).values_list("pk"))
        != set(model.objects.open_to(user, act).filter(case=case).values_list("pk"))
    ]


def test_both_ways_agree_for_each_role_with_a_tie_and_without(world):
    case = Case.objects.get(pk=world.case.pk)
    shown = 0
    for role in Role:
        stranger, member, left = (UserFactory(role=role) for _ in range(3))
        Tie.objects.create(case=case, user=member, kind=TieKind.MEMBER)
        left.is_active = False
        left.save()
        Tie.objects.create(case=case, user=left, kind=TieKind.MEMBER)
        for user in (stranger, member, left):
            assert differing(user, case) == [], (role, user == member)
        shown += sum(model.objects.open_in(case, member).count() for model in parts())
    assert len(parts()) > 40
    assert shown > 200  # it was not nothing that agreed


def test_both_ways_agree_for_a_lead_by_unit_and_for_ties_too_many_to_name(world, monkeypatch):
    case = Case.objects.get(pk=world.case.pk)
    lead = UnitMembershipFactory(unit=case.unit, user__role=Role.TEAM_LEAD, is_lead=True).user
    assert differing(lead, case) == []

    monkeypatch.setattr("kimbilio.access.rules.TOO_MANY_TO_NAME", 0)
    assert differing(lead, case) == []
    assert differing(world.owner, case) == []
