"""What comes round again for letters: what stopped goes on, files that nobody needs any more go."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kimbilio.kernel.periodic import periodic
from kimbilio.letters import tasks
from kimbilio.letters.actions.batches import let_go
from kimbilio.letters.choices import BatchState
from kimbilio.letters.models import Batch

STUCK_AFTER = timedelta(minutes=5)


@periodic(every=timedelta(minutes=5))
def go_on_with_letters() -> int:
    """Put letters that have not moved for a while to work again; says how many batches."""
    before = timezone.now() - STUCK_AFTER
    stuck = Batch.objects.filter(state=BatchState.AT_WORK, moved_at__lt=before)
    count = 0
    for batch in stuck:
        tasks.make_letters.enqueue(str(batch.pk))
        count += 1
    return count


@periodic(every=timedelta(hours=1))
def forget_letters() -> int:
    """Delete files whose day is over; says how many."""
    over = Batch.objects.filter(state=BatchState.READY, ends_at__lt=timezone.now())
    count = 0
    for batch in over:
        with transaction.atomic():
            let_go(batch)
        count += 1
    return count
