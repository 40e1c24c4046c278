"""Livelihoods: school and training, business, savings, jobs, and the ledger of help given."""

from django.apps import AppConfig


class LivelihoodsConfig(AppConfig):
    """Four services that share one ledger."""

    name = "kimbilio.livelihoods"

    def ready(self) -> None:
        """Make them known to the registry of services."""
        from kimbilio.care.registry import register
        from kimbilio.livelihoods.service import SERVICES  # models must be loaded first

        for service in SERVICES:
            register(service)
