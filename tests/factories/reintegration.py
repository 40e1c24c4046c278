"""Follow-ups and returns, as small as the law allows."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.organisation.models import UnitMembership
from kimbilio.reintegration.models import FollowUp, Reintegration, Repatriation
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


def a_case(**fields):
    """A case with a lead who works on it and a unit with a lead of its own."""
    case = CaseFactory(worker=UserFactory(worker=True), **fields)
    UnitMembership.objects.create(unit=case.unit, user=UserFactory(lead=True), is_lead=True)
    return case


def joins(case, **role):
    """Somebody of that role on the team."""
    user = UserFactory(**role)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def home_since(days=30, *, case=None):
    """Somebody who came home so many days ago and is followed up by the lead of the case."""
    case = case or a_case()
    day = timezone.localdate() - timedelta(days=days)
    return Reintegration.objects.create(
        case=case, start_on=day, responsible=case.lead, asked_by=case.lead
    )


def a_follow_up(episode, *, days=0, **fields):
    """A planned visit that stands in nobody's calendar."""
    due_at = timezone.now().replace(microsecond=0) + timedelta(days=days)
    given = {"way": "visit", "who": episode.responsible, **fields}
    return FollowUp.objects.create(case=episode.case, episode=episode, due_at=due_at, **given)


def a_return(*, case=None, **fields):
    """A return to Kenya that is being prepared."""
    case = case or a_case()
    given = {"direction": "in", "country": "LB", "responsible": case.lead, **fields}
    return Repatriation.objects.create(case=case, asked_by=case.lead, **given)
