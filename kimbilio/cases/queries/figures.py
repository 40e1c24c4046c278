"""The figures of the outline for management: counts alone, of all cases or of some units."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import reach_of, require
from kimbilio.accounts.models import User
from kimbilio.cases.choices import Risk
from kimbilio.cases.closing_choices import ClosureState
from kimbilio.cases.filters import NO_CLOSING, QUIET_AFTER, without_closing
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import (
    Case,
    Closure,
    EmergencyOpening,
    OutlineFigure,
    ResponseClock,
    Step,
)
from kimbilio.consent.queries import consents_ending

ALL = "all"
FRESH = timedelta(minutes=20)
AGES = (30, 90, 180, 365)  # days, where the bands of the age of cases end
MOST_SQUARES = 300
Figures = dict[str, Any]


def figures_for(viewer: User) -> tuple[Figures, datetime, list[UUID] | None]:
    """The figures that ``viewer`` may see, the moment they were counted, and the units they are of."""
    require(viewer, Permission.SEE_OUTLINE)
    units = units_of(viewer)
    scope = ALL if units is None else str(units[0]) if len(units) == 1 else ""
    kept = OutlineFigure.objects.filter(scope=scope, counted_at__gt=timezone.now() - FRESH).first()
    if kept:
        return kept.figures, kept.counted_at, units
    return count_figures(units), timezone.now(), units


def units_of(viewer: User) -> list[UUID] | None:
    """The units whose figures ``viewer`` sees; None is the whole organisation."""
    reach = reach_of(viewer)
    return None if reach.sees_all_outlines else sorted(reach.units)


def squares_of(units: list[UUID] | None) -> list[Any]:
    """Every open case, if there are few enough to draw each."""
    rows = _cases(units).open().values_list("code", "stage", "risk", "next_due_at", named=True)
    return list(rows.order_by("risk", "next_due_at", "id")[:MOST_SQUARES])


def count_figures(units: list[UUID] | None) -> Figures:
    """Count everything: five grouped queries over indexes, whatever the number of cases."""
    today = timezone.localdate()
    cases, within = _cases(units), _within(units)
    year = _start(today.replace(month=1, day=1))
    closures = Closure.objects.filter(
        within, state=ClosureState.APPROVED, answered_at__gte=year, case__closed_at__isnull=False
    )
    counted = closures.order_by().values_list("reason").annotate(n=Count("case", distinct=True))
    others = cases.filter(without_closing(), closed_at__gte=year).order_by()
    others = others.annotate(how=Value(NO_CLOSING, output_field=CharField())).values_list("how")
    counted = counted.union(others.annotate(n=Count("pk")), all=True)
    stages, live = _by_stage(cases.open(), today)
    return {
        "stages": stages,
        "open": live,
        "workers": _workers(cases.open()),
        **_by_month(cases, today),
        "reasons": [list(row) for row in counted if row[1]],
        **_beside(within, cases.open(), today),
    }


def _cases(units: list[UUID] | None) -> Any:
    return Case.objects.all() if units is None else Case.objects.filter(unit__in=units)


def _within(units: list[UUID] | None) -> Q:
    return Q() if units is None else Q(case__unit__in=units)


def _by_stage(live: QuerySet[Case], today: date) -> tuple[list[list[Any]], dict[str, int]]:
    """Open cases by stage and risk with how many are late; and, of all of them, how many are late,
    quiet, minors and how old."""
    now = timezone.now()
    edges = [_start(today - timedelta(days=days)) for days in AGES]
    asked = {
        "late": Q(next_due_at__lt=now),
        "quiet": Q(heard__lt=now - QUIET_AFTER),
        "minors": Q(is_minor=True),
        "age_0": Q(opened_at__gte=edges[0]),
        f"age_{len(AGES)}": Q(opened_at__lt=edges[-1]),
    }
    for number, (newer, older) in enumerate(pairwise(edges), start=1):
        asked[f"age_{number}"] = Q(opened_at__lt=newer, opened_at__gte=older)
    groups = (
        live.alias(heard=Coalesce("last_contact_at", "opened_at"))
        .order_by()
        .values("stage", "risk")
        .annotate(n=Count("pk"), **{name: Count("pk", filter=q) for name, q in asked.items()})
    )
    rows: list[Any] = list(groups)
    stages = [[row["stage"], row["risk"], row["n"], row["late"]] for row in rows]
    return stages, {name: sum(row[name] for row in rows) for name in asked}


def _workers(live: QuerySet[Case]) -> list[list[Any]]:
    """Id and name of each worker, their open cases, and how many of them are of high risk."""
    high = Count("pk", filter=Q(risk=Risk.HIGH))
    rows = live.order_by().values_list("lead", "lead__name").annotate(n=Count("pk"), high=high)
    return [[str(lead or ""), name or "", n, its_high] for lead, name, n, its_high in rows]


def _by_month(cases: QuerySet[Case], today: date) -> dict[str, dict[str, int]]:
    """New and closed cases of each of the last twelve months. Each month is counted between its two
    ends: cutting moments down to months costs SQLite ten times as much."""
    months = months_back(today)
    ends = [*months[1:], (months[-1] + timedelta(days=32)).replace(day=1)]
    halves = []
    for what, column in (("opened", "opened_at"), ("closed", "closed_at")):
        counts = {
            f"m{number}": Count(
                "pk",
                filter=Q(**{f"{column}__gte": _start(first), f"{column}__lt": _start(end)}),
            )
            for number, (first, end) in enumerate(zip(months, ends, strict=True))
        }
        some = cases.order_by().filter(**{f"{column}__gte": _start(months[0])})
        named = some.annotate(what=Value(what, output_field=CharField()))
        halves.append(named.values("what").annotate(**counts))
    found: dict[str, Any] = {row["what"]: row for row in halves[0].union(halves[1], all=True)}
    return {
        what: {
            f"{month:%Y-%m}": found.get(what, {}).get(f"m{number}", 0)
            for number, month in enumerate(months)
        }
        for what in ("opened", "closed")
    }


def _beside(within: Q, live: QuerySet[Case], today: date) -> dict[str, Any]:
    """Figures about parts of cases, in one query: each is a row of a name and a number."""
    met = ResponseClock.objects.filter(
        within,
        kind=ClockKind.FIRST_CONTACT,
        met_at__isnull=False,
        started_at__gte=_start(months_back(today)[0]),
    )
    parked = Step.objects.filter(within, case__closed_at__isnull=True).parked()
    ending = live.filter(survivor__in=consents_ending(today).values("person_id"))
    asked = [
        _one("met", met, "pk"),
        _one("good", met.filter(met_at__lte=F("due_at")), "pk"),
        _one("parked", parked, "pk"),
        _one("parked_cases", parked, "case"),
        _one("ending", ending, "pk"),
        _one("reviews", EmergencyOpening.objects.filter(within, reviewed_at=None), "pk"),
    ]
    counted = dict(asked[0].union(*asked[1:], all=True))
    n = {name: counted.get(name, 0) for name in ("met", "good", "parked", "parked_cases")}
    return {
        "answered": {"n": n["met"], "good": n["good"]},
        "parked": {"n": n["parked"], "cases": n["parked_cases"]},
        "ending": counted.get("ending", 0),
        "reviews": counted.get("reviews", 0),
    }


def _one(name: str, rows: Any, what: str) -> Any:
    named = rows.order_by().annotate(what=Value(name, output_field=CharField()))
    return named.values_list("what").annotate(n=Count(what, distinct=what != "pk"))


def months_back(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    months = [today.replace(day=1)]
    while len(months) < 12:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
