"""The shape that all services share, and where they are known together."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Episodes, sessions, rooms, and the registry of services."""

    name = "kimbilio.care"
