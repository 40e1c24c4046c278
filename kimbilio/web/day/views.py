"""My day: what needs me first, and what comes after."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows, holds
from kimbilio.access.rules import reach_of
from kimbilio.care.queries import duties_of, meetings_of, works_in_service
from kimbilio.cases.actions.tasks import finish_tasks, move_late_tasks
from kimbilio.cases.models import Task
from kimbilio.cases.queries.my_day import MOST_CASES, my_day, span_of
from kimbilio.referrals.queries import letters_to_collect
from kimbilio.web.day.lines import (
    CallLine,
    ClockLine,
    address_of,
    call_back_limit,
    greeting,
    slots,
)
from kimbilio.web.pages import StaffRequest, page

START_PAGES = (
    ("staff:index", Permission.MANAGE_ACCOUNTS),
    ("log:index", Permission.SEE_LOG),
    ("outline:index", Permission.SEE_OUTLINE),
    ("cases:index", Permission.SEE_CASES),
    ("lessons:index", Permission.SEE_LESSONS),
)
MOST_CALLS_DRAWN = 8
MOVES_BY = 2  # days by which late tasks move on one press, over the weekend if need be


@page(needs=Permission.SIGNED_IN, methods=("GET",))
def today(request: StaffRequest) -> HttpResponseBase:
    """See what needs me first today; roles without case work go to where their work is."""
    user = request.user
    if not holds(user.role, Permission.WORK_ON_CASE):
        return _start_page(request)
    now = timezone.now()
    day = my_day(user, now=now)
    here = timezone.localdate(now)
    meetings = meetings_of(user, *span_of(here, 1), unsaid=True)
    sessions = [meeting for meeting in meetings if not meeting.is_unsaid]
    late_steps = [step for step in day.steps if step.due_on and step.due_on < here]
    context: dict[str, Any] = {
        "greeting": greeting(now, user),
        "now": timezone.localtime(now),
        "day": day,
        "is_capped": day.open_cases >= MOST_CASES,
        "clocks": [ClockLine(clock) for clock in day.clocks],
        "calls": [CallLine(call) for call in day.calls[:MOST_CALLS_DRAWN]],
        "all_calls": len(day.calls) + day.calls_done,
        "slots": slots(day.agenda, now=now, user=user, sessions=sessions),
        "has_agenda": bool(day.agenda or sessions),
        "serves": works_in_service(user),
        "unsaid": [meeting for meeting in meetings if meeting.is_unsaid],
        "letters": letters_to_collect(user, until=here),
        "tasks": [(task, address_of(task)) for task in [*day.late, *day.due_today]],
        "late_count": len(day.late) + len(late_steps),
        "call_back_limit": call_back_limit(),
        "sees_names": allows(user.role, Compartment.IDENTITY, Act.VIEW),
        "sets_duty": holds(user.role, Permission.MANAGE_TEAM),
        "leads": bool(reach_of(user).units),
        "opens_cases": holds(user.role, Permission.OPEN_CASE),
        "move_to": _workday(here),
    }
    return render(request, "day/today.html", context)


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def duties(request: StaffRequest) -> HttpResponse:
    """See what I do today in the services I work in; My day asks for it once it is there."""
    template = "day/_duties.html" if request.htmx else "day/duties.html"
    return render(request, template, {"duties": duties_of(request.user)})


def _start_page(request: StaffRequest) -> HttpResponseBase:
    """The first page of a role that has no case work."""
    for name, permission in START_PAGES:
        if holds(request.user.role, permission):
            try:
                return redirect(reverse(name))
            except NoReverseMatch:
                continue
    return render(request, "day/start.html")


def _workday(day: date) -> date:
    """Two days on, and not on a weekend."""
    to = day + timedelta(days=MOVES_BY)
    return to + timedelta(days=(7 - to.weekday()) if to.weekday() > 4 else 0)


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def tasks_done(request: StaffRequest) -> HttpResponse:
    """Tick off the tasks that are done."""
    wanted = [key for text in request.POST.getlist("task")[:50] if (key := _key(text))]
    tasks = Task.objects.open_to(request.user).filter(pk__in=wanted).select_related("case")
    done = finish_tasks(tasks=tasks, by=request.user)
    if done:
        said = ngettext("%(n)s task is done.", "%(n)s tasks are done.", done) % {"n": done}
        messages.success(request, said)
    else:
        messages.info(request, _("Tick the tasks that are done first."))
    return redirect("day:today")


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def move_late(request: StaffRequest) -> HttpResponse:
    """Move all my late tasks to one day."""
    to = day_of(request.POST.get("to", "")) or _workday(timezone.localdate())
    moved = move_late_tasks(to=to, by=request.user)
    said = ngettext("%(n)s task is moved.", "%(n)s tasks are moved.", moved) % {"n": moved}
    messages.success(request, said)
    return redirect("day:today")


def day_of(text: str) -> date | None:
    """A day between the years 2000 and 2100, or None."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 2100 else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
