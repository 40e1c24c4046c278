"""The iCalendar file: escaped, folded and the same again; whatever is written in it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kimbilio.calendar.ics import LONGEST, Event, escaped, folded, moment, written

AT = datetime(2026, 4, 14, 10, 30, tzinfo=ZoneInfo("Africa/Nairobi"))
ANYTHING = st.text(max_size=300)


def unfolded(body):
    return body.decode().replace("\r\n ", "").split("\r\n")


def unescaped(text):
    """As RFC 5545 reads a TEXT."""
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], text)


@given(ANYTHING)
def test_what_is_escaped_reads_the_same(text):
    printable = "".join(sign for sign in text if sign.isprintable())

    assert unescaped(escaped(printable)) == printable
    assert not re.search(r"[\r\n\x00-\x08]", escaped(text))


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=400))
def test_lines_are_short_and_no_character_is_cut(text):
    line = folded(f"SUMMARY:{text}")

    assert all(len(piece.encode()) <= LONGEST for piece in line.split("\r\n"))
    assert line.replace("\r\n ", "") == f"SUMMARY:{text}"


@given(st.lists(ANYTHING, max_size=4))
def test_no_summary_can_add_a_line_of_its_own(summaries):
    events = [Event(f"u{n}", AT, AT + timedelta(hours=1), text) for n, text in enumerate(summaries)]

    lines = unfolded(written(events, name="Kimbilio", stamp=AT, zone="Africa/Nairobi"))

    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(summaries)
    assert sum(line.startswith("SUMMARY:") for line in lines) == len(summaries)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_an_hour_of_nairobi_goes_out_as_the_same_moment():
    event = Event("u@kimbilio", AT, AT + timedelta(minutes=50), "Session KB-4T7Q", 2, is_off=True)

    body = written(
        [event], name="Kimbilio", stamp=datetime(2026, 4, 14, tzinfo=UTC), zone="Africa/Nairobi"
    )
    lines = unfolded(body)

    assert moment(AT) == "20260414T073000Z"
    for line in ("DTSTART:20260414T073000Z", "DTEND:20260414T082000Z", "SUMMARY:Session KB-4T7Q",
                 "STATUS:CANCELLED", "SEQUENCE:2", "UID:u@kimbilio", "DTSTAMP:20260414T000000Z"):  # fmt: skip
        assert line in lines
    assert (
        written(
            [event], name="Kimbilio", stamp=datetime(2026, 4, 14, tzinfo=UTC), zone="Africa/Nairobi"
        )
        == body
    )
