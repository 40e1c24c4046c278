"""The centre: the case and all that belongs to it."""

import importlib

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Case, plan, notes, tasks, appointments, documents, timeline."""

    name = "kimbilio.cases"

    def ready(self) -> None:
        """Let each part tell the outline what it has due and which stage it stands for."""
        importlib.import_module("kimbilio.cases.clocks")
        importlib.import_module("kimbilio.cases.actions.decisions")
