"""My day: what needs one person first. Each question reads a few rows of an index and stops.

The page asks at most twelve queries, sign-in and reach among them, so those that fit are joined; two are
about what stands above cases: letters to collect, and hearings (each service of care costs those who work in it one).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from kimbilio.access.rules import reach_of
from kimbilio.accounts.models import User
from kimbilio.cases.choices import Risk, Stage
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.models import (
    Appointment,
    CallAttempt,
    Case,
    FollowUpCall,
    ResponseClock,
    Step,
    TakesPart,
    Task,
    UnfinishedCall,
)
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState, CallOutcome
from kimbilio.kernel.counting import Counted
from kimbilio.kernel.prepared import Prepared
from kimbilio.organisation.queries import duty_lead_name

OPEN_STAGES = [stage for stage in Stage if stage != Stage.CLOSED]
MOST_CASES = 100
MOST_CLOCKS, MOST_WAITING, MOST_AGENDA, MOST_TASKS, MOST_STEPS = 6, 5, 10, 8, 4
MOST_CALLS = 100  # counted; the page draws the first few
WHO = (  # what ``day/_who.html`` draws
    "case__code", "case__is_minor", "case__survivor__goes_by", "case__survivor__born_from",
    "case__survivor__born_to", "case__survivor__birth_precision",
)  # fmt: skip
OF_A_CLOCK = ("kind", "started_at", "due_at", "met_at", "case__where_now", "case__risk", *WHO)
OF_A_CALL = ("due_at", "state", "purpose", "day_number", "of_days", "tries", "contact", *WHO)
OF_A_MEETING = tuple(
    f"appointment__{name}"
    for name in ("compartment", "kind", "state", "title", "place", "with_whom", "starts_at", "ends_at",
                 "case__code", "owner__name")
)  # fmt: skip
OF_A_TASK = ("title", "due_on", "done_at", "case__code")  # as lists draw it
OF_A_STEP = ("number", "title", "due_on", "wish", "case__code")
HEAVY = 3  # hard calls in one week after which we offer care


@dataclass(frozen=True)
class Around:
    """The few single facts of the page's head, all from one query."""

    duty_lead: str
    had_heavy_calls: bool
    unfinished_id: UUID | None
    unfinished_since: datetime | None
    call_back_at: datetime | None
    open_cases: int  # that they lead, counted to a hundred and no further


@dataclass(frozen=True)
class MyDay:
    """Everything one person's day shows."""

    around: Around
    open_cases: int
    clocks: list[ResponseClock]
    calls: list[FollowUpCall]
    calls_done: int
    waiting: list[Case]
    agenda: list[Appointment]
    late: list[Task]
    due_today: list[Task]
    steps: list[Step]


