"""What the plan tells the outline of its case: next day, steps done, stage."""

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Step
from kimbilio.cases.outline import tells_due, tells_stage, tells_steps, there_are
from kimbilio.cases.plan_choices import BROKEN_STATUSES, StepStatus

steps = Step.objects.all()
done = steps.filter(status=StepStatus.DONE)
without_another_way = steps.filter(status__in=BROKEN_STATUSES, replaced_by__isnull=True)

tells_due(steps.active(), "due_on")  # parked steps are never due
tells_steps(done=done, counted=[done, steps.active(), without_another_way])
tells_stage(Stage.PLAN, there_are(steps))
tells_stage(Stage.SUPPORT, there_are(steps.filter(started_at__isnull=False)))
