"""``kimbilio backup FILE``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kimbilio.operations import backup, home
from kimbilio.operations.archive import ArchiveTrouble
from kimbilio.operations.dumps import DumpTrouble
from kimbilio.vault.errors import KeyTrouble


class Command(BaseCommand):
    """Makes one encrypted archive of the database and the files."""

    help = "Writes the database and the files into one encrypted archive. The keys are not in it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Make it and say what it holds."""
        try:
            made = backup.make(file.absolute())
        except home.Busy:
            raise CommandError(_("Another backup or restore is under way.")) from None
        except (ArchiveTrouble, DumpTrouble, KeyTrouble) as trouble:
            raise CommandError(str(trouble)) from None
        self.stdout.write(
            _("Written and read back: %(file)s, %(size)s MB, %(files)s files.")
            % {"file": made.path, "size": round(made.bytes / 1e6, 1), "files": made.files}
        )
        self.stdout.write(_("Keep the keyset apart from it: neither opens without the other."))
