"""Therapy: episodes, sessions, sealed notes, scales."""

from django.apps import AppConfig


class TherapyConfig(AppConfig):
    """The first service of care; read it before you write another."""

    name = "kimbilio.therapy"

    def ready(self) -> None:
        """Make therapy known to the registry of services."""
        from kimbilio.care.registry import register
        from kimbilio.therapy.service import THERAPY  # models must be loaded first

        register(THERAPY)
