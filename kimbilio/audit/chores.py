"""What the trail wants done again and again."""

from datetime import timedelta

from kimbilio.audit import sealing
from kimbilio.kernel.periodic import periodic


@periodic(every=timedelta(minutes=1))
def seal_the_minute() -> None:
    """Seal what was written in the last minute."""
    sealing.seal_due()


@periodic(every=timedelta(days=1))
def seal_what_was_left() -> None:
    """Seal entries that were committed hours after they were written, such as a long import's."""
    sealing.seal_due(everywhere=True)
