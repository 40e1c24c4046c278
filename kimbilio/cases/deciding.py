"""What fits best after a first call, and why: the rule table read against what was said.

Nothing here touches the database; the rules are handed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.cases.choices import Risk
from kimbilio.cases.intake_choices import Also, Flag, Likely, Route, Safety, SafetyIs, YesNoAny
from kimbilio.cases.models import DecisionRule
from kimbilio.people.choices import Minority

MEANS = {
    SafetyIs.ANY: frozenset(Safety),
    SafetyIs.SAFE: frozenset({Safety.SAFE}),
    SafetyIs.HOURS: frozenset({Safety.HOURS}),
    SafetyIs.NOT_SAFE: frozenset({Safety.NOT_SAFE}),
    SafetyIs.CANNOT_SAY: frozenset({Safety.CANNOT_SAY}),
    SafetyIs.DANGER: frozenset({Safety.NOT_SAFE, Safety.CANNOT_SAY}),
    SafetyIs.NOT_FOR_LONG: frozenset({Safety.NOT_SAFE, Safety.HOURS, Safety.CANNOT_SAY}),
}
"""Which answers each safety condition stands for."""


@dataclass(frozen=True)
class Facts:
    """What a first call told us, as far as the rules ask for it."""

    minority: Minority
    safety: Safety
    is_body_with_them: bool = False
    trafficking: Likely = Likely.UNSURE
    flags: frozenset[Flag] = field(default_factory=frozenset)
    safe_until: datetime | None = None

    @property
    def counts_as_minor(self) -> bool:
        """Who may be a minor is protected as one."""
        return self.minority != Minority.ADULT

    @property
    def counts_as_trafficking(self) -> bool:
        """Who is not sure is helped as if it were."""
        return self.trafficking != Likely.NO


@dataclass(frozen=True)
class Suggestion:
    """What fits best. ``rule`` is None when no line of the table fitted."""

    route: Route
    also: Also
    rule: DecisionRule | None
    facts: Facts

    @property
    def headline(self) -> str:
        """The bold line of the panel."""
        if self.route == Route.SAFETY_PLAN and self.also == Also.FOLLOW_UP:
            return _("A follow-up fits best.")
        return {
            Route.GO_NOW: _("Go now fits best."),
            Route.SHELTER: _("Shelter fits best."),
            Route.SAFETY_PLAN: _("A safety plan fits best."),
            Route.PARTNER: _("A partner fits best."),
        }[self.route]

    @property
    def because(self) -> str:
        """The facts it rests on, in a line: ``Minor, safe only until 18:00, locked in at times``."""
        said = ", ".join(in_words(self.facts))
        return said[:1].upper() + said[1:]

    @property
    def why(self) -> str:
        """The organisation's reason."""
        if self.rule is None:
            return _("No rule fits this. Make a safety plan and ask the duty lead.")
        return self.rule.why


def suggest(facts: Facts, rules: Iterable[DecisionRule]) -> Suggestion:
    """The first active rule that fits, in the order of the table; the careful answer if none does."""
    for rule in sorted(rules, key=lambda rule: (rule.order, str(rule.pk))):
        if rule.is_active and fits(rule, facts):
            return Suggestion(Route(rule.route), Also(rule.also), rule, facts)
    return Suggestion(Route.SAFETY_PLAN, Also.FOLLOW_UP, None, facts)


def fits(rule: DecisionRule, facts: Facts) -> bool:
    """Whether every condition of ``rule`` holds."""
    return (
        _agrees(rule.minor, facts.counts_as_minor)
        and facts.safety in MEANS[SafetyIs(rule.safety)]
        and _agrees(rule.body_with_them, facts.is_body_with_them)
        and _agrees(rule.trafficking, facts.counts_as_trafficking)
        and (not rule.flag or rule.flag in facts.flags)
    )


def _agrees(condition: str, fact: bool) -> bool:
    return condition == YesNoAny.ANY or (condition == YesNoAny.YES) == fact


def in_words(facts: Facts) -> list[str]:
    """Each fact that speaks for or against danger, as a few words."""
    said = [
        {
            Minority.MINOR: _("minor"),
            Minority.ADULT: _("adult"),
            Minority.UNSURE: _("may be a minor"),
        }[facts.minority],
        _safety_in_words(facts),
    ]
    if facts.is_body_with_them:
        said.append(_("the referring body is with them"))
    named = {
        Flag.HURT: _("hurt or ill"),
        Flag.LOCKED_IN: _("locked in at times"),
        Flag.PAPERS_KEPT: _("papers kept by others"),
        Flag.WITH_CHILD: _("with a child"),
        Flag.TRAVEL_PLANNED: _("travel is planned"),
        Flag.SELF_HARM: _("speaks of self-harm"),
    }
    said += [named[flag] for flag in Flag if flag in facts.flags]
    if facts.trafficking == Likely.NO:
        said.append(_("does not look like trafficking"))
    return said


def _safety_in_words(facts: Facts) -> str:
    if facts.safety == Safety.HOURS and facts.safe_until:
        until = timezone.localtime(facts.safe_until)
        return _("safe only until {time}").format(time=f"{until:%H:%M}")
    return {
        Safety.SAFE: _("safe now"),
        Safety.HOURS: _("safe only for a few hours"),
        Safety.NOT_SAFE: _("not safe"),
        Safety.CANNOT_SAY: _("cannot say if safe"),
    }[facts.safety]


def first_risk(facts: Facts) -> Risk:
    """The risk until an assessment says better: danger now is high, nothing known is medium."""
    in_danger = facts.safety in {Safety.NOT_SAFE, Safety.CANNOT_SAY}
    soon = facts.safety == Safety.HOURS
    if in_danger or Flag.SELF_HARM in facts.flags or (soon and facts.counts_as_minor):
        return Risk.HIGH
    if facts.trafficking == Likely.NO and not soon and not facts.flags:
        return Risk.LOW
    return Risk.MEDIUM
