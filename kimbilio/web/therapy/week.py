"""The therapist's week: rooms by days, who comes next, how everybody's PHQ-9 goes, who waits."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from kimbilio.access.choices import Permission
from kimbilio.therapy.choices import SessionKind
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode
from kimbilio.therapy.queries import (
    WeekRow,
    measured,
    next_of,
    open_episodes,
    results_of,
    totals_of,
    week_by_room,
)
from kimbilio.therapy.scales.known import ScaleCode
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.therapy.drawing import Spark, chart_of

WEEK, WORKDAYS = 7, 5


@page(needs=Permission.GIVE_THERAPY, methods=("GET",))
def week(request: StaffRequest) -> HttpResponse:
    """See the week by room, codes only, so that the screen can stay open."""
    here = day_of(request.GET.get("on", "")) or timezone.localdate()
    monday = here - timedelta(days=here.weekday())
    told = week_by_room(request.user, monday, WEEK)
    days = [monday + timedelta(days=number) for number in range(_days_shown(told.rows))]
    episodes = list(open_episodes(request.user))
    context: dict[str, Any] = {
        "rows": [
            {"room": row.room, "cells": list(zip(days, row.days, strict=False))}
            for row in told.rows
        ],
        "days": days,
        "today": timezone.localdate(),
        "monday": monday,
        "before": monday - timedelta(days=WEEK),
        "after": monday + timedelta(days=WEEK),
        "sessions": told.sessions,
        "is_cut": told.is_cut,
        "kinds": SessionKind,
        "sparks": _sparks(episodes),
        "waiting": [one for one in episodes if one.waits],
        "next": _next(request),
    }
    return render(request, "therapy/week.html", context)


def _days_shown(rows: list[WeekRow]) -> int:
    """Monday to Friday, and as far into the weekend as there is something."""
    busy = [number for row in rows for number, day in enumerate(row.days) if day]
    return max([WORKDAYS, *(number + 1 for number in busy)])


def _sparks(episodes: list[TherapyEpisode]) -> list[Spark]:
    totals = totals_of(episodes, ScaleCode.PHQ9)
    return [
        Spark(one.case.code, reverse("cases:therapy", args=[one.case.code, one.pk]), totals[one.pk])
        for one in episodes
        if one.pk in totals
    ]


def _next(request: StaffRequest) -> dict[str, Any] | None:
    """The card of who comes next, with the line of PHQ-9."""
    attendance = next_of(request.user, timezone.now())
    if attendance is None:
        return None
    told = measured(results_of(attendance.episode)).get(ScaleCode.PHQ9, [])
    return {
        "attendance": attendance,
        "chart": chart_of(ScaleCode.PHQ9, told),
        "latest": told[-1] if told else None,
        "first": told[0] if told else None,
        "number": TherapyAttendance.objects.filter(
            episode=attendance.episode, session__starts_at__lte=attendance.session.starts_at
        )
        .exclude(presence__in=("absent", "excused"))
        .count(),
    }


def day_of(text: str) -> date | None:
    """A day between the years 2000 and 2100, or None."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 2100 else None
