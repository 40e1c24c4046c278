"""Long work in the background that writes in pieces, and lets others write in between."""

import time

NOTICED = 0.15  # seconds: whoever waits for SQLite's one pen looks for it every tenth of a second


def give_way(began: float) -> None:
    """Rest as long as the piece took that began then (``time.monotonic``), and long enough to be noticed.

    Pieces that follow one another without a rest keep everybody else from writing, however short each is.
    """
    time.sleep(max(NOTICED, time.monotonic() - began))
