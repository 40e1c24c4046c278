"""Response clocks say how much is left, calmly."""

from datetime import UTC, datetime, timedelta

import pytest

from kimbilio.web.clocks import face

NOW = datetime(2026, 4, 14, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "limit", "time", "note", "tone"),
    [
        (timedelta(hours=4, minutes=5), timedelta(hours=6), "4 h 05", "left of 6 hours", ""),
        (timedelta(hours=1, minutes=50), timedelta(hours=4), "1 h 50", "left of 4 hours", "honey"),
        (timedelta(minutes=11), timedelta(hours=1), "11 min", "left of 1 hour", "clay"),
        (timedelta(days=5), timedelta(days=7), "5 days", "left of 7 days", ""),
        (timedelta(minutes=-25), timedelta(hours=1), "25 min", "over the limit of 1 hour", "clay"),
    ],
)
def test_face_of_a_clock(left, limit, time, note, tone):
    shown = face(NOW + left, limit, now=NOW)

    assert (shown.time, shown.note, shown.tone) == (time, note, tone)


def test_ring_is_empty_when_the_time_is_over():
    assert face(NOW, timedelta(hours=1), now=NOW + timedelta(minutes=1)).dash.startswith("0.0 ")
