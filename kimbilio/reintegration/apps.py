"""Life after the return: reintegration follow-up, the rota of calls, returns from and to other countries."""

from django.apps import AppConfig


class ReintegrationConfig(AppConfig):
    """Two services of care, and the ear for calls that reach nobody."""

    name = "kimbilio.reintegration"

    def ready(self) -> None:
        """Make the services known, and listen to each try of a call."""
        from kimbilio.care.homecoming import FOLLOWERS
        from kimbilio.care.registry import register
        from kimbilio.cases.tries import AFTER_TRY
        from kimbilio.reintegration.actions.follow_ups import follow_home
        from kimbilio.reintegration.actions.silence import hear
        from kimbilio.reintegration.service import FOLLOW_UP, REPATRIATION  # models must be loaded

        register(FOLLOW_UP)
        register(REPATRIATION)
        AFTER_TRY.append(hear)
        FOLLOWERS.append(follow_home)
