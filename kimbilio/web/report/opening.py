"""How public forms hold off programs and floods, without asking anybody outside.

A form carries a signed key with the moment in which it was opened: sent sooner than a person can write,
or much later, it is asked for once more with its words kept. Tries are counted by address.
"""

from contextlib import suppress
from uuid import UUID, uuid4

from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from kimbilio.audit import origin

SHORTEST = 3  # seconds in which nobody writes a report
LONGEST = 12 * 3600  # seconds for which an open form can be sent
PER_HOUR, WHOLE_HOUR = 12, 3600
MISSES, MISSES_FOR = 20, 600
SALT = "kimbilio.report"


def opened_now() -> str:
    """A key for one form with the moment it was opened, signed."""
    return signing.dumps((str(uuid4()), timezone.now().timestamp()), salt=SALT)


def key_of(opened: str) -> UUID | None:
    """The key that was minted with the form; None if it was never opened, too quick or too old."""
    try:
        said, at = signing.loads(opened, salt=SALT, max_age=LONGEST)
        return UUID(said) if timezone.now().timestamp() - at >= SHORTEST else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def too_many(what: str, most: int) -> bool:
    """Whether this address has tried ``most`` times within its span."""
    return int(cache.get(_counter(what), 0)) >= most


def count(what: str, seconds: int) -> None:
    """One more try of this address; all are forgotten ``seconds`` after the first."""
    if not cache.add(_counter(what), 1, seconds):
        with suppress(ValueError):  # its time ended between the two: one is not counted
            cache.incr(_counter(what))


def _counter(what: str) -> str:
    return f"report-{what}-{origin.current().ip}"
