"""Telling colleagues about the helpline: a line under the bell, never a word of what was written."""

from uuid import UUID

from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.helpline.models import Conversation


def tell_duty(conversation_id: UUID) -> None:
    """Tell who has the conversation, or else everybody on duty who answers the helpline."""
    talk = Conversation.objects.select_related("owner").filter(pk=conversation_id).first()
    if talk is None or not talk.is_open:
        return
    people = [talk.owner] if talk.owner is not None else on_duty()
    for person in people:
        notify(user=person, kind=NoticeKind.HELPLINE_URGENT)


def on_duty() -> list[User]:
    """Who is on the rota at this moment and answers the helpline."""
    now = timezone.now()
    shifts = {"shifts__starts_at__lte": now, "shifts__ends_at__gt": now}
    people = User.objects.filter(is_active=True, **shifts).distinct().order_by("name", "pk")
    return [person for person in people if holds(person.role, Permission.ANSWER_HELPLINE)]
