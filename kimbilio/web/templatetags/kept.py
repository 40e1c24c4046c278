"""Writes a piece of a template once and uses it several times."""

from django import template

register = template.Library()


@register.simple_block_tag(end_name="endkept")
def kept(content: str) -> str:
    """What stands between, for ``{% kept as name %}``: a block can be drawn once, its words twice."""
    return content.strip()
