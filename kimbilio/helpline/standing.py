"""Where a conversation stands in the list: who waits comes first, the urgent before the others."""

from kimbilio.helpline.choices import Urgency
from kimbilio.helpline.models import Conversation

WAITING = {Urgency.LOOK_FIRST: 6, Urgency.TODAY: 5, Urgency.NORMAL: 4}
CALL_BACK, OPEN, CLOSED = 3, 2, 0


def place_of(conversation: Conversation, **new: object) -> int:
    """Its place with ``new`` values in it; a higher one stands further up."""

    def now(name: str) -> object:
        return new.get(name, getattr(conversation, name))

    if now("closed_at") is not None:
        return CLOSED
    if now("waiting_since") is not None:
        return WAITING[Urgency(str(now("urgency")))]
    return CALL_BACK if now("wants_call") else OPEN
