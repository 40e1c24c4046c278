"""The place of transfers among the installed apps."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Giving a whole case to another organisation, and taking one in."""

    name = "kimbilio.transfers"

    def ready(self) -> None:
        """Let closing know of a transfer that is still under way."""
        from kimbilio.transfers import leftovers  # noqa: F401  # registers itself; models must be loaded first
