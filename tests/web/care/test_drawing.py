"""The days of a chart: far apart where time passed, and never written over one another."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kimbilio.web.care.drawing import APART, LEFT, MARGIN, RIGHT, WIDTH, across, written

FIRST = date(2026, 1, 5)
FIRST_PLACE, LAST_PLACE = LEFT + MARGIN, WIDTH - RIGHT - MARGIN


def days(*after):
    return [FIRST + timedelta(days=many) for many in after]


def test_a_year_of_follow_ups_stands_as_far_apart_as_it_was():
    places = across(days(0, 91, 182, 364))

    assert (places[0], places[-1]) == (FIRST_PLACE, LAST_PLACE)
    gaps = [after - before for before, after in pairwise(places)]
    assert gaps[0] == pytest.approx(gaps[1], abs=1)
    assert gaps[2] == pytest.approx(2 * gaps[0], abs=2)


def test_two_of_one_day_stand_beside_one_another():
    assert across(days(3, 3)) == [FIRST_PLACE, LAST_PLACE]


def test_the_newest_day_is_written_and_no_two_over_one_another():
    places = across(days(0, 1, 2, 90, 180, 181))
    shown = [place for place, has_room in zip(places, written(places), strict=True) if has_room]

    assert shown[-1] == places[-1]
    assert all(after - before >= APART for before, after in pairwise(shown))
    assert 2 <= len(shown) < len(places)
