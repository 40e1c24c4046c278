"""The centre: the case and all that belongs to it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Case, plan, notes, tasks, appointments, documents, timeline."""

    name = "kimbilio.cases"

    def ready(self) -> None:
        """Let each part tell the outline what it has due and which stage it stands for."""
        from kimbilio.cases import (  # noqa: F401  # models must be loaded first
            assessment_outline,
            clocks,
            closing,
            plan_outline,
            work_outline,
        )
