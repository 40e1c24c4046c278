"""The scales we ship, as facts: how many questions, which answers, ranges, bands, and their licence.

The wording of questions is not part of the program: whoever asks has the official sheet at hand.
What stands here are short names of topics where they are published as such, else numbers. Figures
that nobody checked are left out, and a scale whose licence or figures are open is in ``NOT_SHIPPED``.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ScaleCode(TextChoices):
    """The scales that can be recorded."""

    PHQ9 = "PHQ9", "PHQ-9"
    GAD7 = "GAD7", "GAD-7"
    WHO5 = "WHO5", "WHO-5"
    PCL5 = "PCL5", "PCL-5"


@dataclass(frozen=True)
class Band:
    """A stretch of totals with its word; ``tone`` is its colour."""

    low: int
    high: int
    label: Any
    tone: str


@dataclass(frozen=True)
class Scale:
    """Everything one scale needs to be asked, counted and drawn."""

    code: ScaleCode
    about: Any
    recall: Any
    topics: tuple[Any, ...]
    options: tuple[Any, ...]  # the answer worth 0 first
    bands: tuple[Band, ...]
    licence: Any
    times: int = 1  # the sum is multiplied by this
    screens_at: int = 0  # from here on (or below, where more is better) somebody looks closer
    more_is_better: bool = False
    alert_question: int = 0  # above zero: the person may harm themselves
    reliable: int = 0  # a change of so many points is more than chance; 0: no checked figure
    meaningful: int = 0
    clusters: tuple[tuple[str, int, int, int], ...] = ()  # letter, first, last, how many are needed

    @property
    def items(self) -> int:
        """How many questions there are."""
        return len(self.topics)

    @property
    def top(self) -> int:
        """The highest total."""
        return self.items * (len(self.options) - 1) * self.times

    def band_of(self, total: int) -> Band:
        """The band in which ``total`` lies."""
        return next(band for band in self.bands if band.low <= total <= band.high)


def _band(low: int, high: int, label: Any, tone: str) -> Band:
    return Band(low, high, label, tone)


MINIMAL, MILD = pgettext_lazy("scale", "minimal"), pgettext_lazy("scale", "mild")
MODERATE, SEVERE = pgettext_lazy("scale", "moderate"), pgettext_lazy("scale", "severe")
HOW_OFTEN = (
    _("not at all"), _("several days"), _("more than half the days"), _("nearly every day"),
)  # fmt: skip
TWO_WEEKS, PAST_MONTH = _("the last two weeks"), _("the past month")
FREE = _("Public domain: no permission is needed.")


def _numbers(first: int, last: int, cluster: str) -> list[Any]:
    return [f"{cluster}{number - first + 1}" for number in range(first, last + 1)]


SCALES: dict[ScaleCode, Scale] = {
    ScaleCode.PHQ9: Scale(
        ScaleCode.PHQ9, _("Depression"), TWO_WEEKS,
        topics=(
            _("Loss of joy"), _("Low mood"), _("Sleep"), _("Tiredness"), _("Appetite"),
            _("Self-worth"), _("Concentration"), _("Slowed down or restless"),
            _("Thoughts of self-harm"),
        ),
        options=HOW_OFTEN,
        bands=(
            _band(0, 4, MINIMAL, "leaf"), _band(5, 9, MILD, "leaf"),
            _band(10, 14, MODERATE, "honey"),
            _band(15, 19, pgettext_lazy("scale", "moderately severe"), "clay"),
            _band(20, 27, SEVERE, "clay"),
        ),
        licence=FREE, screens_at=10, alert_question=9,
    ),
    ScaleCode.GAD7: Scale(
        ScaleCode.GAD7, _("Anxiety"), TWO_WEEKS,
        topics=(
            _("Nervous"), _("Worry one cannot stop"), _("Too much worry"), _("Trouble relaxing"),
            _("Restless"), _("Irritable"), _("Afraid"),
        ),
        options=HOW_OFTEN,
        bands=(
            _band(0, 4, MINIMAL, "leaf"), _band(5, 9, MILD, "leaf"),
            _band(10, 14, MODERATE, "honey"), _band(15, 21, SEVERE, "clay"),
        ),
        licence=FREE, screens_at=10,
    ),
    ScaleCode.WHO5: Scale(
        ScaleCode.WHO5, _("Well-being"), TWO_WEEKS,
        topics=(_("Cheerful"), _("Calm"), _("Active"), _("Rested"), _("Interested")),
        options=(
            _("at no time"), _("some of the time"), _("less than half of the time"),
            _("more than half of the time"), _("most of the time"), _("all of the time"),
        ),
        bands=(
            _band(0, 28, pgettext_lazy("scale", "very low: give PHQ-9"), "clay"),
            _band(29, 49, pgettext_lazy("scale", "low"), "honey"),
            _band(50, 100, pgettext_lazy("scale", "adequate"), "leaf"),
        ),
        licence=_("World Health Organization; free to use, not for sale. The terms were not checked."),
        times=4, screens_at=50, more_is_better=True, reliable=10,
    ),
    ScaleCode.PCL5: Scale(
        ScaleCode.PCL5, _("After trauma"), PAST_MONTH,
        topics=(
            *_numbers(1, 5, "B"), *_numbers(6, 7, "C"), *_numbers(8, 14, "D"),
            *_numbers(15, 20, "E"),
        ),
        options=(
            _("not at all"), _("a little bit"), _("moderately"), _("quite a bit"), _("extremely"),
        ),
        bands=(
            _band(0, 30, pgettext_lazy("scale", "below the cut-point"), "leaf"),
            _band(31, 32, pgettext_lazy("scale", "borderline"), "honey"),
            _band(33, 80, pgettext_lazy("scale", "probable PTSD"), "clay"),
        ),
        licence=_("United States National Center for PTSD; not copyrighted."),
        screens_at=33, reliable=5, meaningful=10,
        clusters=(("B", 1, 5, 1), ("C", 6, 7, 1), ("D", 8, 14, 2), ("E", 15, 20, 2)),
    ),
}  # fmt: skip

NOT_SHIPPED: tuple[tuple[str, Any], ...] = (
    ("PC-PTSD-5, SRQ-20", _("Cut-offs and licence were not checked.")),
    ("CPSS-5, CRIES-8", _("The author or foundation is asked first.")),
    ("SDQ", _("No electronic version without a licence of Youth in Mind.")),
    ("HTQ, GHQ-12", _("Licensed; a fee or a manual is needed.")),
)
