"""What comes round again for the calendar."""

from datetime import timedelta

from kimbilio.calendar.actions.reminders import remind_due
from kimbilio.kernel.periodic import periodic

periodic(every=timedelta(minutes=2))(remind_due)
