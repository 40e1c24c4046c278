"""Legal aid and justice: matters, hearings, preparation for court, awards, alleged traffickers."""

from django.apps import AppConfig


class JusticeConfig(AppConfig):
    """A service of care, and the records of alleged traffickers that are linked across cases."""

    name = "kimbilio.justice"

    def ready(self) -> None:
        """Make legal aid known to the registry of services."""
        from kimbilio.care.registry import register
        from kimbilio.justice.service import JUSTICE  # models must be loaded first

        register(JUSTICE)
