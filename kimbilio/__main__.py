"""The ``kimbilio`` command: Django's management commands and our own."""

import os
import sys


def main() -> None:
    """Run one command; ``kimbilio help`` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kimbilio.settings.dev")
    if sys.argv[1:2] == ["serve"] and "--demo" in sys.argv:
        os.environ.setdefault("KIMBILIO_DEMO", "1")  # the settings are read before the options
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kimbilio", *sys.argv[1:]])


if __name__ == "__main__":
    main()
