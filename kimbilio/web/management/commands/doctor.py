"""``kimbilio doctor``: what is wrong, and what to do about it."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from kimbilio.operations.findings import Finding, State
from kimbilio.operations.health import examine


class Command(BaseCommand):
    """Looks at everything that a service needs and ends with 1 if something is wrong."""

    help = "Checks keys, database, tables, disk, clock, mail, file permissions and background work."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The language of the report; else that of the terminal."""
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *args: Any, language: str | None, **options: Any) -> None:
        """Print each finding as it comes."""
        wrong = 0
        with translation.override(language or language_of_terminal()):
            for finding in examine():
                wrong += finding.state is State.WRONG
                self.show(finding)
            self.stdout.write("")
            self.stdout.write(
                _("%(count)s things are wrong.") % {"count": wrong} if wrong else _("All is well.")
            )
        if wrong:
            sys.exit(1)

    def show(self, finding: Finding) -> None:
        """One finding: a word for those who see no colour, then what to do."""
        word, style = {
            State.GOOD: (_("good"), self.style.SUCCESS),
            State.CARE: (_("care"), self.style.WARNING),
            State.WRONG: (_("WRONG"), self.style.ERROR),
        }[finding.state]
        self.stdout.write(f"{style(f'{word:<7}')} {finding.name}: {finding.says}")
        if finding.advice:
            self.stdout.write(f"        {finding.advice}")


def language_of_terminal() -> str:
    """Kiswahili if the terminal's own settings ask for it, else English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "sw" if asked.startswith("sw") else "en"
