"""The shelter: houses and beds, stays, keeping people apart, evenings and incidents."""

from django.apps import AppConfig


class ShelterConfig(AppConfig):
    """A service without sessions: a person stays, night after night."""

    name = "kimbilio.shelter"

    def ready(self) -> None:
        """Make the shelter known to the registry of services, and listen for who came home."""
        from kimbilio.care.homecoming import FOLLOWERS
        from kimbilio.care.registry import register
        from kimbilio.shelter.actions.stays import hear_of_homecoming
        from kimbilio.shelter.service import SHELTER  # models must be loaded first

        register(SHELTER)
        FOLLOWERS.append(hear_of_homecoming)
