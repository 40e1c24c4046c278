"""What answers add up to, rule by rule and at the borders."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimbilio.cases.assessment_choices import AreaLevel, Much, Result
from kimbilio.cases.choices import Risk
from kimbilio.cases.codes.ilo import DIMENSIONS, ListUsed, lists_on_offer
from kimbilio.cases.codes.needs import NEED
from kimbilio.cases.codes.risk_signs import RISK_AREAS
from kimbilio.cases.scoring.needs import rate_needs
from kimbilio.cases.scoring.risk import rate_risk
from kimbilio.cases.scoring.screening import RANK, Count, judge, result_of, screen
from tests.factories.assessments import TRAFFICKED

ADULT, CHILD = ListUsed.ADULT_LABOUR, ListUsed.CHILD_LABOUR
CODES = [dimension.code for dimension in DIMENSIONS]
KEYS = [d.key(i) for d in DIMENSIONS for i in d.indicators]
RISK_KEYS = [f"{area.code}.{sign.code}" for area in RISK_AREAS for sign in area.signs]
RISKS = [Risk.LOW, Risk.MEDIUM, Risk.HIGH]


@pytest.mark.parametrize(
    ("seen", "positive"),
    [
        ((0, 0, 0), False),
        ((1, 0, 0), False),
        ((2, 0, 0), True),
        ((1, 1, 0), True),
        ((1, 0, 1), True),
        ((0, 2, 0), False),
        ((0, 3, 0), True),
        ((0, 2, 1), True),
        ((0, 1, 2), False),
        ((0, 1, 9), False),
        ((0, 0, 9), False),
        ((1, 2, 0), True),
    ],
)
def test_a_dimension_is_positive_by_the_published_rule(seen, positive):
    assert Count(*seen).is_positive is positive


@settings(deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_stronger_indicator_in_place_of_a_weaker_never_takes_away(strong, medium, weak):
    here = Count(strong, medium, weak).is_positive

    assert here <= Count(strong + 1, medium, weak).is_positive
    assert here <= Count(strong, medium + 1, weak).is_positive
    if weak:
        assert here <= Count(strong, medium + 1, weak - 1).is_positive
    if medium:
        assert here <= Count(strong + 1, medium - 1, weak).is_positive


@pytest.mark.parametrize(
    ("shown", "used", "has_act", "result"),
    [
        ("", ADULT, True, Result.NO_SIGNS),
        ("deceived", ADULT, False, Result.SOME_SIGNS),
        ("held", ADULT, False, Result.SOME_SIGNS),
        ("exploited", ADULT, True, Result.EXPLOITED),
        ("coerced exploited", ADULT, True, Result.EXPLOITED),
        ("deceived exploited", ADULT, True, Result.DECEIVED),
        ("exploited held", ADULT, True, Result.FORCED),
        ("deceived exploited held", ADULT, False, Result.TRAFFICKING),
        ("coerced exploited held", ADULT, False, Result.TRAFFICKING),
        ("abused exploited kept_weak", ADULT, False, Result.TRAFFICKING),
        ("", CHILD, False, Result.NO_SIGNS),
        ("", CHILD, True, Result.SOME_SIGNS),
        ("exploited", CHILD, False, Result.EXPLOITED),
        ("exploited", CHILD, True, Result.TRAFFICKING),
        ("exploited", ListUsed.CHILD_SEXUAL, True, Result.NOT_SCORED),
    ],
)
def test_the_case_rule_for_adults_and_children(shown, used, has_act, result):
    found = {code: code in shown.split() for code in CODES}

    assert result_of(found, used, has_act=has_act) == result


def test_the_list_has_as_many_indicators_as_published():
    assert [len(d.on(ADULT)) for d in DIMENSIONS] == [10, 10, 16, 9, 15, 7]
    assert sum(len(d.on(CHILD)) for d in DIMENSIONS) == 65
    assert not any(i.weight(CHILD) == "W" for d in DIMENSIONS for i in d.indicators)
    assert not any(d.on(ListUsed.CHILD_SEXUAL) for d in DIMENSIONS)


def test_the_unverified_list_is_offered_only_when_switched_on():
    assert ListUsed.ADULT_SEXUAL not in lists_on_offer(with_unverified=False)
    assert ListUsed.ADULT_SEXUAL in lists_on_offer(with_unverified=True)


def test_a_screening_explains_itself():
    outcome = screen(TRAFFICKED, ADULT)

    assert outcome.result == Result.TRAFFICKING
    assert outcome.score == 3
    assert outcome.dimensions[0].why == "Shown, because 1 strong + 1 medium."
    assert "2 strong" in outcome.dimensions[4].why
    assert any("Consent does not count" in reason for reason in outcome.why)


def test_open_answers_count_for_nothing_but_are_named():
    answers = {**TRAFFICKED, "held.isolation": "cannot_say"}
    del answers["held.violence"]

    outcome = screen(answers, ADULT)

    assert outcome.result == Result.DECEIVED
    assert outcome.could_be == Result.TRAFFICKING
    assert outcome.may_change
    assert any("could become" in reason for reason in outcome.why)
    closed = dict.fromkeys(KEYS, "no") | {
        "exploited.excessive_hours": "yes",
        "exploited.low_pay": "yes",
    }
    assert not screen(closed, ADULT).may_change


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["yes", "no", "cannot_say"])),
    st.sampled_from(KEYS),
    st.sampled_from([ADULT, CHILD, ListUsed.ADULT_SEXUAL]),
    st.booleans(),
)
def test_one_more_sign_never_lowers_the_result(answers, key, used, has_act):
    acts = ["recruitment"] if has_act else []

    before = screen(answers, used, acts)
    after = screen({**answers, key: "yes"}, used, acts)

    assert RANK.index(after.result) >= RANK.index(before.result)
    assert RANK.index(before.could_be) >= RANK.index(before.result)
    assert after.score >= before.score


def test_an_indicator_of_another_list_counts_for_nothing():
    only_adults = DIMENSIONS[2]

    found = judge(only_adults, {"abused.false_law": "yes"}, CHILD)

    assert found.count.total == 0


ALL_NO = dict.fromkeys(RISK_KEYS, "no")


@pytest.mark.parametrize(
    ("answers", "risk"),
    [
        (ALL_NO, Risk.LOW),
        ({**ALL_NO, "health.ill_now": "some"}, Risk.LOW),
        ({**ALL_NO, "health.ill_now": "some", "mind.sleep": "some"}, Risk.MEDIUM),
        ({**ALL_NO, "health.ill_now": "serious"}, Risk.MEDIUM),
        ({**ALL_NO, "health.ill_now": "serious", "mind.sleep": "serious"}, Risk.HIGH),
        ({**ALL_NO, "security.no_safe_place": "some"}, Risk.HIGH),
        ({**ALL_NO, "mind.self_harm": "some"}, Risk.HIGH),
        ({**ALL_NO, "security.safety_now": "cannot_say"}, Risk.MEDIUM),
        ({**ALL_NO, "physical.injuries": "cannot_say"}, Risk.LOW),
        ({}, Risk.MEDIUM),
    ],
)
def test_risk_follows_from_the_signs(answers, risk):
    rating = rate_risk(answers)

    assert rating.risk == risk
    assert rating.why


@pytest.mark.parametrize("code", ["self_harm", "self_harm_plan"])
@pytest.mark.parametrize("much", Much)
def test_self_harm_is_named_whenever_it_was_seen(code, much):
    assert rate_risk({f"mind.{code}": much}).self_harm is (much in {Much.SOME, Much.SERIOUS})


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(RISK_KEYS), st.sampled_from(list(Much.values))),
    st.sampled_from(RISK_KEYS),
)
def test_a_graver_sign_never_lowers_the_risk(answers, key):
    levels = [rate_risk({**answers, key: much}).risk for much in (Much.NO, Much.SOME, Much.SERIOUS)]

    assert levels == sorted(levels, key=RISKS.index)


def test_needs_are_listed_with_the_urgent_ones_first():
    needs = rate_needs({"food": "serious", "clothing": "some", "health": "no", "food.note": "Milk"})

    assert needs.result == Result.URGENT_NEEDS
    assert needs.codes == ["food", "clothing"]
    assert len(needs.areas) == len(NEED) == 13
    assert needs.why[0] == "Urgent: Food, special diet."
    assert {need.level for need in needs.areas} >= {AreaLevel.UNKNOWN, AreaLevel.LOW}
    assert rate_needs(dict.fromkeys(NEED, "no")).result == Result.NO_NEEDS
