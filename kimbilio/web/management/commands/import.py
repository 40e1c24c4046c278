"""``kimbilio import``: past cases from a file, for who sets the program up."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kimbilio.accounts.models import User
from kimbilio.interchange.actions.runs import begin_filing, begin_import, drop_import, match_columns
from kimbilio.interchange.actions.working import check, file_all
from kimbilio.interchange.choices import Doubles
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.queries import units_for_import
from kimbilio.interchange.reasons import sentence
from kimbilio.kernel.errors import DomainError


class Command(BaseCommand):
    """Tries every row, says which are rejected and why, and files the rest."""

    help = "Bring in past cases from an XLSX, XLSM, CSV or JSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, in whose name, and whether anything is saved."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="email", required=True, help="e-mail of a team lead or manager"
        )
        parser.add_argument("--unit", help="name of the unit, if there are several")
        parser.add_argument("--dry-run", action="store_true", help="try every row, save nothing")
        parser.add_argument("--leave-out-doubles", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """The same steps as on the pages, one after the other."""
        try:
            self._bring(**options)
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from None
        except OSError as trouble:
            raise CommandError(f"The file cannot be read: {trouble.strerror}.") from None

    def _bring(self, *, file: Path, email: str, unit: str | None, **options: Any) -> None:
        by = User.objects.filter(email__iexact=email, is_active=True).first()
        if by is None:
            raise CommandError("No active colleague has this e-mail address.")
        units = units_for_import(by).filter(**({"name": unit} if unit else {}))
        if len(units) != 1:
            raise CommandError(
                "Name the unit with --unit: one whose cases this colleague answers for."
            )
        run = begin_import(content=file.read_bytes(), file_name=file.name, unit=units[0], by=by)
        match_columns(run=run, targets=run.targets, date_order="", by=by)
        check(run.pk)
        run = ImportRun.objects.select_related("by").get(pk=run.pk)
        if options["dry_run"]:
            self._tell(run, "would be filed")
            drop_import(run=run, by=by)
            return
        doubles = Doubles.LEAVE_OUT if options["leave_out_doubles"] else Doubles.FILE
        begin_filing(run=run, doubles=doubles, by=by)
        file_all(run.pk)
        self._tell(ImportRun.objects.get(pk=run.pk), "filed")

    def _tell(self, run: ImportRun, what: str) -> None:
        for number, reasons in run.troubles:
            self.stdout.write(f"Row {number}: {' '.join(sentence(reason) for reason in reasons)}")
        self.stdout.write(
            f"{run.rows_good} {what}, {run.rows_known} filed before, {run.rows_bad} rejected, "
            f"{run.rows_doubtful} perhaps met before, {run.rows_empty} empty."
        )
