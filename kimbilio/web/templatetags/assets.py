"""Addresses of what the build made: hashed names, read once from its manifest."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
ENTRY = "src/main.js"


@cache
def manifest(path: Path) -> dict[str, Any]:
    """What the build says it made; empty where settings allow pages without it."""
    try:
        made: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        if settings.FRONTEND_MUST_BE_BUILT:
            raise ImproperlyConfigured(
                f"The front end is not built: {path} is missing. Run script/setup, "
                "or `npm ci && npm run build`."
            ) from None
        return {}
    return made


def built(name: str) -> dict[str, Any]:
    """The manifest's entry of one source file."""
    made = manifest(settings.FRONTEND_DIST / "manifest.json")
    entry: dict[str, Any] = made.get(name, {} if made else {"file": name, "css": ["app.css"]})
    return entry


@register.simple_tag
def page_style() -> SafeString:
    """The link to the one style sheet."""
    (sheet,) = built(ENTRY)["css"]
    return format_html('<link rel="stylesheet" href="{}">', static(sheet))


@register.simple_tag
def page_script() -> SafeString:
    """The one script; it waits until the page is read."""
    return format_html('<script type="module" src="{}"></script>', static(built(ENTRY)["file"]))


@register.simple_tag
def asset(name: str) -> str:
    """The address of another built file, by its name in ``frontend/``: ``dot.svg``."""
    return static(built(name)["file"])
