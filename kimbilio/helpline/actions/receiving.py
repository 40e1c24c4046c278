"""What reaches us from outside becomes a message of the one open conversation with that address.

Nobody is signed in here: the program acts for a provider whose posting was found genuine. Each of
these may be called again with the same event and then changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event as Trace
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.helpline import notices
from kimbilio.helpline.actions.changing import change
from kimbilio.helpline.choices import (
    SENDING_ORDER,
    CallState,
    Channel,
    Direction,
    MediaState,
    MessageKind,
    SendState,
    Urgency,
)
from kimbilio.helpline.events import CallEvent, Event, Incoming, MachineWord, OptedOut, StatusChange
from kimbilio.helpline.marks import address_key, address_keys, address_of, is_known, mark_of
from kimbilio.helpline.models import (
    Account,
    Attachment,
    Conversation,
    Correspondent,
    Message,
    Sending,
)
from kimbilio.helpline.providers.base import says_yes
from kimbilio.helpline.words import asks_for_silence, cleaned, higher, urgency_of
from kimbilio.kernel.errors import Stale
from kimbilio.kernel.versions import amend

CLOCKS_DIFFER = timedelta(minutes=10)  # a provider's clock may run ahead of ours by so much
TRIES = 3
MACHINE_WORDS_A_DAY = 5  # in one conversation


class NotKnownYet(Exception):
    """A report about a message whose sending has not been written down yet: look again soon."""


def receive(*, account: Account, event: Event) -> None:
    """Let one event of a provider have its effect, once. Raises ``NotKnownYet``."""
    take: dict[type, Callable[..., Any]] = {
        Incoming: take_message,
        MachineWord: take_machine_word,
        StatusChange: move_sending,
        CallEvent: take_call,
        OptedOut: opt_out,
    }
    for tried in range(TRIES):
        try:
            take[type(event)](account=account, event=event)
            return
        except (
            IntegrityError,
            Stale,
        ):  # two servers at one moment; the second look finds the first
            if tried == TRIES - 1:
                raise


@transaction.atomic
def take_message(*, account: Account, event: Incoming) -> Message | None:
    """Somebody wrote. The same message again gives None."""
    mark = mark_of(account.pk, "in", event.provider_id)
    if Message.objects.filter(mark=mark).exists():
        return None
    correspondent = correspondent_of(event.sender)
    text = cleaned(event.text)
    urgency = urgency_of(text)
    at = plausible(event.sent_at)
    talk = conversation_with(correspondent, event.channel, account, at=at)
    if event.sender_name and not talk.who:
        change(talk, who=cleaned(event.sender_name)[:120])
    message = Message.objects.create(
        conversation=talk, direction=Direction.IN, kind=event.kind, text=text, at=at, mark=mark,
        is_urgent=urgency != Urgency.NORMAL,
        place="{:.6f},{:.6f}".format(*event.place) if event.place else "",
    )  # fmt: skip
    if event.media is not None:
        Attachment.objects.create(
            message=message, state=MediaState.WAITING,
            try_at=timezone.now() if event.media.content is None else None,
            name=cleaned(event.media.name)[:300],
            source={
                "reference": event.media.reference, "type": event.media.type,
                "account": str(account.pk),
            },
        )  # fmt: skip
    trail.record(Trace.CONTACT_RECEIVED, by=None, on=message, channel=event.channel)
    if correspondent is not None and asks_for_silence(text):
        _leave(correspondent, event.channel)
        Conversation.objects.filter(pk=talk.pk).update(last_at=at, changed_at=timezone.now())
        return message
    if correspondent is not None and correspondent.opted_out_at is not None:
        amend(correspondent, opted_out_at=None)  # they write again: their silence is over
    arrived(talk, at=at, urgency=urgency, wants_call=event.wants_call)
    return message


@transaction.atomic
def take_machine_word(*, account: Account, event: MachineWord) -> Message | None:
    """An automatic answer stands where we wrote with that address. It opens nothing, and nobody waits.

    Two machines that answer each other fill no conversation: after some in one day the rest is passed over.
    """
    mark = mark_of(account.pk, "in", event.provider_id)
    keys = address_keys(address_of(event.sender))
    talks = Conversation.objects.filter(correspondent__address_key__in=keys, channel=event.channel)
    talk = talks.order_by(F("closed_at").desc(nulls_first=True), "-started_at").first()
    if talk is None or Message.objects.filter(mark=mark).exists():
        return None
    at = plausible(
        event.sent_at
    )  # the day before it counts: a mailbox may have stood still meanwhile
    told = talk.messages.filter(direction=Direction.IN, kind=MessageKind.NOTE)
    if told.filter(at__gt=at - timedelta(days=1)).count() >= MACHINE_WORDS_A_DAY:
        return None
    text = "\n\n".join((gettext("An automatic answer:"), cleaned(event.text)))
    message: Message = Message.objects.create(
        conversation=talk, direction=Direction.IN, kind=MessageKind.NOTE, text=text, at=at,
        mark=mark,
    )  # fmt: skip
    trail.record(Trace.CONTACT_RECEIVED, by=None, on=message, channel=event.channel)
    Conversation.objects.filter(pk=talk.pk).update(changed_at=timezone.now())
    return message


@transaction.atomic
def take_call(*, account: Account, event: CallEvent) -> Message | None:
    """A call rang, was answered or ended. Events that come late or twice move nothing back.

    Our own calls are written down by whoever makes them: no provider knows what was said.
    """
    if event.is_ours:
        return None
    state, at = event.state, plausible(event.at)
    if state == CallState.ENDED and not event.seconds:
        state = CallState.MISSED
    mark = mark_of(account.pk, "call", event.provider_id)
    call = Message.objects.select_related("conversation").filter(mark=mark).first()
    if call is None:
        correspondent = correspondent_of(event.caller)
        talk = conversation_with(correspondent, Channel.CALL, account, at=at)
        call = Message.objects.create(
            conversation=talk, direction=Direction.IN, kind=MessageKind.CALL, at=at, mark=mark,
            call_state=state, seconds=event.seconds,
        )  # fmt: skip
        trail.record(Trace.CONTACT_RECEIVED, by=None, on=call, channel=Channel.CALL)
    elif _is_later(state, CallState(call.call_state)):
        amend(call, call_state=state, seconds=event.seconds)
    else:
        return None
    if event.recording and says_yes(account.typed.get("keep_recordings", "")):
        Attachment.objects.get_or_create(
            message=call,
            defaults={
                "state": MediaState.WAITING, "try_at": timezone.now(),
                "source": {
                    "reference": event.recording, "type": "audio/mpeg", "account": str(account.pk),
                },
            },
        )  # fmt: skip
    talk = call.conversation
    if not talk.is_open:
        return call
    if state in {CallState.ANSWERED, CallState.ENDED}:
        change(
            talk, waiting_since=None, wants_call=False, answered_at=talk.answered_at or at,
            last_at=max(talk.last_at, at),
        )  # fmt: skip
    else:
        arrived(talk, at=at, urgency=Urgency.NORMAL, wants_call=state == CallState.MISSED)
    return call


_CALL_ORDER = {CallState.RINGING: 0, CallState.ANSWERED: 1, CallState.MISSED: 2, CallState.ENDED: 2}


def _is_later(state: CallState, than: CallState) -> bool:
    return _CALL_ORDER[state] > _CALL_ORDER[than]


@transaction.atomic
def move_sending(*, account: Account, event: StatusChange) -> None:
    """A message of ours moved on. Reports that come late move nothing back."""
    mark = mark_of(account.pk, "out", event.provider_id)
    sending = (
        Sending.objects.select_related("message__conversation", "message__by")
        .filter(mark=mark)
        .first()
    )
    if sending is None:
        raise NotKnownYet
    was = SendState(sending.state)
    if event.state == SendState.FAILED:
        moves = was in {SendState.QUEUED, SendState.SENT}
    else:
        moves = was in SENDING_ORDER and SENDING_ORDER.index(event.state) > SENDING_ORDER.index(was)
    if not moves:
        return
    amend(sending, state=event.state, try_at=None, reason=event.reason[:60])
    talk = sending.message.conversation
    if event.state == SendState.FAILED:
        trail.record(Trace.MESSAGE_REFUSED, by=None, on=sending.message, state=event.state)
        if sending.message.by is not None:
            notify(user=sending.message.by, kind=NoticeKind.HELPLINE_UNSENT)
    Conversation.objects.filter(pk=talk.pk).update(changed_at=timezone.now())


@transaction.atomic
def opt_out(*, account: Account, event: OptedOut) -> None:
    """They want nothing more from us; nothing more is sent until they write again."""
    if (correspondent := correspondent_of(event.sender)) is not None:
        _leave(correspondent, event.channel)


def _leave(correspondent: Correspondent, channel: str) -> None:
    if correspondent.opted_out_at is None:
        amend(correspondent, opted_out_at=timezone.now())
        trail.record(Trace.CORRESPONDENT_LEFT, by=None, on=correspondent, channel=channel)


def correspondent_of(raw: str) -> Correspondent | None:
    """Whoever has this address, made when we hear from it for the first time; None for a hidden one.

    Hidden numbers are many people's: they never share a conversation, nor a block. For actions alone.
    """
    address = address_of(raw)
    if not is_known(address):
        return None
    known = Correspondent.objects.filter(address_key__in=address_keys(address)).first()
    if known is not None:
        found: Correspondent = known
        return found
    made: Correspondent = Correspondent.objects.create(
        address=address, address_key=address_key(address)
    )
    return made


def conversation_with(
    correspondent: Correspondent | None,
    channel: str,
    account: Account | None,
    *,
    at: datetime,
    by: User | None = None,
) -> Conversation:
    """The open conversation, or a new one. Who is put aside writes on into the one that was closed.

    ``by`` is a colleague who writes something down: only what they may read is gone on with, so that
    nobody learns by a number that a case has it.
    """
    found = None
    if correspondent is not None:
        talks = Conversation.objects.filter(correspondent=correspondent, channel=channel)
        if by is not None:
            talks = talks.visible_to(by)
        running = talks.filter(closed_at=None)
        found = running.order_by(F("case").asc(nulls_last=True), "-started_at").first()
        if found is None and by is None and correspondent.is_blocked():
            found = talks.order_by("-started_at").first()
    if found is not None:
        talk: Conversation = found
        return talk
    made: Conversation = Conversation.objects.create(
        correspondent=correspondent, channel=channel, account=account, started_at=at, last_at=at
    )
    return made


def arrived(talk: Conversation, *, at: datetime, urgency: Urgency, wants_call: bool) -> None:
    """Somebody waits for us now. Urgency is only ever raised here; nothing answers by itself."""
    if not talk.is_open:
        Conversation.objects.filter(pk=talk.pk).update(last_at=max(talk.last_at, at))
        return
    rings = talk.urgency != Urgency.LOOK_FIRST or talk.waiting_since is None
    change(
        talk, urgency=higher(talk.urgency, urgency), waiting_since=talk.waiting_since or at,
        last_at=max(talk.last_at, at), wants_call=talk.wants_call or wants_call,
    )  # fmt: skip
    if urgency == Urgency.LOOK_FIRST and rings:
        transaction.on_commit(partial(notices.tell_duty, talk.pk))


def plausible(moment: datetime | None) -> datetime:
    """The time a provider gives, unless its clock runs ahead of ours."""
    now = timezone.now()
    return now if moment is None or moment > now + CLOCKS_DIFFER else min(moment, now)
