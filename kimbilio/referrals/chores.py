"""What comes round again for referrals."""

from datetime import timedelta

from kimbilio.kernel.periodic import periodic
from kimbilio.referrals.actions.reminding import remind_of_referrals


@periodic(every=timedelta(hours=1))
def remind() -> int:
    """Remind of referrals that wait; says of how many."""
    return remind_of_referrals()
