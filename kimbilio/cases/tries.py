"""Who wants to hear of each try to reach somebody; called by ``log_call`` in its transaction."""

from collections.abc import Callable

from kimbilio.cases.models import CallAttempt

AFTER_TRY: list[Callable[[CallAttempt], None]] = []
