"""The shape that all services share, and where they are known together."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Episodes, sessions, rooms, and the registry of services."""

    name = "kimbilio.care"

    def ready(self) -> None:
        """Let the closing of a case ask what its services still have open."""
        from kimbilio.care import leftovers  # noqa: F401  # models must be loaded first
