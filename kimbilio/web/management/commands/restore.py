"""``kimbilio restore FILE [--force]``."""

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
    """Puts an archive in the place of what is here, after reading all of it."""

    help = "Replaces the database and the files by those of a backup."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which archive, and whether to overwrite."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace the records there are")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        """Restore and say what to do next."""
        try:
            files = backup.restore(file.absolute(), force=force)
        except home.Busy:
            raise CommandError(
                _("Kimbilio is running, or another backup is. Stop it, then restore.")
            ) from None
        except (ArchiveTrouble, DumpTrouble, KeyTrouble) as trouble:
            raise CommandError(str(trouble)) from None
        self.stdout.write(
            _("Restored: the database and %(files)s files. Everyone signs in anew.")
            % {"files": files}
        )
