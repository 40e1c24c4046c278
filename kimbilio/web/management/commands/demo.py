"""``kimbilio demo``: a small invented organisation to try things out with."""

from typing import Any

from django.core.management.base import BaseCommand

from kimbilio.operations.demo.load import load


class Command(BaseCommand):
    """Loads the demonstration into an empty database; does nothing where there are accounts."""

    help = "Load a small organisation to try things out with. Everybody in it is invented."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say where the sign-ins are."""
        file = load()
        if file is None:
            self.stderr.write("There are accounts already. The demonstration is not mixed in.")
        else:
            self.stdout.write(f"The sign-ins are in {file}.")
