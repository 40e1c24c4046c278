"""Family tracing: looking for family, checking who they are, going home, and likely pairs."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    """A service of care, from the first question to the day of going home."""

    name = "kimbilio.tracing"

    def ready(self) -> None:
        """Make family tracing known to the registry of services."""
        from kimbilio.care.registry import register
        from kimbilio.tracing.service import TRACING  # models must be loaded first

        register(TRACING)
