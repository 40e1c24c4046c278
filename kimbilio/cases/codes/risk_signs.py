"""What the first risk assessment asks, and which answers mean danger by themselves.

Source: form B of Kenya's National Referral Mechanism, as registered in uonafya/cpims-ctip (field
names only, used as facts). Signs marked as danger, and those that form B does not have, follow the
meaning of high risk in common case-management practice; they are ours and nobody has validated
them as a scale.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sign:
    """One question. ``is_danger``: some of it is high risk; otherwise only a serious one counts."""

    code: str
    label: Any
    is_danger: bool = False


@dataclass(frozen=True)
class RiskArea:
    """One part of form B. In a ``guarded`` area a question left open is not taken as "no"."""

    code: str
    label: Any
    signs: tuple[Sign, ...]
    guarded: bool = False


SELF_HARM = ("self_harm", "self_harm_plan")

RISK_AREAS: tuple[RiskArea, ...] = (
    RiskArea("security", _("Safety"), (
        Sign("trafficker_near", _("The trafficker can reach them"), True),
        Sign("no_safe_place", _("No safe place for tonight"), True),
        Sign("child_alone", _("A child without a trusted adult"), True),
        Sign("safety_now", _("Afraid for their safety now")),
        Sign("threats_before", _("Was threatened before")),
        Sign("certain_persons", _("Certain people may cause trouble")),
        Sign("family_safety", _("Family or friends may be in danger")),
        Sign("risky_places", _("Places that are not safe for them")),
        Sign("other_concern", _("Another worry about safety")),
    ), True),
    RiskArea("physical", _("Body"), (
        Sign("injuries", _("Injuries, old or new")),
        Sign("disability", _("Physical difficulty or disability")),
    )),
    RiskArea("mind", _("Mind and sleep"), (
        Sign("self_harm", _("Speaks or thinks of harming themselves"), True),
        Sign("self_harm_plan", _("Has a plan or the means for it"), True),
        Sign("sleep", _("Sleeps badly")),
        Sign("stress", _("Stress and fear")),
        Sign("low_mood", _("Very low mood")),
        Sign("confused", _("Seems confused or out of touch")),
        Sign("diagnosed", _("A mental illness is known")),
    )),
    RiskArea("health", _("Health"), (
        Sign("ill_now", _("Is ill now")),
        Sign("high_risk", _("Pregnant, or another condition that needs watching")),
        Sign("inherited", _("Illness in the family")),
        Sign("lifestyle", _("Alcohol, drugs or other harmful habits")),
    )),
)  # fmt: skip
