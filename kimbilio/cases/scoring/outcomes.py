"""One way to ask for the outcome of an assessment, whatever its kind."""

from collections.abc import Mapping
from typing import Any

from kimbilio.cases.assessment_choices import AreaLevel, AssessmentKind
from kimbilio.cases.codes.ilo import ListUsed
from kimbilio.cases.scoring.needs import Needs, rate_needs
from kimbilio.cases.scoring.risk import RiskRating, rate_risk
from kimbilio.cases.scoring.screening import Screening, screen

Outcome = Screening | RiskRating | Needs
RULES = "2026-1"
"""The version of the scoring rules, kept with each assessment; raise it when a rule changes."""


def outcome_of(kind: str, answers: Mapping[str, Any], list_used: str = "") -> Outcome:
    """What ``answers`` to an assessment of ``kind`` add up to."""
    if kind == AssessmentKind.SCREENING:
        return screen(answers, ListUsed(list_used), answers.get("acts") or ())
    if kind == AssessmentKind.RISK:
        return rate_risk(answers)
    return rate_needs(answers)


def areas_of(outcome: Outcome) -> list[dict[str, Any]]:
    """The areas of an outcome as rows: code, level, and of a screening the counts."""
    if isinstance(outcome, Screening):
        return [
            {
                "area": found.dimension.code,
                "level": AreaLevel.SHOWN if found.is_positive else AreaLevel.NOT_SHOWN,
                "strong": found.count.strong,
                "medium": found.count.medium,
                "weak": found.count.weak,
            }
            for found in outcome.dimensions
        ]
    if isinstance(outcome, RiskRating):
        return [{"area": found.area.code, "level": found.level} for found in outcome.areas]
    return [{"area": need.code, "level": need.level} for need in outcome.areas]
