"""The postman: reads what arrived, hands over what waits, looks where nothing comes by itself."""

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections

from kimbilio.helpline.actions.delivering import read_deliveries
from kimbilio.helpline.actions.fetching import fetch_media, pull_all
from kimbilio.helpline.actions.sending import send_due

logger = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two rounds without work
PULL_EVERY = 30.0  # seconds


def carry(stop: threading.Event) -> None:
    """Make rounds until told to stop, never ending in the middle of one message."""
    pulled = 0.0
    while not stop.is_set():
        done = 0
        try:
            done = one_round()
            if time.monotonic() - pulled >= PULL_EVERY:
                pulled = time.monotonic()
                done += pull_all()
        except DatabaseError:
            logger.exception("The post could not be carried: the database did not answer")
        finally:
            close_old_connections()
        stop.wait(0 if done else PAUSE)


def one_round() -> int:
    """Everything that is due now, once; says how much was done."""
    return read_deliveries() + send_due() + fetch_media()
