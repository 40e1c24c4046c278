"""Response clocks in templates; most pages use the component ``<c-clock>``."""

from datetime import datetime, timedelta

from django import template

from kimbilio.web.clocks import Face, face

register = template.Library()


@register.simple_tag
def clock_face(due: datetime, limit: timedelta | int) -> Face:
    """The face of a clock; ``limit`` may be given in seconds."""
    return face(due, limit if isinstance(limit, timedelta) else timedelta(seconds=int(limit)))
