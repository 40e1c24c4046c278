"""The shape that all services share, and where they are known together."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Episodes, sessions, rooms, and the registry of services."""

    name = "kimbilio.care"

    def ready(self) -> None:
        """Let the outline of a case count its sessions."""
        from kimbilio.care.queries import next_session_due
        from kimbilio.cases.outline import DUE  # models must be loaded first

        DUE.append(next_session_due)
