"""The shelter: houses and beds, stays, keeping people apart, evenings and incidents."""

from django.apps import AppConfig


class ShelterConfig(AppConfig):
    """A service without sessions: a person stays, night after night."""

    name = "kimbilio.shelter"

    def ready(self) -> None:
        """Make the shelter known to the registry of services."""
        from kimbilio.care.registry import register
        from kimbilio.shelter.service import SHELTER  # models must be loaded first

        register(SHELTER)
