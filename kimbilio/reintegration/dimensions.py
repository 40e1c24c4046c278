"""The three dimensions of reintegration, their questions, and how answers become a score.

The dimensions (economic, social, psychosocial) and the idea of scored questions come from the IOM Reintegration
Handbook (2019) and the MEASURE study (IOM and Samuel Hall, 2017). The questions are our own words and fewer; their
scores are not those of IOM's survey and must not be compared with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
TOP = 100  # of a score


class Dimension(TextChoices):
    """One side of life after the return."""

    ECONOMIC = "economic", _("Economic")
    SOCIAL = "social", _("Social")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial")


class Mark(TextChoices):
    """How far a sentence is true."""

    NOT = "1", _("1 not at all")
    LITTLE = "2", _("2 a little")
    HALF = "3", _("3 half")
    MOSTLY = "4", _("4 mostly")
    FULLY = "5", _("5 fully")


@dataclass(frozen=True)
class Question:
    """One short sentence of a dimension; of a child, the household is meant where money is."""

    code: str
    dimension: Dimension
    words: str | Promise


QUESTIONS = (
    Question("means", Dimension.ECONOMIC, _("There is enough for food, rent and what is needed most.")),
    Question("work", Dimension.ECONOMIC, _("Work, business, training or school goes on as agreed.")),
    Question("debt", Dimension.ECONOMIC, _("No debt presses; a little can be put aside.")),
    Question("home", Dimension.SOCIAL, _("The place to live is decent and can be kept.")),
    Question("services", Dimension.SOCIAL, _("School, health care and papers can be had when needed.")),
    Question("respect", Dimension.SOCIAL, _("Family and neighbours treat the person with respect.")),
    Question("support", Dimension.PSYCHOSOCIAL, _("There is somebody to turn to in trouble.")),
    Question("calm", Dimension.PSYCHOSOCIAL, _("Sleep, worries and mood can be borne.")),
    Question("stay", Dimension.PSYCHOSOCIAL, _("The person feels at home and wants to stay.")),
)  # fmt: skip
CODES = frozenset(question.code for question in QUESTIONS)


def questions_of(dimension: Dimension) -> list[Question]:
    """The questions of one dimension, in the order in which they are asked."""
    return [question for question in QUESTIONS if question.dimension == dimension]


def score(dimension: Dimension, answers: Mapping[str, int]) -> int | None:
    """From 0 (all answered 1) to 100 (all answered 5); None while one answer is missing.

    Nothing is prorated: two good answers say nothing about the third.
    """
    asked = questions_of(dimension)
    given = [answers[question.code] for question in asked if question.code in answers]
    if len(given) < len(asked):
        return None
    most = len(asked) * (HIGHEST - LOWEST)
    return round(TOP * sum(mark - LOWEST for mark in given) / most)
