"""Which answers each kind of assessment may hold; everything else is refused."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kimbilio.cases.assessment_choices import AssessmentKind, Much, Present
from kimbilio.cases.codes.elements import ACT
from kimbilio.cases.codes.ilo import DIMENSIONS, ListUsed
from kimbilio.cases.codes.needs import NEED
from kimbilio.cases.codes.risk_signs import RISK_AREAS
from kimbilio.kernel.errors import BadInput

LONGEST_NOTE = 2000
Allowed = dict[str, frozenset[str] | None]  # None: free words


def allowed_answers(kind: str, list_used: str = "") -> Allowed:
    """The questions of a kind and the answers each may have."""
    if kind == AssessmentKind.SCREENING:
        used = ListUsed(list_used)
        present = frozenset(Present.values)
        asked: Allowed = {d.key(i): present for d in DIMENSIONS for i in d.on(used)}
        return {**asked, "note": None}
    much = frozenset(Much.values)
    if kind == AssessmentKind.RISK:
        asked = {f"{area.code}.{sign.code}": much for area in RISK_AREAS for sign in area.signs}
        return {**asked, **{f"{area.code}.note": None for area in RISK_AREAS}}
    return {**dict.fromkeys(NEED, much), **{f"{code}.note": None for code in NEED}}


def clean_answers(kind: str, answers: Mapping[str, Any], list_used: str = "") -> dict[str, Any]:
    """The answers that were given, or ``BadInput`` for one that is not asked or not on its list."""
    allowed = allowed_answers(kind, list_used)
    kept: dict[str, Any] = {}
    for key, answer in answers.items():
        if answer in (None, "", []):
            continue
        if key == "acts" and kind == AssessmentKind.SCREENING:
            if not set(answer) <= set(ACT):
                raise BadInput(_("This answer is not on the list. Choose one that is."), field=key)
            kept[key] = sorted(set(answer))
            continue
        if key not in allowed:
            raise BadInput(_("This question is not asked here."), field=key)
        known = allowed[key]
        if known is not None and answer not in known:
            raise BadInput(_("This answer is not on the list. Choose one that is."), field=key)
        if known is None and (not isinstance(answer, str) or len(answer) > LONGEST_NOTE):
            raise BadInput(_("This note is too long."), field=key)
        kept[key] = str(answer)
    return kept
