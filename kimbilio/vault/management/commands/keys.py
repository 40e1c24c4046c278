"""``kimbilio keys``: make the keys of this organisation and look at them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kimbilio.vault import keys
from kimbilio.vault.errors import KeyTrouble
from kimbilio.vault.keyset import PURPOSES, key_ids


class Command(BaseCommand):
    """Keys on the command line; the file itself is never shown."""

    help = "Make and list the keys that lock the records."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument("act", choices=["create", "list"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say what is in the way."""
        try:
            getattr(self, options["act"])()
        except KeyTrouble as trouble:
            raise CommandError(str(trouble)) from None

    def create(self) -> None:
        """Make the first keys."""
        path = keys.create()
        self.stdout.write(f"New keys are in {path}.")
        self.stdout.write("Keep a copy away from this machine. Without it no record can be read.")

    def list(self) -> None:
        """Show the ids of the keys, newest first; ids are no secret."""
        document = keys.read()
        self.stdout.write(f"keyset {document['id']}, made {document['made']}")
        for purpose in PURPOSES:
            ids = ", ".join(f"{key_id:08x}" for key_id in key_ids(document, purpose))
            self.stdout.write(f"  {purpose}: {ids}")
