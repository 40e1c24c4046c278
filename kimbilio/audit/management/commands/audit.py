"""``kimbilio audit verify``, ``kimbilio audit seal`` and ``kimbilio audit events``."""

import sys
from datetime import datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from kimbilio.audit import catalogue, sealing, verifying


class Command(BaseCommand):
    """The trail from the command line."""

    help = "Check that nobody altered, added or removed entries of the log; seal what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        """Three things one can do."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="find entries that were altered or removed")
        verify.add_argument("--since", metavar="YYYY-MM-DD", help="look from this day on")
        seal = verbs.add_parser("seal", help="seal what is not sealed yet, now")
        seal.add_argument("--all", action="store_true", help="look in the whole log, not one hour")

        verbs.add_parser("events", help="print the list of events for docs/reference")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do what was asked."""
        if verb == "events":
            self.stdout.write(catalogue.as_markdown(), ending="")
            return
        if verb == "seal":
            sealed = sealing.seal_due(grace=timedelta(0), everywhere=options["all"])
            self.stdout.write(f"Sealed {sealed} entries.")
            return
        self._verify(_start_of(options["since"]))

    def _verify(self, since: datetime | None) -> None:
        tally, wrong = verifying.Tally(), 0
        for finding in verifying.verify(tally, since=since):
            wrong += 1
            self.stdout.write(str(finding))
        self.stdout.write(
            f"Looked at {tally.entries} entries under {tally.seals} seals; "
            f"{tally.unsealed} wait for their seal."
        )
        if wrong:
            self.stdout.write(
                f"{wrong} things are wrong. Keep this list and a copy of the database."
            )
            sys.exit(1)
        self.stdout.write("Nothing was altered, added or removed.")


def _start_of(day: str | None) -> datetime | None:
    if not day:
        return None
    try:
        date = parse_date(day)
    except ValueError:
        date = None
    if date is None:
        raise CommandError(f"{day} is no day. Write it like 2026-04-14.")
    return timezone.make_aware(datetime.combine(date, time.min))
