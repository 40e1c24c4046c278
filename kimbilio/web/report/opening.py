"""How public forms hold off programs and floods, without asking anybody outside.

A form carries a signed key with the moment in which it was opened: sent sooner than a person can write,
or much later, it is asked for once more with its words kept.
"""

from uuid import UUID, uuid4

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHORTEST = 3  # seconds in which nobody writes a report
LONGEST = 12 * 3600  # seconds for which an open form can be sent
PER_HOUR, WHOLE_HOUR = 12, 3600
MISSES, MISSES_FOR = 20, 600
SALT = "kimbilio.report"
AGAIN = _("The page is old, or this was sent too quickly. Send it once more.")


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
