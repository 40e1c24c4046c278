"""``kimbilio post``: the process that carries messages in and out of the helpline."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kimbilio.helpline import post
from kimbilio.helpline.actions.fetching import pull_all


class Command(BaseCommand):
    """Carry the helpline's post until told to stop; ``--once`` for a single round."""

    help = "Read what reached the helpline and send what waits, again and again."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--once", action="store_true", help="Make one round, then end.")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        """Stop between two messages, never in the middle of one."""
        if once:
            post.one_round()
            pull_all()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        post.carry(stop)
