"""Chores that come round again: apps register them in ``chores.py``, ``kimbilio tick`` runs them.

Several servers may tick on one database. Whoever moves a chore's ``due_at`` on runs it; nobody
holds a lock. A chore that takes longer than its interval may meet itself and must bear it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from kimbilio.kernel.models import Chore

logger = logging.getLogger(__name__)

Work = Callable[[], object]


@dataclass(frozen=True)
class Routine:
    """A piece of work and how often it is wanted."""

    name: str
    every: timedelta
    work: Work


_routines: dict[str, Routine] = {}


def periodic(*, every: timedelta) -> Callable[[Work], Work]:
    """Have a function of no arguments called about ``every`` so often."""

    def register(work: Work) -> Work:
        name = f"{work.__module__}.{work.__qualname__}"
        _routines[name] = Routine(name, every, work)
        return work

    return register


def routines() -> list[Routine]:
    """All that were registered, by every installed app."""
    autodiscover_modules("chores")
    return list(_routines.values())


def run_due() -> list[str]:
    """Run each chore that is due and that nobody else took; say which."""
    ran = []
    for routine in routines():
        if _take(routine, now=timezone.now()):
            _run(routine)
            ran.append(routine.name)
    return ran


def _take(routine: Routine, *, now: datetime) -> bool:
    chore, _ = Chore.objects.get_or_create(name=routine.name, defaults={"due_at": now})
    # A date too far ahead was written while some clock was wrong.
    if now < chore.due_at <= now + 2 * routine.every:
        return False
    as_read = Chore.objects.filter(name=routine.name, due_at=chore.due_at)
    return bool(as_read.update(due_at=now + routine.every, started_at=now))


def _run(routine: Routine) -> None:
    chore = Chore.objects.filter(name=routine.name)
    try:
        routine.work()
    except Exception as trouble:  # the edge of a job: one that fails must not keep others waiting
        logger.exception("The chore %s failed", routine.name)
        chore.update(failed_at=timezone.now(), failure=type(trouble).__name__)
    else:
        chore.update(finished_at=timezone.now())
