"""What comes round again for the directory."""

from datetime import timedelta

from kimbilio.kernel.periodic import periodic
from kimbilio.partners.actions.files import forget_old_files


@periodic(every=timedelta(hours=12))
def forget_files() -> int:
    """Let go of files that nobody agreed to; says how many."""
    return forget_old_files()
