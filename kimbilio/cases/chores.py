"""What cases want done again and again."""

from datetime import timedelta

from kimbilio.cases.actions.calls import tell_late_call_backs
from kimbilio.cases.actions.clocks import escalate_overdue
from kimbilio.kernel.periodic import periodic


@periodic(every=timedelta(minutes=1))
def pass_on_what_is_over() -> None:
    """Tell the team leads of limits that have passed, and workers of calls to return."""
    escalate_overdue()
    tell_late_call_backs()
