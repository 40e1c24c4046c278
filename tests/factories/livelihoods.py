"""Grants, businesses and enrolments, as small as the law allows."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.livelihoods.actions.giving import Given
from kimbilio.livelihoods.models import Business, BusinessGrant, FundingGrant, Schooling
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def a_funding(code="MF-1", **fields):
    """A grant that pays this year and last."""
    given = {"from_on": days_ago(400), "until_on": days_ago(-200), **fields}
    return FundingGrant.objects.create(donor="Mfano Fund", code=code, **given)


def a_business(*, case=None, **fields):
    """An idea of somebody whose case has a lead."""
    case = case or CaseFactory(worker=UserFactory(worker=True))
    given = {"sector": "food", "plan": "Sells chapati.", **fields}
    return Business.objects.create(case=case, responsible=case.lead, asked_by=case.lead, **given)


def a_running_business(*, since=120, **fields):
    """One that trades since so many days."""
    at = timezone.now() - timedelta(days=since)
    return a_business(started_at=at, opened_on=days_ago(since), **fields)


def an_approved_grant(business, *, cents=50_000_00, funding=None):
    """Money for the business, with the yes of a second person."""
    return BusinessGrant.objects.create(
        case=business.case, business=business, wanted_cents=cents, appraisal="Sound.",
        asked_by=business.responsible, state="approved", approved_cents=cents,
        funding=funding or a_funding(), decided_by=UserFactory(lead=True),
        decided_at=timezone.now(),
    )  # fmt: skip


def a_schooling(*, case=None, **fields):
    """A place in a school."""
    case = case or CaseFactory(worker=UserFactory(worker=True))
    given = {"kind": "school", "place": "Mfano Primary", **fields}
    return Schooling.objects.create(case=case, responsible=case.lead, asked_by=case.lead, **given)


def given(funding, cents=1_000_00, **fields):
    """What was given yesterday."""
    return Given(
        given_on=fields.pop("on", days_ago(1)), cost_cents=cents, funding=funding, **fields
    )
