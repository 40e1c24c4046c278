"""Contacts that no provider brings: a call at the desk, a visitor, a sheet of paper, a web report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.helpline.actions.changing import change
from kimbilio.helpline.actions.receiving import arrived, conversation_with, correspondent_of
from kimbilio.helpline.choices import (
    CallState,
    Channel,
    Direction,
    MessageKind,
    Urgency,
)
from kimbilio.helpline.marks import mark_of, receipt_hash, receipt_of
from kimbilio.helpline.models import Conversation, Message, Triage
from kimbilio.helpline.words import cleaned, higher, urgency_of
from kimbilio.kernel.errors import BadInput
from kimbilio.people.tokens import international

OLDEST = timedelta(days=180)
BY_HAND = (Channel.CALL, Channel.IN_PERSON, Channel.PARTNER, Channel.SMS, Channel.WHATSAPP)


@transaction.atomic
def log_contact(
    *,
    channel: Channel,
    words: str,
    by: User,
    at: datetime | None = None,
    phone: str = "",
    who: str = "",
    urgency: Urgency = Urgency.NORMAL,
    wants_call: bool = False,
) -> Conversation:
    """Write down a call or visit, also one taken on paper earlier, with its real time.

    Whoever logs a call has spoken with them: it counts as answered, and the conversation is theirs.
    """
    require(by, Permission.ANSWER_HELPLINE)
    now = timezone.now()
    at = at or now
    if at > now + timedelta(minutes=1):
        raise BadInput(_("This is still to come. Check day and hour."), field="at")
    if at < now - OLDEST:
        raise BadInput(_("This is more than half a year ago. Check the year."), field="at")
    if channel not in BY_HAND:
        raise BadInput(_("Choose from the list."), field="channel")
    if phone.strip() and len(international(phone).strip("+")) < 7:
        raise BadInput(_("This is not a phone number. Check the digits."), field="phone")
    if not (words.strip() or phone.strip()):
        raise BadInput(_("Write a word about it, or the number."), field="words")
    if phone.strip():
        talk = conversation_with(correspondent_of(phone), channel, None, at=at, by=by)
    else:
        talk = Conversation.objects.create(channel=channel, started_at=at, last_at=at)
    text = cleaned(words)
    call = Message.objects.create(
        conversation=talk, direction=Direction.IN, by=by, at=at, text=text,
        kind=MessageKind.CALL if channel == Channel.CALL else MessageKind.NOTE,
        call_state=CallState.ENDED if channel == Channel.CALL else "",
    )  # fmt: skip
    change(
        talk, who=cleaned(who)[:120] or talk.who, wants_call=wants_call,
        urgency=higher(higher(talk.urgency, urgency), urgency_of(text)),
        waiting_since=None, answered_at=talk.answered_at or at, last_at=max(talk.last_at, at),
        owner=talk.owner or by, owned_at=talk.owned_at or now,
    )  # fmt: skip
    trail.record(Event.CONTACT_RECEIVED, by=by, on=call, channel=channel)
    made: Conversation = talk
    return made


@dataclass(frozen=True)
class Receipt:
    """The code with which somebody without a name comes back. It follows from the form's key; it is not kept."""

    code: str


def take_web_report(*, key: UUID, words: str, place: str = "", reach: str = "") -> Receipt:
    """Somebody filled in the public form. The same form sent twice makes one report, and shows one code."""
    return once_for(key, "web", partial(_web_report, words=words, place=place, reach=reach))


def once_for(key: UUID, form: str, take: Callable[[str, str], None]) -> Receipt:
    """Do ``take`` with the receipt and the mark of this form, unless it was done before or just now."""
    code, mark = receipt_of(key), mark_of(form, "in", str(key))
    try:
        if not Message.objects.filter(mark=mark).exists():
            with transaction.atomic():
                take(code, mark)
    except IntegrityError:
        if not Message.objects.filter(mark=mark).exists():
            raise
    return Receipt(code)


def _web_report(code: str, mark: str, *, words: str, place: str, reach: str) -> None:
    text = cleaned(words)
    if not text:
        raise BadInput(_("Write what you have seen or what you need."), field="words")
    now = timezone.now()
    talk: Conversation = Conversation.objects.create(
        channel=Channel.WEB, receipt_hash=receipt_hash(code), started_at=now, last_at=now
    )
    answers = {"place": cleaned(place)[:300], "reach": cleaned(reach)}
    Triage.objects.create(
        conversation=talk, answers={name: said for name, said in answers.items() if said}
    )
    message = Message.objects.create(
        conversation=talk, direction=Direction.IN, text=text, mark=mark,
        is_urgent=urgency_of(text) != Urgency.NORMAL,
    )  # fmt: skip
    arrived(talk, at=now, urgency=urgency_of(text), wants_call=False)
    trail.record(Event.CONTACT_RECEIVED, by=None, on=message, channel=Channel.WEB)


def add_to_web_report(*, conversation: Conversation, key: UUID, words: str) -> None:
    """Who holds the code writes more; an ended report is taken up again, because they came back."""
    once_for(key, "web", lambda _code, mark: _more(conversation, mark, words))


def _more(conversation: Conversation, mark: str, words: str) -> None:
    text = cleaned(words)
    if not text:
        raise BadInput(_("Write what you have seen or what you need."), field="words")
    if not conversation.is_open:
        change(conversation, outcome="", closed_at=None, closed_by=None)
    urgency = urgency_of(text)
    message = Message.objects.create(
        conversation=conversation, direction=Direction.IN, text=text, mark=mark,
        is_urgent=urgency != Urgency.NORMAL,
    )  # fmt: skip
    arrived(conversation, at=timezone.now(), urgency=urgency, wants_call=False)
    trail.record(Event.CONTACT_RECEIVED, by=None, on=message, channel=Channel.WEB)
