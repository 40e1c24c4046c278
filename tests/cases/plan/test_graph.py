"""What waits for what, over generated plans."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kimbilio.cases.plan_graph import (
    Dated,
    dependents,
    in_waiting_order,
    reachable,
    redated,
    would_circle,
)

TODAY = date(2026, 4, 14)
KEYS = st.integers(0, 9)
PAIRS = st.lists(st.tuples(KEYS, KEYS), max_size=30)
DAYS = st.none() | st.integers(-40, 200).map(lambda n: TODAY + timedelta(days=n))
STEPS = st.lists(st.tuples(DAYS, st.booleans()), min_size=10, max_size=10)


def grown(pairs):
    """A plan as people make it: each link is added only where it closes no circle."""
    links = []
    for step, waits_for in pairs:
        if not would_circle(links, step, waits_for):
            links.append((step, waits_for))
    return links


@given(PAIRS)
def test_links_that_close_no_circle_never_make_a_step_wait_for_itself(pairs):
    links = grown(pairs)

    assert all(key not in reachable(links, key) for key in range(10))


@given(PAIRS)
def test_a_refused_link_would_have_closed_a_circle(pairs):
    links = grown(pairs)

    for step, waits_for in set(pairs) - set(links):
        assert step == waits_for or step in reachable([*links, (step, waits_for)], step)


@given(PAIRS)
def test_waiting_order_puts_each_step_after_all_it_waits_for(pairs):
    links = grown(pairs)

    order = in_waiting_order(range(10), links)

    assert sorted(order) == list(range(10))
    assert all(order.index(step) > order.index(first) for step, first in links)


@given(PAIRS, STEPS, KEYS, st.integers(-60, 200))
def test_redating_keeps_order_and_touches_only_open_followers(pairs, rows, moved, shift):
    links = grown(pairs)
    steps = {key: Dated(due_on, is_open) for key, (due_on, is_open) in enumerate(rows)}
    to = TODAY + timedelta(days=shift)

    changes = redated(steps, links, moved, to, today=TODAY)

    after = {key: changes.get(key, step.due_on) for key, step in steps.items()} | {moved: to}
    followers = dependents(links, moved)
    assert set(changes) <= followers
    assert all(steps[key].is_open and steps[key].due_on for key in changes)
    for step, first in links:
        both_open = steps[step].is_open and (steps[first].is_open or first == moved)
        if step in followers and both_open and after[step] and after[first]:
            assert after[step] >= after[first]


@given(PAIRS, STEPS, KEYS, st.integers(-60, 200))
def test_redating_pulls_nothing_into_the_past(pairs, rows, moved, shift):
    steps = {key: Dated(due_on, is_open) for key, (due_on, is_open) in enumerate(rows)}

    changes = redated(steps, grown(pairs), moved, TODAY + timedelta(days=shift), today=TODAY)

    assert all(day >= min(TODAY, steps[key].due_on) for key, day in changes.items())


def test_what_follows_keeps_its_distance():
    steps = {1: Dated(date(2026, 4, 16)), 2: Dated(date(2026, 4, 20)), 3: Dated(date(2026, 5, 4))}

    changes = redated(steps, [(2, 1), (3, 2)], 1, date(2026, 4, 23), today=TODAY)

    assert changes == {2: date(2026, 4, 27), 3: date(2026, 5, 11)}
