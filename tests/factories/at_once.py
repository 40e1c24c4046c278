"""People who act in the same second, each in a thread and a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kimbilio.kernel.errors import DomainError


def at_once(*acts):
    """Run all of ``acts`` in threads that start together; their results or refusals, in order.

    Whatever is no refusal that a page can show, such as an error of the database, is raised.
    """
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=60)
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(told):
    """Those of ``told`` that were refused."""
    return [one for one in told if isinstance(one, DomainError)]
