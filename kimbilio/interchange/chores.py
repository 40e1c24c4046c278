"""Imports that stopped in the middle go on; those that nobody went on with are forgotten."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kimbilio.interchange import tasks
from kimbilio.interchange.actions.storing import let_go
from kimbilio.interchange.choices import WAITING, RunState
from kimbilio.interchange.models import ImportRun
from kimbilio.kernel.periodic import periodic

STUCK_AFTER = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(days=7)


@periodic(every=timedelta(minutes=5))
def go_on_with_imports() -> int:
    """Put imports that have not moved for a while to work again; says how many."""
    stuck = ImportRun.objects.filter(moved_at__lt=timezone.now() - STUCK_AFTER)
    count = 0
    for run in stuck.filter(state=RunState.CHECKING):
        tasks.check_import.enqueue(str(run.pk))
        count += 1
    for run in stuck.filter(state=RunState.FILING):
        tasks.file_import.enqueue(str(run.pk))
        count += 1
    return count


@periodic(every=timedelta(hours=12))
def forget_waiting_imports() -> int:
    """Let go of files that nobody went on with for a week; says how many."""
    old = ImportRun.objects.filter(moved_at__lt=timezone.now() - FORGOTTEN_AFTER)
    count = 0
    for run in old.filter(state__in=WAITING):
        with transaction.atomic():
            let_go(run, RunState.DROPPED)
        count += 1
    return count