def my_day(user: User, *, now: datetime | None = None) -> MyDay:
    """The day of ``user``, within what they may see."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    start, end = span_of(today, 1)
    calls = _calls(user, start, end)
    tasks = tasks_due(user, until=today)
    around = _around(user, now)
    return MyDay(
        around=around,
        open_cases=around.open_cases,
        clocks=_clocks(user),
        calls=[call for call in calls if call.is_open],
        calls_done=sum(not call.is_open for call in calls),
        waiting=_waiting(user),
        agenda=agenda(user, start, end, most=MOST_AGENDA),
        late=[task for task in tasks if task.due_on < today],
        due_today=[task for task in tasks if task.due_on == today],
        steps=steps_due(user, until=today),
    )


def span_of(day: date, days: int) -> tuple[datetime, datetime]:
    """The first moment of ``day`` here, and the first moment ``days`` days later."""
    begin = timezone.make_aware(datetime.combine(day, time(0)))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=days), time(0)))


def _around(user: User, now: datetime) -> Around:
    monday = timezone.localdate(now) - timedelta(days=timezone.localdate(now).weekday())
    (row,) = _AROUND.rows(user=user.pk, now=now, monday=span_of(monday, 1)[0])
    duty_lead, third_heavy_call, unfinished, since, call_back_at, leads = row
    return Around(
        duty_lead or "", third_heavy_call is not None, unfinished, since, call_back_at, leads
    )


def _facts_around(user: UUID, now: datetime, monday: datetime) -> QuerySet[Any, Any]:
    hard = Q(outcome=CallOutcome.NOT_SAFE) | Q(case__risk=Risk.HIGH)
    heavy = CallAttempt.objects.filter(hard, by_id=user, at__gte=monday)
    mine = Case.objects.filter(lead_id=user, stage__in=OPEN_STAGES)
    unfinished = UnfinishedCall.objects.filter(taken_by_id=user, done_at=None)
    unfinished = unfinished.order_by("put_aside_at")
    return (
        User.objects.filter(pk=user)
        .annotate(
            duty=duty_lead_name(at=now),
            heavy=Subquery(heavy.order_by("at").values("pk")[HEAVY - 1 : HEAVY]),
            unfinished=Subquery(unfinished.values("pk")[:1]),
            since=Subquery(unfinished.values("put_aside_at")[:1]),
            back=Subquery(unfinished.values("call_back_at")[:1]),
            leads=Counted(mine.order_by().values("pk")[:MOST_CASES]),
        )
        .values_list("duty", "heavy", "unfinished", "since", "back", "leads")
    )


_AROUND = Prepared(_facts_around, user=UUID, now=datetime, monday=datetime)


def either(*parts: QuerySet[Any]) -> Any:
    """The rows of several bounded questions in one, so that each keeps to its own index."""
    rows = parts[0].model._base_manager
    picks = [rows.filter(pk__in=part.values("pk")).order_by().values("pk") for part in parts]
    return parts[0].model.objects.filter(pk__in=picks[0].union(*picks[1:]))


def _clocks(user: User) -> list[ResponseClock]:
    """Limits that run for my cases; for leads and those on duty also what climbed to them."""
    reach = reach_of(user)
    running = ResponseClock.objects.filter(met_at=None, case__closed_at=None).order_by("due_at")
    rows: Any = running.filter(case__lead=user, case__stage__in=OPEN_STAGES)
    if reach.units or reach.is_on_duty:
        tied = running.filter(reach.tied("case__"))
        climbed = tied.filter(escalated_at__isnull=False)
        go_now = tied.filter(kind=ClockKind.RESCUE)
        rows = either(rows[:MOST_CLOCKS], climbed[:MOST_CLOCKS], go_now[:MOST_CLOCKS])
    shown = rows.select_related("case__survivor").only(*OF_A_CLOCK)
    return list(shown.order_by("due_at")[:MOST_CLOCKS])


def _calls(user: User, start: datetime, end: datetime) -> list[FollowUpCall]:
    """Calls of today and late ones that are open, and those of today that are over.

    Each side of the OR names its owner, so that each is read from its own index.
    """
    still_open = Q(owner=user, state__in=OPEN_CALLS, due_at__lt=end)
    of_today = Q(owner=user, due_at__gte=start, due_at__lt=end)
    calls = FollowUpCall.objects.open_to(user)
    calls = calls.filter(still_open | of_today, case__closed_at__isnull=True)
    shown = calls.select_related("case__survivor", "contact").only(*OF_A_CALL)
    return list(shown.order_by("due_at", "id")[:MOST_CALLS])


def _waiting(user: User) -> list[Case]:
    """Cases of my units that nobody leads yet, and urgent ones while I am on duty."""
    reach = reach_of(user)
    if not (reach.units or reach.is_on_duty):
        return []
    mine = Q(unit__in=reach.units)
    if reach.is_on_duty:
        mine |= Q(is_urgent=True)
    cases = Case.objects.visible_to(user).filter(mine, lead=None, closed_at=None)
    return list(cases.select_related("survivor", "unit").order_by("opened_at")[:MOST_WAITING])


def agenda(user: User, start: datetime, end: datetime, *, most: int) -> list[Appointment]:
    """The appointments in which ``user`` takes part between two moments, the first one first."""
    reachable = Q(appointment__case__isnull=True) | reach_of(user).tied("appointment__case__")
    theirs = TakesPart.objects.filter(user=user, starts_at__gte=start, starts_at__lt=end)
    bounded = theirs.order_by("starts_at", "id").values("pk")[: 3 * most]
    parts = TakesPart.objects.filter(reachable, pk__in=bounded)
    parts = parts.exclude(appointment__state=AppointmentState.CANCELLED)
    rows = parts.select_related("appointment__case", "appointment__owner").only(*OF_A_MEETING)
    return [part.appointment for part in rows.order_by("starts_at", "id")[:most]]


def tasks_due(
    user: User,
    *,
    since: date | None = None,
    until: date,
    most: int = MOST_TASKS,
    viewer: User | None = None,
) -> list[Task]:
    """The open tasks of ``user`` by ``until``, the most late first, as far as ``viewer`` may see them."""
    tasks = Task.objects.open_to(viewer or user).undone().filter(owner=user, due_on__lte=until)
    if since is not None:
        tasks = tasks.filter(due_on__gte=since)
    tasks = tasks.filter(case__closed_at__isnull=True)
    shown = tasks.select_related("case").only(*OF_A_TASK)
    return list(shown.order_by("due_on", "id")[:most])


def steps_due(
    user: User,
    *,
    since: date | None = None,
    until: date,
    most: int = MOST_STEPS,
    viewer: User | None = None,
) -> list[Step]:
    """Steps of plans that ``user`` has by ``until``. Those parked by the person's wish are never late."""
    steps = Step.objects.open_to(viewer or user)
    steps = steps.filter(owner=user, ended_at=None, due_on__lte=until)
    if since is not None:
        steps = steps.filter(due_on__gte=since)
    steps = steps.active().filter(case__closed_at__isnull=True)  # type: ignore[attr-defined]
    shown = steps.select_related("case").only(*OF_A_STEP)
    return list(shown.order_by("due_on", "id")[:most])
