"""The operational indicators of trafficking in human beings, with the weight of each in each list.

Source: ILO and European Commission, Delphi survey of 2009. The labels are short paraphrases, not the
brochure's words. The two labour lists come from a secondary compilation that cites ILO WCMS_105023
(its counts were checked against a second summary). The adult sexual list is unverified and only
offered where ``SCREENING_WITH_UNVERIFIED_LISTS`` is on. For children in sexual exploitation there is
no list: nothing is scored, a person decides. The indicators are facts; no text of the ILO is copied.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListUsed(TextChoices):
    """Which of the lists was used: age and kind of exploitation together."""

    ADULT_LABOUR = "adult_labour", _("Adult, work")
    CHILD_LABOUR = "child_labour", _("Child, work")
    ADULT_SEXUAL = "adult_sexual", _("Adult, sexual exploitation (unverified list)")
    CHILD_SEXUAL = "child_sexual", _("Child, sexual exploitation (not scored)")

    @property
    def is_for_children(self) -> bool:
        """Whether it is for people under 18, for whom no means is needed."""
        return self in {ListUsed.CHILD_LABOUR, ListUsed.CHILD_SEXUAL}


class Weight(StrEnum):
    """How much one indicator says."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"


@dataclass(frozen=True)
class Indicator:
    """One sign. ``weights`` has a letter for the adult labour, child labour and adult sexual list."""

    code: str
    label: Any
    weights: str

    def weight(self, used: ListUsed) -> Weight | None:
        """What it says in this list, or None when it is not on it."""
        if used == ListUsed.CHILD_SEXUAL:
            return None
        letter = self.weights[WEIGHED.index(used)]
        return None if letter == "-" else Weight(letter)


@dataclass(frozen=True)
class Dimension:
    """One of the six groups of indicators, judged by itself."""

    code: str
    label: Any
    indicators: tuple[Indicator, ...]

    def on(self, used: ListUsed) -> tuple[Indicator, ...]:
        """The indicators of this group that the list has."""
        return tuple(i for i in self.indicators if i.weight(used))

    def key(self, indicator: Indicator) -> str:
        """The name of an answer: some indicators stand in two groups."""
        return f"{self.code}.{indicator.code}"


WEIGHED = (ListUsed.ADULT_LABOUR, ListUsed.CHILD_LABOUR, ListUsed.ADULT_SEXUAL)

DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("deceived", _("Deceptive recruitment"), (
        Indicator("job_nature", _("Nature of the job, location or employer misrepresented"), "SSS"),
        Indicator("wages", _("Wages or earnings misrepresented"), "MMM"),
        Indicator("work_conditions", _("Conditions of the work misrepresented"), "MMM"),
        Indicator("contract", _("Content or legality of contract misrepresented"), "MMM"),
        Indicator("housing", _("Housing and living conditions misrepresented"), "MMM"),
        Indicator("documents", _("Legal documents or migration status misrepresented"), "MMM"),
        Indicator("travel", _("Travel and recruitment conditions misrepresented"), "MMM"),
        Indicator("family_reunification", _("Family reunification misrepresented"), "MMM"),
        Indicator("marriage_adoption", _("Promise of marriage or adoption used"), "MMM"),
        Indicator("education", _("Access to education misrepresented"), "WSW"),
    )),
    Dimension("coerced", _("Coercive recruitment"), (
        Indicator("violence", _("Violence on the victim"), "SSS"),
        Indicator("threats_violence", _("Threats of violence against the victim"), "MSS"),
        Indicator("abduction_sale", _("Abduction, forced marriage, forced adoption or sale"), "MSS"),
        Indicator("debt_bondage", _("Debt bondage"), "MSS"),
        Indicator("document_confiscation", _("Confiscation of documents"), "MMM"),
        Indicator("isolation", _("Isolation, confinement or surveillance"), "MMM"),
        Indicator("denunciation", _("Threat of denunciation to authorities"), "MMM"),
        Indicator("threat_inform", _("Threat to inform family, community or public"), "MMM"),
        Indicator("violence_family", _("Violence (actual or threatened) on family"), "MMM"),
        Indicator("withhold_money", _("Withholding of money"), "MMM"),
    )),
    Dimension("abused", _("Recruitment by abuse of vulnerability"), (
        Indicator("difficult_family", _("Abuse of difficult family situation"), "MMM"),
        Indicator("illegal_status", _("Abuse of illegal status"), "MMM"),
        Indicator("low_education", _("Abuse of lack of education or language"), "MMM"),
        Indicator("lack_information", _("Abuse of lack of information"), "MMM"),
        Indicator("control_exploiters", _("Control by exploiters"), "MMM"),
        Indicator("economic", _("Economic reasons"), "MMM"),
        Indicator("false_success", _("False information about successful migration"), "MMM"),
        Indicator("false_law", _("False information about law or attitude of authorities"), "M-M"),
        Indicator("family_situation", _("Family situation"), "MMM"),
        Indicator("personal_situation", _("Personal situation"), "MMM"),
        Indicator("emotional_dependency", _("Psychological or emotional dependency"), "MMM"),
        Indicator("authorities", _("Relationship with authorities, or legal status"), "MMM"),
        Indicator("past_difficulties", _("Difficulties in the past"), "MMM"),
        Indicator("travel_difficulty", _("Difficulty organising the travel"), "MMM"),
        Indicator("beliefs", _("Abuse of cultural or religious beliefs"), "WMW"),
        Indicator("context", _("General context"), "WMM"),
    )),
    Dimension("exploited", _("Exploitation"), (
        Indicator("excessive_hours", _("Excessive working days or hours"), "SSM"),
        Indicator("low_pay", _("Low or no salary"), "MMM"),
        Indicator("wage_manipulation", _("Wage manipulation"), "MMM"),
        Indicator("bad_living", _("Bad living conditions"), "MMM"),
        Indicator("very_bad_work", _("Very bad working conditions"), "MMM"),
        Indicator("hazardous", _("Hazardous work"), "MMM"),
        Indicator("no_labour_law", _("Labour laws or contract not respected"), "MMM"),
        Indicator("no_social_protection", _("No social protection"), "M-W"),
        Indicator("no_education", _("No access to education"), "WM-"),
    )),
    Dimension("held", _("Coercion at destination"), (
        Indicator("document_confiscation", _("Confiscation of documents"), "SSS"),
        Indicator("debt_bondage", _("Debt bondage"), "SSS"),
        Indicator("isolation", _("Isolation, confinement or surveillance"), "SSS"),
        Indicator("violence", _("Violence on the victim"), "SSS"),
        Indicator("threats_violence", _("Threats of violence against the victim"), "MSS"),
        Indicator("illicit_activities", _("Forced into illicit or criminal activities"), "MSM"),
        Indicator("forced_tasks", _("Forced tasks or clients"), "MSS"),
        Indicator("strong_influence", _("Under strong influence"), "MSS"),
        Indicator("act_against_peers", _("Forced to act against peers"), "MMM"),
        Indicator("forced_lie", _("Forced to lie to authorities, family or others"), "MMM"),
        Indicator("denunciation", _("Threat of denunciation to authorities"), "MMM"),
        Indicator("threat_worse", _("Threat of even worse working conditions"), "MMM"),
        Indicator("violence_family", _("Violence (actual or threatened) on family"), "MMM"),
        Indicator("withhold_wages", _("Withholding of wages"), "MMM"),
        Indicator("threat_inform", _("Threat to inform family, community or public"), "WMM"),
    )),
    Dimension("kept_weak", _("Abuse of vulnerability at destination"), (
        Indicator("dependency", _("Dependency on exploiters"), "MMM"),
        Indicator("unknown_area", _("Difficulty living in an unknown area"), "MMM"),
        Indicator("economic", _("Economic reasons"), "MMM"),
        Indicator("family_situation", _("Family situation"), "MMM"),
        Indicator("authorities", _("Relationship with authorities, or legal status"), "MMM"),
        Indicator("past_difficulties", _("Difficulties in the past"), "WMM"),
        Indicator("personal_characteristics", _("Personal characteristics"), "WMM"),
    )),
)  # fmt: skip


def lists_on_offer(*, with_unverified: bool) -> list[ListUsed]:
    """The lists a worker may choose from."""
    return [used for used in ListUsed if with_unverified or used != ListUsed.ADULT_SEXUAL]
