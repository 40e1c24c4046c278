"""Work in pieces rests between them."""

import time

from kimbilio.kernel.turns import NOTICED, give_way


def test_it_rests_as_long_as_the_piece_took_and_long_enough_to_be_noticed():
    for took in (0.0, 2 * NOTICED):
        began = time.monotonic() - took
        started = time.monotonic()

        give_way(began)

        assert time.monotonic() - started >= max(NOTICED, took)
