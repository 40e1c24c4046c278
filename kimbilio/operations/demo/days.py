"""What the days ahead hold: calls, tasks, appointments, and what the last ones left."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.actions.appointments import book_appointment
from kimbilio.cases.actions.follow_up import best_contact, log_call, plan_call, plan_calls
from kimbilio.cases.actions.tasks import finish_task, give_task
from kimbilio.cases.models import Case, FollowUpCall, Task
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.work_choices import AppointmentKind, CallOutcome, ContactWay
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team
from kimbilio.operations.demo.telling import moment
from kimbilio.people.safety import Way, next_safe_time, safe_to_use

TASKS = (
    ("Ask the school for the report cards", 0),
    ("Transport money for the visit", 1),
    ("Copy of the birth record", -2),
    ("Write to the children's office", -4),
    ("Find a bed net", 3),
)


def fill_days(told: list[tuple[One, Case]], team: Team) -> None:
    """Something today, something this week, something late, for those in the middle of the work."""
    active = [(one, case) for one, case in told if one.stands in {cast.SUPPORT, cast.CALLS}]
    for place, (one, case) in enumerate(active):
        worker = team[one.worker]
        _calls(one, case, worker)
        _task(case, worker, place)
        if place % 2 == 0:
            _appointment(case, worker, team, place)
    lead = team.first(Role.TEAM_LEAD)
    book_appointment(
        kind=AppointmentKind.MEETING, starts_at=moment(0, 16), ends_at=moment(0, 17), by=lead,
        title="Team meeting", place="Small room", attendees=team.all(Role.CASE_WORKER),
    )  # fmt: skip
    give_task(title="Transport claims of this month", due_on=timezone.localdate(), by=lead,
              owner=team["Akinyi"])  # fmt: skip


def _calls(one: One, case: Case, worker: User) -> None:
    """The year of calls where it has begun, else one call within the safe hours; one try made."""
    contact = best_contact(case)
    if contact is None:
        return
    if one.stands == cast.CALLS:
        day = (timezone.now() - timedelta(days=30)).date()
        plan_calls(case=case, by=worker, start=day)
    soon = timezone.now() + timedelta(minutes=40)
    at = next_safe_time(contact, Way.CALL, soon) or soon
    plan_call(case=case, due_at=at, by=worker, contact=contact, purpose="How the week went")
    tried_at = timezone.now() - timedelta(days=3)
    back = 0
    while not safe_to_use(contact, Way.CALL, tried_at) and back < 24:
        back, tried_at = back + 1, tried_at - timedelta(hours=1)
    if back < 24:
        log_call(
            case=case, outcome=CallOutcome.REACHED, by=worker, way=ContactWay.CALL, at=tried_at,
            contact=contact, words="Well. The code phrase was used, somebody was near.",
        )  # fmt: skip


def _task(case: Case, worker: User, place: int) -> None:
    title, days = TASKS[place % len(TASKS)]
    day = timezone.localdate() + timedelta(days=days)
    task = give_task(title=title, due_on=max(day, timezone.localdate()), by=worker, case=case)
    if days < 0:
        Task.objects.filter(pk=task.pk).update(due_on=day)
        refresh_outline(case)
    elif days > 1:
        finish_task(task=task, by=worker)


def _appointment(case: Case, worker: User, team: Team, place: int) -> None:
    kinds = (AppointmentKind.VISIT, AppointmentKind.SESSION, AppointmentKind.MEDICAL)
    kind = kinds[place // 2 % 3]
    by = team.first(Role.THERAPIST) if kind == AppointmentKind.SESSION else worker
    starts_at = moment(place // 2 % 4, 9 + place % 5)
    book_appointment(
        kind=kind, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), by=by, case=case,
        place="Clinic" if kind == AppointmentKind.MEDICAL else "At the house",
    )  # fmt: skip


def make_some_calls_late(team: Team) -> None:
    """Two calls that were to be made yesterday and were not."""
    calls = FollowUpCall.objects.filter(owner=team["Akinyi"]).select_related("case")
    for call in calls.order_by("due_at")[:2]:
        due_at = call.due_at - timedelta(days=1)
        FollowUpCall.objects.filter(pk=call.pk).update(due_at=due_at)
        refresh_outline(call.case)
