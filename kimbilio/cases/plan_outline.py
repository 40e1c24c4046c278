"""What the plan tells the outline of its case: next day, steps done, stage."""

from datetime import datetime, time

from django.db.models import Count, Min, Q
from django.utils import timezone

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Case, Step
from kimbilio.cases.outline import DUE, STEPS, tells_stage
from kimbilio.cases.plan_choices import BROKEN_STATUSES, StepStatus


def next_step_due(case: Case) -> datetime | None:
    """The end of the day on which the next step is due. Parked steps are never due."""
    steps = Step.objects.filter(case=case).active()
    day = steps.aggregate(day=Min("due_on"))["day"]
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def steps_of(case: Case) -> tuple[int, int]:
    """Steps done, and steps that count: done, open and not parked, or still without another way."""
    steps = Step.objects.filter(case=case)
    broken = Q(status__in=BROKEN_STATUSES, replaced_by__isnull=True)
    counted: dict[str, int] = steps.aggregate(
        done=Count("pk", filter=Q(status=StepStatus.DONE)), broken=Count("pk", filter=broken)
    )
    return counted["done"], counted["done"] + counted["broken"] + steps.active().count()


def has_plan(case: Case) -> bool:
    """Whether there is a step at all."""
    return Step.objects.filter(case=case).exists()


def has_support(case: Case) -> bool:
    """Whether any step was begun."""
    return Step.objects.filter(case=case, started_at__isnull=False).exists()


DUE.append(next_step_due)
STEPS.append(steps_of)
tells_stage(Stage.PLAN, has_plan)
tells_stage(Stage.SUPPORT, has_support)
