"""What calls, tasks and appointments tell the outline of their case: next due, and the last stage."""

from datetime import datetime, time

from django.db.models import Min
from django.utils import timezone

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Appointment, Case, FollowUpCall, Step, Task
from kimbilio.cases.outline import DUE, tells_stage
from kimbilio.cases.plan_choices import StepStatus
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState


def next_call_due(case: Case) -> datetime | None:
    """When the next call is to be made."""
    calls = FollowUpCall.objects.filter(case=case, state__in=OPEN_CALLS)
    due: datetime | None = calls.aggregate(due=Min("due_at"))["due"]
    return due


def next_task_due(case: Case) -> datetime | None:
    """The end of the day by which the next task is to be done."""
    day = Task.objects.filter(case=case).undone().aggregate(day=Min("due_on"))["day"]
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def next_appointment_due(case: Case) -> datetime | None:
    """The end of the next appointment: by then somebody says how it went."""
    planned = Appointment.objects.filter(case=case, state=AppointmentState.PLANNED)
    due: datetime | None = planned.aggregate(due=Min("ends_at"))["due"]
    return due


def is_followed_up(case: Case) -> bool:
    """Whether the plan is done and the days of follow-up have begun."""
    if not FollowUpCall.objects.filter(case=case, day_number__isnull=False).exists():
        return False
    steps = Step.objects.filter(case=case)
    return steps.filter(status=StepStatus.DONE).exists() and not steps.active().exists()


DUE.extend([next_call_due, next_task_due, next_appointment_due])
tells_stage(Stage.FOLLOW_UP, is_followed_up)
