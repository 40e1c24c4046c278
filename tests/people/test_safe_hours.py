"""Safe hours in Nairobi time, also across midnight, and the next safe moment."""

from datetime import UTC, datetime, time

import pytest

from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import Way, next_safe_time, safe_to_use

MONDAY_9_UTC = datetime(2026, 4, 13, 9, tzinfo=UTC)  # noon in Nairobi


def point(since=None, until=None, **rules):
    hours = {"safe_from": since and time(since), "safe_until": until and time(until)}
    return ContactPoint(**{"may_call": True, **hours, **rules})


def nairobi(day, hour, minute=0):
    return datetime(2026, 4, day, hour - 3, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "is_safe"), [(9, False), (10, True), (11, True), (12, False), (20, False)]
)
def test_hours_are_those_of_nairobi(hour, is_safe):
    assert bool(safe_to_use(point(10, 12), Way.CALL, nairobi(14, hour))) is is_safe


@pytest.mark.parametrize(
    ("moment", "is_safe"),
    [
        (datetime(2026, 4, 14, 18, 30, tzinfo=UTC), False),  # 21:30
        (datetime(2026, 4, 14, 19, 0, tzinfo=UTC), True),  # 22:00
        (datetime(2026, 4, 14, 21, 30, tzinfo=UTC), True),  # 00:30 on the next day
        (datetime(2026, 4, 14, 22, 59, tzinfo=UTC), True),  # 01:59
        (datetime(2026, 4, 14, 23, 0, tzinfo=UTC), False),  # 02:00
    ],
)
def test_hours_may_cross_midnight(moment, is_safe):
    assert bool(safe_to_use(point(22, 2), Way.CALL, moment)) is is_safe


def test_the_next_safe_moment_is_now_if_it_is_safe():
    assert next_safe_time(point(10, 13), Way.CALL, MONDAY_9_UTC) == MONDAY_9_UTC


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (point(14, 16), nairobi(13, 14)),
        (point(8, 10), nairobi(14, 8)),
        (point(22, 2), nairobi(13, 22)),
        (point(8, 10, safe_days="5"), nairobi(17, 8)),
        (point(safe_days="3"), nairobi(15, 8)),
        (point(22, 2, safe_days="3"), datetime(2026, 4, 14, 21, 0, tzinfo=UTC)),  # midnight
        (point(may_call=False), None),
        (point(is_active=False), None),
        (point(safe_days=""), None),
    ],
)
def test_the_next_safe_moment(contact, expected):
    assert next_safe_time(contact, Way.CALL, MONDAY_9_UTC) == expected
