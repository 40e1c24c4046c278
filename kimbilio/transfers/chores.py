"""What comes round again for transfers: what stopped goes on, what nobody needs any more goes away."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kimbilio.kernel.periodic import periodic
from kimbilio.transfers import tasks
from kimbilio.transfers.actions.arriving import forget_arrival
from kimbilio.transfers.actions.giving import let_go
from kimbilio.transfers.choices import ArrivalState, Making
from kimbilio.transfers.models import Arrival, Package

STUCK_AFTER = timedelta(minutes=5)
ARRIVAL_KEPT = timedelta(days=7)
PACKAGE_KEPT = timedelta(days=30)


@periodic(every=timedelta(minutes=5))
def go_on_with_packages() -> int:
    """Put packages that have not moved for a while to work again; says how many."""
    stuck = Package.objects.filter(state=Making.AT_WORK, moved_at__lt=timezone.now() - STUCK_AFTER)
    count = 0
    for package in stuck:
        tasks.make_package.enqueue(str(package.pk))
        count += 1
    return count


@periodic(every=timedelta(hours=12))
def forget_packages() -> int:
    """Delete packages that nobody accepted within a month, and arrivals left for a week; says how many."""
    now, count = timezone.now(), 0
    for package in Package.objects.filter(state=Making.READY, made_at__lt=now - PACKAGE_KEPT):
        with transaction.atomic():
            let_go(package)
        count += 1
    waiting = Arrival.objects.filter(state=ArrivalState.WAITING)
    for arrival in waiting.filter(came_at__lt=now - ARRIVAL_KEPT):
        with transaction.atomic():
            forget_arrival(arrival)
        count += 1
    return count
