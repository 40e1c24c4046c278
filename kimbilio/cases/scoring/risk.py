"""The first risk assessment as arithmetic: the level that the answers suggest, and why.

Pure functions. High: any sign of danger, or a serious sign in two areas. Medium: a serious sign, two
lesser ones, or a question about safety left open. Low: the rest. The worker's word counts, not ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kimbilio.cases.assessment_choices import AreaLevel, Much, Result
from kimbilio.cases.choices import Risk
from kimbilio.cases.codes.risk_signs import RISK_AREAS, SELF_HARM, RiskArea, Sign

Answers = Mapping[str, Any]
SEEN = (Much.SOME, Much.SERIOUS)
TWO = 2
RESULTS = {
    Risk.HIGH: Result.RISK_HIGH, Risk.MEDIUM: Result.RISK_MEDIUM, Risk.LOW: Result.RISK_LOW,
}  # fmt: skip


@dataclass(frozen=True)
class AreaRisk:
    """What one part of form B came to."""

    area: RiskArea
    level: AreaLevel
    seen: tuple[Sign, ...]
    serious: tuple[Sign, ...]
    danger: tuple[Sign, ...]
    open: tuple[Sign, ...]

    @property
    def why(self) -> str:
        """The signs that were seen, the gravest first."""
        serious = [_("%s (serious)") % sign.label for sign in self.serious]
        rest = [str(sign.label) for sign in self.seen if sign not in self.serious]
        return ", ".join([*serious, *rest])


@dataclass(frozen=True)
class RiskRating:
    """The suggestion: a level, its reasons, and whether the person may harm themselves."""

    areas: tuple[AreaRisk, ...]
    risk: Risk
    why: list[str]
    self_harm: bool

    @property
    def result(self) -> Result:
        """The level as the result of an assessment."""
        return RESULTS[self.risk]

    @property
    def score(self) -> int:
        """How many signs were seen."""
        return sum(len(area.seen) for area in self.areas)


def rate_risk(answers: Answers) -> RiskRating:
    """Suggest a risk level from ``{"security.no_safe_place": "some"}``."""
    areas = tuple(_rate(area, answers) for area in RISK_AREAS)
    danger = [sign for area in areas for sign in area.danger]
    serious = [area for area in areas if area.serious]
    seen = [sign for area in areas for sign in area.seen]
    unsure = [sign for area in areas if area.area.guarded for sign in area.open]
    why: list[str] = [_("Danger: %s.") % sign.label for sign in danger]
    why += [
        _("Serious in %(area)s: %(signs)s.")
        % {"area": area.area.label, "signs": ", ".join(str(sign.label) for sign in area.serious)}
        for area in serious
    ]
    if danger or len(serious) >= TWO:
        risk = Risk.HIGH
    elif serious or len(seen) >= TWO or unsure:
        risk = Risk.MEDIUM
    else:
        risk = Risk.LOW
    if risk == Risk.MEDIUM and not serious and len(seen) >= TWO:
        why.append(_("%d lesser signs together.") % len(seen))
    if unsure and risk == Risk.MEDIUM:
        why.append(_("%d questions about safety are open: that counts as medium.") % len(unsure))
    if risk == Risk.LOW:
        why.append(_("At most one lesser sign, and nothing about safety is open."))
    self_harm = any(answers.get(f"mind.{code}") in SEEN for code in SELF_HARM)
    return RiskRating(areas, risk, why, self_harm)


def _rate(area: RiskArea, answers: Answers) -> AreaRisk:
    given = {sign: answers.get(f"{area.code}.{sign.code}") for sign in area.signs}
    seen = tuple(sign for sign, much in given.items() if much in SEEN)
    serious = tuple(sign for sign, much in given.items() if much == Much.SERIOUS)
    danger = tuple(sign for sign in seen if sign.is_danger)
    left_open = tuple(sign for sign, much in given.items() if much not in {*SEEN, Much.NO})
    return AreaRisk(
        area, _level(area, seen, serious, danger, left_open), seen, serious, danger, left_open
    )


def _level(
    area: RiskArea,
    seen: tuple[Sign, ...],
    serious: tuple[Sign, ...],
    danger: tuple[Sign, ...],
    left_open: tuple[Sign, ...],
) -> AreaLevel:
    if danger or len(serious) >= TWO:
        return AreaLevel.HIGH
    if serious or len(seen) >= TWO:
        return AreaLevel.MEDIUM
    if not seen and len(left_open) == len(area.signs):
        return AreaLevel.UNKNOWN
    if area.guarded and left_open:
        return AreaLevel.MEDIUM
    return AreaLevel.LOW
