"""``kimbilio seed``: a synthetic organisation for tests and the benchmark."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kimbilio.cases.models import Case
from kimbilio.operations.seed.organisation import Seeder


class Command(BaseCommand):
    """Writes invented people and cases, with progress."""

    help = "Make a synthetic organisation of any size. Everybody in it is invented."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many cases, which draw, and whether real data may stand beside them."""
        parser.add_argument("--cases", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--force", action="store_true", help="even if there are cases already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse to mix with what is there, then write batch by batch."""
        if Case.objects.exists() and not options["force"]:
            raise CommandError(
                "There are cases already. Invented ones are not mixed in; use --force."
            )
        start = time.monotonic()
        total = options["cases"]

        def tell(done: int) -> None:
            if self.stderr.isatty() or done == total or done % 10_000 == 0:
                seconds = time.monotonic() - start
                self.stderr.write(f"\r{done} of {total} cases, {seconds:.0f} s", ending="")
                sys.stderr.flush()

        Seeder(cases=total, seed=options["seed"]).run(tell)
        self.stderr.write("")
        self.stdout.write(f"{total} cases in {time.monotonic() - start:.0f} s.")
