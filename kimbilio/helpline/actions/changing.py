"""What every change of a conversation obeys: the right to it, its place in the list, its moment."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.helpline.models import Conversation
from kimbilio.helpline.standing import place_of
from kimbilio.kernel.errors import DomainError, NotAllowed
from kimbilio.kernel.versions import Changes, amend


class IsClosed(DomainError):
    """The conversation has its outcome already."""

    code = "conversation_closed"
    message = _("This conversation is closed. What they write next begins a new one.")


class SomebodyElses(DomainError):
    """A colleague has taken the conversation."""

    code = "somebody_elses"
    message = _("A colleague has this conversation. Take it over first, or ask them.")


def require_conversation(conversation: Conversation, by: User, *, is_open: bool = True) -> None:
    """Raise unless ``by`` answers the helpline, may read this one, and it still runs."""
    require(by, Permission.ANSWER_HELPLINE)
    if not Conversation.objects.visible_to(by).filter(pk=conversation.pk).exists():
        raise NotAllowed
    if is_open and not conversation.is_open:
        raise IsClosed


def require_own(conversation: Conversation, by: User) -> None:
    """Raise ``SomebodyElses`` if a colleague has it."""
    if conversation.owner_id is not None and conversation.owner_id != by.pk:
        raise SomebodyElses


def change(conversation: Conversation, *, expected: int | None = None, **values: Any) -> Changes:
    """Write ``values`` with the place and moment that follow from them."""
    place = place_of(conversation, **values)
    return amend(conversation, expected=expected, place=place, changed_at=timezone.now(), **values)
