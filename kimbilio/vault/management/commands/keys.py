"""``kimbilio keys``: make the keys of this organisation, look at them, change them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kimbilio.vault import keys, rotation
from kimbilio.vault.errors import KeyTrouble
from kimbilio.vault.keyset import PURPOSES, Document, key_ids, with_new_keys
from kimbilio.vault.models import RotationStep
from kimbilio.vault.tasks import lock_anew


class Command(BaseCommand):
    """Keys on the command line; the file itself is never shown."""

    help = "Make, list and change the keys that lock the records."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("create", help="make the first keys; never replaces any")
        acts.add_parser("list", help="show the ids of the keys and how far a change of keys is")
        rotate = acts.add_parser("rotate", help="add new keys and lock every record with them")
        rotate.add_argument("--now", action="store_true", help="do it here, and show how it goes")
        rotate.add_argument(
            "--continue", action="store_true", dest="go_on", help="add no keys, go on locking anew"
        )
        drop = acts.add_parser("drop-old", help="remove keys that nothing is locked with any more")
        for parser_with_file in (rotate, drop):
            parser_with_file.add_argument(
                "--write-to",
                type=Path,
                metavar="FILE",
                help="leave the keys in use as they are and write the changed ones to a new file",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say what is in the way."""
        try:
            match options["act"]:
                case "create":
                    self.create()
                case "list":
                    self.list()
                case "rotate":
                    self.rotate(options)
                case "drop-old":
                    self.drop_old(options["write_to"])
        except KeyTrouble as trouble:
            raise CommandError(str(trouble)) from None

    def create(self) -> None:
        """Make the first keys."""
        path = keys.create()
        self.stdout.write(f"New keys are in {path}.")
        self._remind()

    def list(self) -> None:
        """Show the ids of the keys, newest first; ids are no secret."""
        document = keys.read()
        self.stdout.write(f"keyset {document['id']}, made {document['made']}")
        for purpose in PURPOSES:
            ids = ", ".join(f"{key_id:08x}" for key_id in key_ids(document, purpose))
            self.stdout.write(f"  {purpose}: {ids}")
        if len(key_ids(document, "fields")) > 1:
            newest = key_ids(document, "fields")[0]
            for step in RotationStep.objects.filter(key_id=newest).order_by("moved_at"):
                state = "done" if step.finished_at else "under way"
                self.stdout.write(f"  {step.name}: {step.done}, {state}")

    def rotate(self, options: dict[str, Any]) -> None:
        """Add new keys and lock every record with them."""
        if target := options["write_to"]:
            document = keys.read()
            rotation.refuse_if_under_way(document)
            self._write(with_new_keys(document), target)
            return
        keys.check_database()
        if not options["go_on"]:
            rotation.begin()
            self.stdout.write("New keys are in use.")
            self._remind()
        if options["now"]:
            left = rotation.carry_on(self.stdout.write)
            if left:
                raise CommandError("Some records do not open. Restore them from a backup.")
            self.stdout.write("When all is well, run: kimbilio keys drop-old")
        else:
            lock_anew.enqueue()
            self.stdout.write("Records are locked anew in the background: kimbilio keys list")

    def drop_old(self, target: Path | None) -> None:
        """Remove keys that nothing needs."""
        document = rotation.drop_old()
        if target:
            self._write(document, target)
            return
        keys.replace(document)
        self.stdout.write("The old keys are gone. Backups made with them need the old copy.")
        self._remind()

    def _write(self, document: Document, target: Path) -> None:
        keys.write(document, target, replace=False)
        self.stdout.write(f"The changed keys are in {target}; those in use are as they were.")

    def _remind(self) -> None:
        self.stdout.write("Keep a copy away from this machine. Without it no record can be read.")
