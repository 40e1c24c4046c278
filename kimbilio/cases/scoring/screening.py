"""The ILO screening as arithmetic: which dimensions are shown, and what they add up to.

Pure functions of the answers. What is open (not answered, or "cannot say") never counts as yes; the
outcome says when it could change the result. A result is an aid: a person decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kimbilio.cases.assessment_choices import Present, Result
from kimbilio.cases.codes.ilo import DIMENSIONS, Dimension, ListUsed, Weight

Answers = Mapping[str, Any]

MEANS = ("deceived", "coerced", "abused")
HOLDS = ("held", "kept_weak")
RANK = (
    Result.NO_SIGNS, Result.SOME_SIGNS, Result.EXPLOITED, Result.DECEIVED, Result.FORCED,
    Result.TRAFFICKING,
)  # fmt: skip
"""From the least to the most; more signs never move down."""


@dataclass(frozen=True)
class Count:
    """How many indicators of each weight were seen in one dimension."""

    strong: int = 0
    medium: int = 0
    weak: int = 0

    @property
    def total(self) -> int:
        """All that were seen."""
        return self.strong + self.medium + self.weak

    @property
    def is_positive(self) -> bool:
        """2 strong; 1 strong with any other; 3 medium; or 2 medium and 1 weak.

        A stronger one may stand in for a weaker one, so "2 medium and 1 weak" also means any three
        of which two are at least medium.
        """
        if self.strong >= 1 and self.total >= 2:
            return True
        return self.strong + self.medium >= 2 and self.total >= 3

    @property
    def words(self) -> str:
        """Such as "1 strong + 2 medium"."""
        parts = [
            (self.strong, ngettext("%d strong", "%d strong", self.strong)),
            (self.medium, ngettext("%d medium", "%d medium", self.medium)),
            (self.weak, ngettext("%d weak", "%d weak", self.weak)),
        ]
        return " + ".join(words % n for n, words in parts if n) or _("none")


@dataclass(frozen=True)
class DimensionResult:
    """What one dimension came to. ``open``: how many of its indicators nobody could answer."""

    dimension: Dimension
    count: Count
    open: int

    @property
    def is_positive(self) -> bool:
        """Whether the dimension is shown."""
        return self.count.is_positive

    @property
    def why(self) -> str:
        """The reason in one sentence."""
        if self.is_positive:
            return _("Shown, because %s.") % self.count.words
        if not self.count.total:
            return _("Not shown: none was seen.")
        return (
            _(
                "Not shown: %s is not enough."
                " It takes 2 strong; 1 strong and 1 other; 3 medium; or 2 medium and 1 weak."
            )
            % self.count.words
        )


@dataclass(frozen=True)
class Screening:
    """The outcome of a screening. ``could_be``: the result if all that is open were yes."""

    used: ListUsed
    dimensions: tuple[DimensionResult, ...]
    acts: tuple[str, ...]
    result: Result
    could_be: Result

    @property
    def score(self) -> int:
        """How many dimensions are shown."""
        return sum(found.is_positive for found in self.dimensions)

    @property
    def out_of(self) -> int:
        """How many dimensions there are."""
        return len(DIMENSIONS)

    @property
    def open(self) -> int:
        """How many indicators nobody could answer."""
        return sum(found.open for found in self.dimensions)

    @property
    def may_change(self) -> bool:
        """Whether what is still open could lead to another result."""
        return self.could_be != self.result

    @property
    def why(self) -> list[str]:
        """The reasons for the result, in sentences."""
        reasons = [_why(self)]
        if self.may_change:
            reasons.append(
                _("%(n)d answers are open. With them the result could become: %(result)s.")
                % {"n": self.open, "result": self.could_be.label}
            )
        if self.used.is_for_children:
            reasons.append(_("Under 18 no means is needed, and consent does not count."))
        elif any(found.is_positive for found in self.dimensions if found.dimension.code in MEANS):
            reasons.append(_("Consent does not count: a means was used."))
        return reasons


def screen(answers: Answers, used: ListUsed, acts: Iterable[str] = ()) -> Screening:
    """Judge ``answers`` (``{"held.violence": "yes"}``) by the list ``used``."""
    acts = tuple(acts)
    dimensions = tuple(judge(dimension, answers, used) for dimension in DIMENSIONS)
    best = {
        d.code: _count(d, answers, used, counted=("yes", "open")).is_positive for d in DIMENSIONS
    }
    found = {result.dimension.code: result.is_positive for result in dimensions}
    return Screening(
        used=used,
        dimensions=dimensions,
        acts=acts,
        result=result_of(found, used, has_act=bool(acts)),
        could_be=result_of(best, used, has_act=bool(acts)),
    )


def judge(dimension: Dimension, answers: Answers, used: ListUsed) -> DimensionResult:
    """Count the indicators of one dimension that were seen, and those left open."""
    left_open = [i for i in dimension.on(used) if _read(answers, dimension.key(i)) == "open"]
    return DimensionResult(dimension, _count(dimension, answers, used), len(left_open))


def result_of(shown: Mapping[str, bool], used: ListUsed, *, has_act: bool) -> Result:
    """What the dimensions that are ``shown`` add up to under the list ``used``.

    Adult: a means, exploitation, and coercion or abuse of vulnerability at the destination together
    are trafficking. Child: an act and exploitation are.
    """
    if used == ListUsed.CHILD_SEXUAL:
        return Result.NOT_SCORED
    if not shown["exploited"]:
        some = has_act or any(shown.values()) if used.is_for_children else any(shown.values())
        return Result.SOME_SIGNS if some else Result.NO_SIGNS
    if used.is_for_children:
        return Result.TRAFFICKING if has_act else Result.EXPLOITED
    means = any(shown[code] for code in MEANS)
    held = any(shown[code] for code in HOLDS)
    if held:
        return Result.TRAFFICKING if means else Result.FORCED
    return Result.DECEIVED if shown["deceived"] else Result.EXPLOITED


def _count(
    dimension: Dimension, answers: Answers, used: ListUsed, counted: tuple[str, ...] = ("yes",)
) -> Count:
    seen = Counter(
        indicator.weight(used)
        for indicator in dimension.on(used)
        if _read(answers, dimension.key(indicator)) in counted
    )
    return Count(seen[Weight.STRONG], seen[Weight.MEDIUM], seen[Weight.WEAK])


def _read(answers: Answers, key: str) -> str:
    answer = answers.get(key)
    return answer if answer in {Present.YES, Present.NO} else "open"


def _why(found: Screening) -> str:
    shown = [str(d.dimension.label) for d in found.dimensions if d.is_positive]
    if found.result == Result.NOT_SCORED:
        return _("There is no list for a child in sexual exploitation. Nothing is counted.")
    if not shown and not found.acts:
        return _("No dimension is shown.")
    if found.used.is_for_children:
        act = _("an act is named") if found.acts else _("no act is named")
        return _("For a child it takes an act and exploitation. Here %(act)s. Shown: %(shown)s.") % {
            "act": act, "shown": ", ".join(shown) or _("none"),
        }  # fmt: skip
    return _(
        "For an adult it takes a means at recruitment, exploitation, and being held there. Shown: %s."
    ) % (", ".join(shown) or _("none"))
