"""The rule table always answers, the same way each time, and says what the issue asks of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimbilio.cases.choices import Risk
from kimbilio.cases.deciding import Facts, first_risk, fits, suggest
from kimbilio.cases.intake_choices import (
    Also,
    Flag,
    Likely,
    Route,
    Safety,
    SafetyIs,
    YesNoAny,
)
from kimbilio.cases.models import DecisionRule
from kimbilio.people.choices import Minority

facts = st.builds(
    Facts,
    minority=st.sampled_from(Minority),
    safety=st.sampled_from(Safety),
    is_body_with_them=st.booleans(),
    trafficking=st.sampled_from(Likely),
    flags=st.frozensets(st.sampled_from(Flag)),
)
rules = st.lists(
    st.builds(
        DecisionRule,
        order=st.integers(0, 20),
        is_active=st.booleans(),
        minor=st.sampled_from(YesNoAny),
        safety=st.sampled_from(SafetyIs),
        body_with_them=st.sampled_from(YesNoAny),
        trafficking=st.sampled_from(YesNoAny),
        flag=st.sampled_from(["", *Flag]),
        route=st.sampled_from(Route),
        also=st.sampled_from(Also),
    ),
    max_size=8,
)


@given(facts, rules)
def test_every_call_gets_exactly_one_suggestion_whatever_the_table(said, table):
    suggestion = suggest(said, table)

    assert suggestion.route in Route
    assert suggestion.headline
    assert suggestion.because
    assert suggestion.why is not None
    if suggestion.rule is not None:
        assert suggestion.rule.is_active
        assert fits(suggestion.rule, said)


@given(facts, rules, st.randoms())
def test_the_suggestion_does_not_depend_on_how_the_rules_were_read(said, table, random):
    shuffled = list(table)
    random.shuffle(shuffled)

    assert suggest(said, table).rule is suggest(said, shuffled).rule


@given(facts, rules)
def test_no_earlier_line_that_fits_is_passed_over(said, table):
    chosen = suggest(said, table).rule

    for rule in table:
        if rule.is_active and fits(rule, said):
            assert chosen is not None
            assert chosen.order <= rule.order


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "route", "also"),
    [
        (
            {"minority": "minor", "safety": "not_safe", "is_body_with_them": True},
            "go_now",
            "shelter",
        ),
        ({"minority": "minor", "safety": "hours", "is_body_with_them": True}, "go_now", "shelter"),
        ({"minority": "unsure", "safety": "not_safe"}, "go_now", "shelter"),
        ({"minority": "minor", "safety": "hours"}, "shelter", ""),
        ({"minority": "adult", "safety": "not_safe"}, "safety_plan", ""),
        (
            {"minority": "adult", "safety": "not_safe", "flags": {Flag.HURT}},
            "safety_plan",
            "medical",
        ),
        ({"minority": "adult", "safety": "safe"}, "safety_plan", "follow_up"),
        ({"minority": "minor", "safety": "safe"}, "safety_plan", "follow_up"),
        ({"minority": "adult", "safety": "safe", "trafficking": "no"}, "partner", ""),
        ({"minority": "adult", "safety": "not_safe", "trafficking": "no"}, "partner", ""),
        (
            {"minority": "adult", "safety": "safe", "flags": {Flag.SELF_HARM}},
            "safety_plan",
            "stay_on_line",
        ),
    ],
)
def test_the_rules_we_start_with_say_what_was_agreed(said, route, also):
    known = {
        "minority": Minority(said["minority"]),
        "safety": Safety(said["safety"]),
        "is_body_with_them": said.get("is_body_with_them", False),
        "trafficking": Likely(said.get("trafficking", "unsure")),
        "flags": frozenset(said.get("flags", ())),
    }

    suggestion = suggest(Facts(**known), DecisionRule.objects.all())

    assert (suggestion.route, suggestion.also) == (route, also)


@pytest.mark.django_db
def test_every_combination_meets_a_rule_we_start_with():
    table = list(DecisionRule.objects.all())

    for minority in Minority:
        for safety in Safety:
            for body in (True, False):
                for trafficking in Likely:
                    said = Facts(minority, safety, body, trafficking)
                    assert suggest(said, table).rule is not None


@given(facts)
def test_danger_now_is_high_risk(said):
    if said.safety in {Safety.NOT_SAFE, Safety.CANNOT_SAY} or Flag.SELF_HARM in said.flags:
        assert first_risk(said) == Risk.HIGH
