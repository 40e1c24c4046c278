"""The queue of what we write: each message is handed to its provider, with patience for bad days."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.helpline.choices import REPLY_GOES_BY, Channel, Direction, SendState
from kimbilio.helpline.marks import is_phone, mark_of
from kimbilio.helpline.models import Account, Conversation, Message, Sending
from kimbilio.helpline.providers.base import Outgoing, TryLater, Unreadable, WillNotSend
from kimbilio.helpline.providers.known import channels_of, provider_of
from kimbilio.helpline.safety import way_of, why_unsafe
from kimbilio.kernel.errors import Stale
from kimbilio.kernel.versions import amend

logger = logging.getLogger(__name__)

AT_ONCE = 50
LEASE = timedelta(minutes=2)  # nobody else tries meanwhile
GIVES_UP = timedelta(hours=48)
PAUSES = tuple(timedelta(seconds=s) for s in (15, 60, 300, 900, 1800, 3600))
WINDOW = timedelta(hours=24)  # in which WhatsApp lets one answer freely


def send_due() -> int:
    """Hand over what waits; says how many were taken by their providers."""
    due = Sending.objects.filter(state=SendState.QUEUED, try_at__lte=timezone.now())
    rows = due.select_related(
        "message__conversation__correspondent", "message__conversation__account", "message__by"
    )
    return sum(_tried(row) for row in rows.order_by("try_at", "id")[:AT_ONCE])


def _tried(sending: Sending) -> bool:
    try:
        return _send(sending)
    except DatabaseError:
        raise
    except Exception:  # the edge of a job: its lease ends, and it is tried again
        logger.exception("A message could not be handed over")
        return False


def _send(sending: Sending) -> bool:
    message, talk = sending.message, sending.message.conversation
    try:
        amend(sending, try_at=timezone.now() + LEASE, tries=sending.tries + 1)
    except Stale:  # another server has it
        return False
    account = account_for(talk)
    if account is None:
        return _later(sending, message, "no_account")
    if reason := _not_any_more(talk):
        return _refuse(sending, message, SendState.REFUSED, reason)
    try:
        provider_id = provider_of(account.provider).send(_outgoing(message, talk), account.typed)
    except TryLater:
        note_trouble(account, "no_line")
        return _later(sending, message, "no_line")
    except Unreadable:
        return _later(sending, message, "unreadable_answer")
    except WillNotSend as refusal:
        return _refuse(sending, message, SendState.FAILED, refusal.reason)
    note_trouble(account, "")
    _sent(sending, account, provider_id)
    return True


@transaction.atomic
def take_back(message: Message, reason: str) -> bool:
    """Let a message that still waits never leave; whether it did still wait."""
    sending = Sending.objects.filter(message=message, state=SendState.QUEUED).first()
    if sending is None:
        return False
    try:
        amend(sending, state=SendState.REFUSED, try_at=None, reason=reason[:60])
    except Stale:  # it is on its way at this moment
        return False
    trail.record(Event.MESSAGE_REFUSED, by=None, on=message, state=SendState.REFUSED)
    _touch(message.conversation)
    return True


def account_for(talk: Conversation) -> Account | None:
    """The account that the conversation came by, else the oldest one that carries its channel."""
    channel = REPLY_GOES_BY.get(Channel(talk.channel), Channel(talk.channel))
    usable = [talk.account] if talk.account else []
    usable += Account.objects.filter(is_active=True).order_by("made_at", "id")
    for account in usable:
        if account.is_active and channel in channels_of(account.provider, account.typed):
            return account
    return None


def _not_any_more(talk: Conversation) -> str:
    """What may have changed since it was written: the rules are asked again when it leaves."""
    correspondent = talk.correspondent
    if correspondent is None:
        return "no_address"
    if correspondent.opted_out_at is not None:
        return "opted_out"
    by_phone = is_phone(correspondent.address)
    return (
        "not_safe" if by_phone and why_unsafe(correspondent.address, way_of(talk.channel)) else ""
    )


def _outgoing(message: Message, talk: Conversation) -> Outgoing:
    heard = talk.messages.filter(direction=Direction.IN).order_by("-at", "-id").first()
    assert talk.correspondent is not None  # _not_any_more has looked
    return Outgoing(
        channel=REPLY_GOES_BY.get(Channel(talk.channel), Channel(talk.channel)),
        to=talk.correspondent.address,
        text=message.text,
        key=str(message.pk),
        is_conversation=heard is not None and heard.at > timezone.now() - WINDOW,
    )


@transaction.atomic
def _sent(sending: Sending, account: Account, provider_id: str) -> None:
    amend(
        sending, state=SendState.SENT, sent_at=timezone.now(), try_at=None, reason="",
        mark=mark_of(account.pk, "out", provider_id) if provider_id else None,
    )  # fmt: skip
    _touch(sending.message.conversation)


@transaction.atomic
def _later(sending: Sending, message: Message, reason: str) -> bool:
    """Try again, each time after a longer pause; after two days say that it failed."""
    if timezone.now() - message.at > GIVES_UP:
        return _refuse(sending, message, SendState.FAILED, reason)
    pause = PAUSES[min(sending.tries, len(PAUSES)) - 1]
    amend(sending, try_at=timezone.now() + pause, reason=reason)
    _touch(message.conversation)
    return False


@transaction.atomic
def _refuse(sending: Sending, message: Message, state: SendState, reason: str) -> bool:
    amend(sending, state=state, try_at=None, reason=reason[:60])
    trail.record(Event.MESSAGE_REFUSED, by=None, on=message, state=state)
    _touch(message.conversation)
    if message.by is not None:
        notify(user=message.by, kind=NoticeKind.HELPLINE_UNSENT)
    return False


def _touch(talk: Conversation) -> None:
    Conversation.objects.filter(pk=talk.pk).update(changed_at=timezone.now())


def note_trouble(account: Account, trouble: str) -> None:
    """Say on the settings page since when a provider does not answer, or that it does again."""
    mine = Account.objects.filter(pk=account.pk).exclude(trouble=trouble)
    mine.update(trouble=trouble, trouble_since=timezone.now() if trouble else None)
