"""The calendar over all services: a week, a day or a month of mine, of a colleague, or of a room."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.calendar.queries import Whose, calendar, colleagues_of
from kimbilio.care.models import Room
from kimbilio.care.queries import rooms_in_use
from kimbilio.web.calendar.lines import choices_of, days_of
from kimbilio.web.day.views import day_of
from kimbilio.web.pages import StaffRequest, page

WEEK = 7
MOST_COLLEAGUES = 100
MOST_OF_A_DAY = {"day": 400, "week": 400, "month": 3}  # a full month stays under 40 kB


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def week(request: StaffRequest) -> HttpResponse:
    """See a week over all services, codes alone, and print it."""
    here = _asked(request)
    monday = here - timedelta(days=here.weekday())
    steps = (monday - timedelta(days=WEEK), monday + timedelta(days=WEEK))
    return _draw(request, "week", monday, WEEK, steps)


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def day(request: StaffRequest) -> HttpResponse:
    """See one day over all services."""
    here = _asked(request)
    return _draw(request, "day", here, 1, (here - timedelta(days=1), here + timedelta(days=1)))


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def month(request: StaffRequest) -> HttpResponse:
    """See a month: a grid of its days, on a phone the list of those on which there is something."""
    first = _asked(request).replace(day=1)
    days = monthrange(first.year, first.month)[1]
    before = (first - timedelta(days=1)).replace(day=1)
    return _draw(request, "month", first, days, (before, first + timedelta(days=days)))


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def whose(request: StaffRequest) -> HttpResponse:
    """Choose the colleague or the room whose calendar I want to see."""
    leads = holds(request.user.role, Permission.MANAGE_TEAM)
    context = {
        "leads": leads,
        "colleagues": colleagues_of(request.user)[:MOST_COLLEAGUES] if leads else [],
        "rooms": rooms_in_use(),
    }
    return render(request, "calendar/whose.html", context)


def _asked(request: StaffRequest) -> date:
    return day_of(request.GET.get("on", "")) or timezone.localdate()


def _draw(
    request: StaffRequest, view: str, first: date, days: int, steps: tuple[date, date]
) -> HttpResponse:
    user = request.user
    chosen = _whose(request)
    choices = choices_of(user, is_room=chosen.room is not None)
    only = request.GET.get("only", "")
    only = only if only in dict(choices) else ""
    shown = calendar(user, chosen, first, days, only=only)
    all_days = [first + timedelta(days=number) for number in range(days)]
    most, names = MOST_OF_A_DAY[view], not chosen.is_of(user)
    kept = {name: request.GET[name] for name in ("of", "room") if request.GET.get(name)}
    context: dict[str, Any] = {
        "view": view,
        **{f"is_{one}": one == view for one in ("day", "week", "month")},
        "days": days_of(shown.entries, all_days, most=most, names=names),
        "first": first,
        "last": all_days[-1],
        "before": steps[0],
        "after": steps[1],
        "whose": chosen,
        "is_mine": chosen.is_of(user),
        "choices": choices,
        "only": only,
        "kept": kept,
        "query": urlencode({**kept, **({"only": only} if only else {})}),
        "is_cut": shown.is_cut,
        "is_empty": not shown.entries,
    }
    return render(request, "calendar/calendar.html", context)


def _whose(request: StaffRequest) -> Whose:
    """Whose calendar the address asks for. Colleagues of other units are not found."""
    of, room = request.GET.get("of", ""), request.GET.get("room", "")
    if room:
        return Whose(room=get_object_or_404(Room, pk=_key(room), is_active=True))
    if not of:
        return Whose()
    if not holds(request.user.role, Permission.MANAGE_TEAM):
        raise Http404
    return Whose(user=get_object_or_404(colleagues_of(request.user), pk=_key(of)))


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404
