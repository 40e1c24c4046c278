"""The court diary by week and by lawyer, and what courts decided."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.justice.figures import figures
from kimbilio.justice.queries import coming_up, diary, lawyers_of, unsaid
from kimbilio.web.day.views import day_of
from kimbilio.web.pages import StaffRequest, page

WEEK, WORKDAYS = 7, 5


@page(needs=Permission.DO_LEGAL_WORK, methods=("GET",))
def week(request: StaffRequest) -> HttpResponse:
    """See who is in which court this week, and who would have to be in two places."""
    here = day_of(request.GET.get("on", "")) or timezone.localdate()
    monday = here - timedelta(days=here.weekday())
    lawyer = _key(request.GET.get("lawyer", ""))
    days = diary(request.user, monday, WEEK, lawyer)
    busy = [number for number, day in enumerate(days, start=1) if day.entries]
    context = {
        "days": days[: max([WORKDAYS, *busy])],
        "lawyers": lawyers_of(request.user, monday, WEEK),
        "lawyer": lawyer,
        "monday": monday,
        "today": timezone.localdate(),
        "before": monday - timedelta(days=WEEK),
        "after": monday + timedelta(days=WEEK),
        "count": sum(len(day.entries) for day in days),
        "clashing": sum(bool(entry.clashes) for day in days for entry in day.entries),
        "unsaid": unsaid(request.user),
        "coming": coming_up(request.user, monday + timedelta(days=WEEK), lawyer),
    }
    return render(request, "justice/diary.html", context)


@page(needs=Permission.DO_LEGAL_WORK, methods=("GET",))
def outcomes(request: StaffRequest) -> HttpResponse:
    """See what courts decided in the cases I reach, and how long it took; small counts are withheld."""
    return render(request, "justice/outcomes.html", {"figures": figures(request.user)})


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
