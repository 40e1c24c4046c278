"""Short words for narrow places of the plan, and for its messages."""

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.plan_choices import Phase, StepStatus

SHORT_PHASES = {
    Phase.SAFETY: _("Safety"),
    Phase.STEADY: _("Steady"),
    Phase.JUSTICE: _("Justice"),
    Phase.HOME: _("Home & future"),
    Phase.CLOSING: _("Closing"),
}

MOVED_ON = {
    StepStatus.STARTED: _("Step %(number)s is under way."),
    StepStatus.DONE: _("Step %(number)s is done."),
    StepStatus.DECLINED: _("Step %(number)s was declined."),
    StepStatus.FAILED: _("Step %(number)s did not work out."),
    StepStatus.DROPPED: _("Step %(number)s is not needed any more."),
    StepStatus.PLANNED: _("Step %(number)s is planned again."),
}
