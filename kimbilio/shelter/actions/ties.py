"""The workers of a house are on the team of whoever lives there, as long as they live there."""

from datetime import datetime
from typing import Any

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.access.rules import forget_reach
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.shelter.models import BedPlace, House, HouseWorker, Stay, StayTie


def tie_workers(stay: Stay, house: House, *, by: User) -> None:
    """Put the workers of ``house`` on the team of the case; who is on it already stays as they are."""
    for worker in HouseWorker.objects.filter(house=house).select_related("user").order_by("id"):
        _tie(stay, worker.user, by=by)


def tie_to_residents(house: House, user: User, *, by: User) -> None:
    """A new worker joins the team of everybody who has a bed in the house."""
    places = BedPlace.objects.now().filter(bed__bedroom__house=house)
    for place in places.select_related("stay__case").order_by("id"):
        _tie(place.stay, user, by=by)


def end_ties(stay: Stay, *, by: User, at: datetime) -> None:
    """With the stay end the ties that were made for it."""
    _end(StayTie.objects.filter(stay=stay), by=by, at=at)


def leave_cases_of(house: House, user: User, *, by: User, at: datetime) -> None:
    """A colleague who no longer works in the house leaves the teams they joined because of it."""
    here = BedPlace.objects.now().filter(bed__bedroom__house=house).values("stay")
    _end(StayTie.objects.filter(stay__in=here, tie__user=user), by=by, at=at)


def _tie(stay: Stay, user: User, *, by: User) -> None:
    live = Tie.objects.live().filter(case=stay.case, user=user)
    if live.filter(kind__in=[TieKind.LEAD, TieKind.MEMBER]).exists():
        return
    tie = Tie.objects.create(case=stay.case, user=user, kind=TieKind.MEMBER)
    StayTie.objects.create(stay=stay, tie=tie)
    forget_reach(user)
    trail.record(Event.TEAM_CHANGED, by=by, on=stay.case, added=user.pk)


def _end(kept: Any, *, by: User, at: datetime) -> None:
    for one in kept.filter(tie__until=None).select_related("tie__user", "stay__case"):
        Tie.objects.filter(pk=one.tie_id).update(until=at)
        forget_reach(one.tie.user)
        forget_reach(by)  # it may be themselves
        trail.record(Event.TEAM_CHANGED, by=by, on=one.stay.case, removed=one.tie.user_id)
