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
    """Tell who has the conversation; if they cannot read it any more, everybody on duty who can.

    If it belongs to a case that nobody on duty may open, who leads that case is told as well.
    """
    talk = (
        Conversation.objects.select_related("owner", "case__lead")
        .filter(pk=conversation_id)
        .first()
    )
    if talk is None or not talk.is_open:
        return
    lead = talk.case.lead if talk.case is not None else None
    reading = [one for one in (talk.owner, lead) if one is not None and _reads(one, talk)]
    for person in reading or [one for one in on_duty() if _reads(one, talk)]:
        notify(user=person, kind=NoticeKind.HELPLINE_URGENT)


def _reads(user: User, talk: Conversation) -> bool:
    return bool(Conversation.objects.visible_to(user).filter(pk=talk.pk).exists())


def on_duty() -> list[User]:
    """Who is on the rota at this moment and answers the helpline."""
    now = timezone.now()
    shifts = {"shifts__starts_at__lte": now, "shifts__ends_at__gt": now}
    people = User.objects.filter(is_active=True, **shifts).distinct().order_by("name", "pk")
    return [person for person in people if holds(person.role, Permission.ANSWER_HELPLINE)]
