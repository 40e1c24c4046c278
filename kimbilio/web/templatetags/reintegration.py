"""Template filters of the table of follow-ups."""

from dataclasses import dataclass

from django import template

from kimbilio.reintegration.choices import Sign
from kimbilio.reintegration.dimensions import Dimension
from kimbilio.reintegration.models import Standing

register = template.Library()


@dataclass(frozen=True)
class Cell:
    """One score under its dimension, and whether it fell by the stated step."""

    label: str
    score: int | None
    fell: bool


@register.filter
def scores(standing: Standing) -> list[Cell]:
    """The scores of one follow-up in the order of the dimensions."""
    return [
        Cell(str(one.label), getattr(standing, one.value), one.value in standing.fell)
        for one in Dimension
    ]


@register.filter
def signs(standing: Standing) -> list[str]:
    """The signs of risk in words."""
    return [str(sign.label) for sign in Sign if sign.value in standing.signs]
