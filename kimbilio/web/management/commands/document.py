"""``kimbilio document``: the parts of the documentation that are made from the code."""

from typing import Any

from django.core.management.base import BaseCommand

from kimbilio.operations import reference


class Command(BaseCommand):
    """Writes docs/reference anew."""

    help = "Write the reference pages that are made from the code: fields, permissions, events."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what changed and say so."""
        changed = reference.write()
        self.stdout.write(f"Written: {', '.join(changed)}." if changed else "All is up to date.")
