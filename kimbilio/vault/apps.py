"""The vault's place among the installed apps."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys, encrypted fields and files, blind index."""

    name = "kimbilio.vault"

    def ready(self) -> None:
        """Have ``migrate`` refuse a database that belongs to other keys."""
        from kimbilio.vault import checks  # noqa: F401  # registers itself
