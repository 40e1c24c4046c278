"""What the drafts ask to have done each day."""

from datetime import timedelta

from kimbilio.drafts.actions import forget_old_drafts
from kimbilio.kernel.periodic import periodic

periodic(every=timedelta(days=1))(forget_old_drafts)
