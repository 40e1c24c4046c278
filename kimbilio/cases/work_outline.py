"""What calls, tasks and appointments tell the outline of their case: next due, and the last stage."""

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Appointment, FollowUpCall, Step, Task
from kimbilio.cases.outline import tells_due, tells_stage, there_are
from kimbilio.cases.plan_choices import StepStatus
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState

tells_due(FollowUpCall.objects.filter(state__in=OPEN_CALLS), "due_at")
tells_due(Task.objects.undone(), "due_on")
# by the end of an appointment somebody says how it went
tells_due(Appointment.objects.filter(state=AppointmentState.PLANNED), "ends_at")

# The plan is done and the days of follow-up have begun.
steps = Step.objects.all()
tells_stage(
    Stage.FOLLOW_UP,
    there_are(FollowUpCall.objects.filter(day_number__isnull=False))
    & there_are(steps.filter(status=StepStatus.DONE))
    & ~there_are(steps.active()),
)
