"""``kimbilio tick``: the process that runs chores when they are due."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from kimbilio.kernel import periodic

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds between two looks at what is due


class Command(BaseCommand):
    """Run due chores until told to stop; ``--once`` for a timer of the system's own."""

    help = "Run the chores that are due (sealing the log and such), again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--once", action="store_true", help="Run what is due now, then end.")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Stop between two chores, never in the middle of one."""
        if once:
            self._round(options["verbosity"])
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self._round(options["verbosity"])
            except DatabaseError:
                logger.exception("No chore could run: the database did not answer")
            finally:
                close_old_connections()
            stop.wait(PAUSE)

    def _round(self, verbosity: int) -> None:
        for name in periodic.run_due():
            if verbosity > 1:
                self.stdout.write(name)
