"""Starting and meeting response clocks, inside the actions that cause it."""

from datetime import datetime, timedelta

from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import Case, ResponseClock, ResponseLimit
from kimbilio.cases.outline import tells_due

FALLBACK_HOURS = 24  # only if somebody took the limit out of the table


def limits_for(risk: str) -> dict[ClockKind, timedelta]:
    """What the organisation allows at this risk."""
    rows = ResponseLimit.objects.filter(risk=risk).values_list("kind", "hours")
    return {ClockKind(kind): timedelta(hours=hours) for kind, hours in rows}


def start_clocks(
    case: Case, kinds: list[ClockKind], *, by: User, at: datetime | None = None
) -> list[ResponseClock]:
    """Let the clocks of ``kinds`` run from ``at``; one that runs already goes on."""
    running = set(
        ResponseClock.objects.filter(case=case, met_at=None).values_list("kind", flat=True)
    )
    limits = limits_for(case.risk)
    started_at = at or timezone.now()
    clocks = []
    for kind in kinds:
        if kind in running:
            continue
        limit = limits.get(kind, timedelta(hours=FALLBACK_HOURS))
        clocks.append(
            ResponseClock(case=case, kind=kind, started_at=started_at, due_at=started_at + limit)
        )
    ResponseClock.objects.bulk_create(clocks)
    if clocks:
        trail.record(Event.CLOCK_STARTED, by=by, on=case, kinds=[clock.kind for clock in clocks])
    return clocks


def meet_clocks(case: Case, kinds: list[ClockKind], *, by: User, at: datetime | None = None) -> int:
    """Stop the running clocks of ``kinds``; says how many ran. For the actions that fulfil them."""
    running = ResponseClock.objects.filter(case=case, kind__in=kinds, met_at=None)
    met = running.update(met_at=at or timezone.now(), met_by=by)
    if met:
        trail.record(Event.CLOCK_MET, by=by, on=case, kinds=kinds)
    return met


def relimit_clocks(case: Case) -> int:
    """Give the running clocks the limits of the case's risk, from when each began; says how many moved.

    One that climbed to the team lead and now has time again may climb once more.
    """
    limits = limits_for(case.risk)
    moved = 0
    for clock in ResponseClock.objects.filter(case=case, met_at=None):
        due_at = clock.started_at + limits.get(
            ClockKind(clock.kind), timedelta(hours=FALLBACK_HOURS)
        )
        if due_at == clock.due_at:
            continue
        escalated_at = None if due_at > timezone.now() else clock.escalated_at
        running = ResponseClock.objects.filter(pk=clock.pk, met_at=None)
        moved += running.update(due_at=due_at, escalated_at=escalated_at)
    return moved


tells_due(ResponseClock.objects.filter(met_at=None), "due_at")
