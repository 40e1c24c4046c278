"""The program's own settings, with the floors in front. Used by the benchmark alone."""

from pathlib import Path

from kimbilio.settings.dev import *  # noqa: F403  # the program as it is
from kimbilio.settings.dev import MIDDLEWARE, TEMPLATES

MIDDLEWARE = ["bench.floors.views.Floors", *MIDDLEWARE]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
