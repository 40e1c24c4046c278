"""Going on with what was written before the program knew something, piece by piece, in the background."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kimbilio.cases.models import CatchUp
from kimbilio.kernel.turns import give_way

AT_ONCE = timedelta(seconds=20)  # a chore leaves time for the others
Piece = Callable[[str], tuple[int, str]]
"""Does a few rows behind that id; says how many it changed, and the last id, or nothing at the end."""


def go_on(what: str, generation: int, piece: Piece) -> int:
    """Walk on from where the walk stopped; says how many rows it changed.

    It is over for good once it came to the end: what is written today knows already. Meeting a row again
    must change nothing.
    """
    walk, _made = CatchUp.objects.get_or_create(what=what, generation=generation)
    done, until = 0, time.monotonic() + AT_ONCE.total_seconds()
    while walk.finished_at is None and time.monotonic() < until:
        began = time.monotonic()
        with transaction.atomic():
            some, walk.after = piece(walk.after)
            walk.finished_at = None if walk.after else timezone.now()
            walk.save(update_fields=["after", "finished_at"])
        done += some
        give_way(began)
    return done
