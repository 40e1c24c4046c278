"""Having a conversation: taking it, writing in it, handing it on."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.helpline.actions.changing import change, require_conversation, require_own
from kimbilio.helpline.actions.receiving import conversation_with, correspondent_of
from kimbilio.helpline.choices import Channel, Direction, MessageKind, Outcome
from kimbilio.helpline.marks import address_of, is_phone
from kimbilio.helpline.models import Conversation, Correspondent, Message, Presence, Sending
from kimbilio.helpline.queries import can_text
from kimbilio.helpline.safety import check_answer
from kimbilio.helpline.words import cleaned
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def take_conversation(
    *, conversation: Conversation, by: User, from_colleague: bool = False
) -> None:
    """Have it from now on. From a colleague only if one says so, which they are told."""
    require_conversation(conversation, by)
    if conversation.owner_id == by.pk:
        return
    was = conversation.owner
    if was is not None and not from_colleague:
        require_own(conversation, by)
    change(conversation, owner=by, owned_at=timezone.now())
    trail.record(Event.CONVERSATION_TAKEN, by=by, on=conversation)
    if was is not None:
        notify(user=was, kind=NoticeKind.HELPLINE_HANDED)


@transaction.atomic
def hand_over(*, conversation: Conversation, to: User, by: User) -> None:
    """Give it to a colleague who answers the helpline and may read it."""
    require_conversation(conversation, by)
    require_own(conversation, by)
    if not to.is_active or not holds(to.role, Permission.ANSWER_HELPLINE):
        raise BadInput(_("This colleague does not answer the helpline."), field="to")
    if not Conversation.objects.visible_to(to).filter(pk=conversation.pk).exists():
        raise BadInput(_("This colleague may not read the case it belongs to."), field="to")
    change(conversation, owner=to, owned_at=timezone.now())
    trail.record(Event.CONVERSATION_HANDED, by=by, on=conversation, to=str(to.pk))
    if to != by:
        transaction.on_commit(partial(notify, user=to, kind=NoticeKind.HELPLINE_HANDED))


@transaction.atomic
def write_answer(*, conversation: Conversation, text: str, by: User) -> Message:
    """Answer in writing. It waits in the queue until the provider has it.

    Raises ``BadInput`` for words that tell others what this is about, for a number that may not be
    written to now, and after they asked for silence. Who answers first has the conversation.
    """
    require_conversation(conversation, by)
    require_own(conversation, by)
    words = cleaned(text)
    if not words:
        raise BadInput(_("Write your answer."), field="text")
    if not conversation.can_be_written_to:
        raise BadInput(
            _("Nothing can be written back on this channel. Call instead."), field="text"
        )
    check_answer(conversation, words)
    now = timezone.now()
    message: Message = Message.objects.create(
        conversation=conversation, direction=Direction.OUT, text=words, at=now, by=by
    )
    if not conversation.is_behind_code:  # else it is read where their code opens it
        Sending.objects.create(message=message, try_at=now)
    _answered(conversation, by)
    Presence.objects.filter(conversation=conversation, user=by).delete()
    trail.record(Event.MESSAGE_SENT, by=by, on=message, channel=conversation.channel)
    return message


def _answered(conversation: Conversation, by: User) -> None:
    now = timezone.now()
    change(
        conversation, waiting_since=None, last_at=now,
        answered_at=conversation.answered_at or now,
        owner=conversation.owner or by, owned_at=conversation.owned_at or now,
    )  # fmt: skip


@transaction.atomic
def send_text(*, to: str, text: str, by: User) -> Message:
    """A short SMS to somebody who did not write to us, such as a partner's code; nothing is awaited.

    It stands in the inbox as a conversation that has its outcome already, or in the one that runs.
    """
    require(by, Permission.ANSWER_HELPLINE)
    message = _text(to, text, signed=by)
    trail.record(Event.MESSAGE_SENT, by=by, on=message, channel=Channel.SMS)
    return message


@transaction.atomic
def send_for_case(*, to: str, text: str, case: Case, signed: User) -> Message:
    """A short SMS that Kimbilio itself sends to the person of a case, such as a reminder.

    The same rules hold as for whoever writes. ``signed`` is told if it cannot leave. It goes on with a conversation
    of this very case or begins one: a phone is often shared, and neither the desk nor who works on another case
    of the same number reads whom we meet and when.
    """
    message = _text(to, text, signed=signed, case=case)
    trail.record(Event.MESSAGE_SENT, by=None, on=message, channel=Channel.SMS)
    return message


def _text(to: str, text: str, *, signed: User, case: Case | None = None) -> Message:
    number = address_of(to)
    if not is_phone(number):
        raise BadInput(_("This is not a phone number. Check the digits."), field="to")
    if not can_text():
        raise BadInput(_("No account sends SMS yet. Tell it by phone."), field="to")
    now, whose = timezone.now(), correspondent_of(number)
    if case is None:
        talk = conversation_with(whose, Channel.SMS, None, at=now, by=signed)
    else:
        talk = _conversation_of(case, whose, now)
    check_answer(talk, text)
    message: Message = Message.objects.create(
        conversation=talk, direction=Direction.OUT, text=text, at=now, by=signed
    )
    Sending.objects.create(message=message, try_at=now)
    if talk.is_open and talk.waiting_since is None and talk.owner_id is None:
        change(
            talk, outcome=Outcome.INFORMED, closed_at=now, closed_by=signed, last_at=now,
            answered_at=talk.answered_at or now,
        )  # fmt: skip
    return message


def _conversation_of(case: Case, whose: Correspondent | None, now: datetime) -> Conversation:
    running = Conversation.objects.open().filter(case=case, correspondent=whose)
    found: Conversation | None = running.filter(channel=Channel.SMS).order_by("-started_at").first()
    if found is not None:
        return found
    made: Conversation = Conversation.objects.create(
        channel=Channel.SMS, correspondent=whose, case=case, started_at=now, last_at=now
    )
    return made


@transaction.atomic
def write_note(*, conversation: Conversation, text: str, by: User) -> Message:
    """Something for colleagues that never leaves the house."""
    require_conversation(conversation, by)
    words = cleaned(text)
    if not words:
        raise BadInput(_("Write your note."), field="text")
    note: Message = Message.objects.create(
        conversation=conversation, direction=Direction.NOTE, kind=MessageKind.NOTE, text=words,
        by=by,
    )  # fmt: skip
    change(conversation)
    Conversation.objects.filter(pk=conversation.pk).update(changed_at=timezone.now())
    trail.record(Event.CONVERSATION_CHANGED, by=by, on=note)
    return note


@transaction.atomic
def translate_message(*, message: Message, text: str, by: User, expected: int) -> None:
    """Write beside a message what it says in another language, for colleagues."""
    require_conversation(message.conversation, by, is_open=False)
    changes = amend(message, expected=expected, translation=cleaned(text))
    if changes:
        talk = message.conversation
        Conversation.objects.filter(pk=talk.pk).update(changed_at=timezone.now())
        trail.record(Event.CONVERSATION_CHANGED, by=by, on=message)


@transaction.atomic
def log_call_back(
    *, conversation: Conversation, was_reached: bool, by: User, words: str = ""
) -> Message:
    """Write down that we rang them, and whether somebody answered who may know."""
    from_us = "answered" if was_reached else "missed"
    require_conversation(conversation, by)
    call: Message = Message.objects.create(
        conversation=conversation, direction=Direction.OUT, kind=MessageKind.CALL, by=by,
        text=cleaned(words), call_state=from_us,
    )  # fmt: skip
    if was_reached:
        _answered(conversation, by)
        change(conversation, wants_call=False)
    else:
        change(conversation, wants_call=True, last_at=timezone.now())
    trail.record(Event.CONVERSATION_CHANGED, by=by, on=call, call=from_us)
    return call


@transaction.atomic
def say_one_writes(*, conversation: Conversation, by: User) -> None:
    """Let colleagues see for a moment that ``by`` is writing an answer."""
    require_conversation(conversation, by)
    Presence.objects.update_or_create(
        conversation=conversation, user=by, defaults={"at": timezone.now()}
    )
