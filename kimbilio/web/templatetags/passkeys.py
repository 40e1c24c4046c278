"""Template filters of the passkey pages."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(options: Any) -> str:
    """``options`` for an attribute that ``passkeys.js`` reads; the template escapes it."""
    return json.dumps(options, cls=DjangoJSONEncoder)
