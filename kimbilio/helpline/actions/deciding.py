"""What becomes of a conversation: what we understood, the case it belongs to, how it ends."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case
from kimbilio.cases.timeline import note_down
from kimbilio.helpline.actions.changing import change, require_conversation
from kimbilio.helpline.choices import ENDS_WITH_CASE, Direction, Outcome, Urgency
from kimbilio.helpline.models import Conversation, Message, Triage
from kimbilio.helpline.words import cleaned
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.versions import amend

BESIDE = ("reach",)  # told by the person, asked by no panel: kept whatever is answered
BLOCKS = (1, 7, 30)  # days; each ends by itself


@transaction.atomic
def save_triage(
    *,
    conversation: Conversation,
    answers: dict[str, str],
    by: User,
    words: str = "",
    urgency: Urgency | None = None,
    expected: int | None = None,
) -> Triage:
    """Keep what was understood so far. Only people lower an urgency that words have raised.

    ``expected`` is 0 for whoever saw a panel that nobody had answered yet.
    """
    require_conversation(conversation, by)
    first = {"answers": answers, "words": cleaned(words)}
    triage, is_first = Triage.objects.get_or_create(conversation=conversation, defaults=first)
    if not is_first:
        told = {name: triage.answers[name] for name in BESIDE if name in triage.answers}
        amend(triage, expected=expected, answers={**told, **answers}, words=cleaned(words))
    values: dict[str, Any] = {} if urgency is None else {"urgency": Urgency(urgency)}
    changes = change(conversation, **values)
    trail.record(
        Event.CONVERSATION_CHANGED, by=by, on=conversation, answered=len(answers),
        urgency=str(changes["urgency"][1]) if "urgency" in changes else "",
    )  # fmt: skip
    kept: Triage = triage
    return kept


@transaction.atomic
def join_case(*, conversation: Conversation, case: Case, by: User) -> None:
    """Let a conversation belong to a case: its words stand in the timeline, under the case's rules.

    For a case that was opened from it, and for one that exists; twice is once.
    """
    require_conversation(conversation, by, is_open=False)
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.CHANGE)
    if conversation.case_id == case.pk:
        return
    if conversation.case_id is not None:
        raise BadInput(_("It belongs to another case already."), field="case")
    change(conversation, case=case, wants_call=False)
    heard = conversation.messages.exclude(direction=Direction.NOTE).order_by("at", "id")
    texts = [message.text for message in heard if message.text]
    note_down(
        case, Event.CONTACT_RECEIVED, kind=EntryKind.CALL, by=by, subject=conversation,
        line="\n".join(texts), at=conversation.started_at,
    )  # fmt: skip
    if texts:
        index_words(case, "\n".join(texts), Compartment.STORY)
    _decided(conversation, by)
    trail.record(Event.CONVERSATION_CHANGED, by=by, on=conversation, joined=case.code)


@transaction.atomic
def close_conversation(
    *,
    conversation: Conversation,
    outcome: Outcome,
    by: User,
    words: str = "",
    block_days: int | None = None,
    expected: int | None = None,
) -> None:
    """End it with what came of it. A nuisance may be put aside for some days, never for ever."""
    require_conversation(conversation, by)
    if outcome not in Outcome.values:
        raise BadInput(_("Say how it ended before you close it."), field="outcome")
    if outcome in ENDS_WITH_CASE and conversation.case_id is None:
        raise BadInput(_("Choose the case it belongs to."), field="outcome")
    if outcome == Outcome.INFORMED and not words.strip() and not _has_answer(conversation):
        raise BadInput(_("Say in a few words what they were told."), field="words")
    if outcome == Outcome.REFERRED and conversation.case_id is None and not words.strip():
        raise BadInput(_("Say to whom, and how they reach them."), field="words")
    now = timezone.now()
    change(
        conversation, expected=expected, outcome=outcome, closed_at=now, closed_by=by,
        waiting_since=None, wants_call=False, owner=conversation.owner or by,
        owned_at=conversation.owned_at or now,
    )  # fmt: skip
    triage = _decided(conversation, by)
    if words.strip():
        amend(triage, words=cleaned("\n".join(filter(None, [triage.words, words]))))
    if outcome == Outcome.NUISANCE and block_days:
        _put_aside(conversation, block_days, by)
    trail.record(Event.CONVERSATION_CLOSED, by=by, on=conversation, outcome=outcome)


def _has_answer(conversation: Conversation) -> bool:
    return bool(Message.objects.filter(conversation=conversation, direction=Direction.OUT).exists())


def _decided(conversation: Conversation, by: User) -> Triage:
    triage, _made = Triage.objects.get_or_create(conversation=conversation)
    if triage.decided_at is None:
        amend(triage, decided_at=timezone.now(), decided_by=by)
    found: Triage = triage
    return found


def _put_aside(conversation: Conversation, days: int, by: User) -> None:
    if days not in BLOCKS:
        raise BadInput(_("Choose one of the spans."), field="block_days")
    correspondent = conversation.correspondent
    if correspondent is None:
        raise BadInput(_("Without a number nobody can be put aside."), field="block_days")
    until = timezone.now() + timedelta(days=days)
    amend(correspondent, blocked_until=until, blocked_by=by)
    trail.record(Event.CORRESPONDENT_BLOCKED, by=by, on=correspondent, days=days)


@transaction.atomic
def lift_block(*, conversation: Conversation, by: User) -> None:
    """Listen to them again before the time is over."""
    require_conversation(conversation, by, is_open=False)
    correspondent = conversation.correspondent
    if correspondent is None or correspondent.blocked_until is None:
        raise NotAllowed
    amend(correspondent, blocked_until=None, blocked_by=None)
    trail.record(Event.CORRESPONDENT_BLOCKED, by=by, on=correspondent, days=0)
