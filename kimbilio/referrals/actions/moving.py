"""How a referral moves: the rule that every move obeys, and the moves that staff make."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.referrals import notices
from kimbilio.referrals.choices import ANSWERS, WAITING, DeclineReason, State
from kimbilio.referrals.models import AnswerLink, Move, Referral

# How long may pass before the first reminder.
PATIENCE: dict[State, timedelta] = {
    State.SENT: timedelta(days=2),
    State.SEEN: timedelta(days=2),
    State.QUESTION: timedelta(days=1),
    State.ACCEPTED: timedelta(days=14),
    State.APPOINTMENT: timedelta(days=2),
}


class CannotMove(DomainError):
    """The table of moves does not know this one."""

    code = "cannot_move"
    message = _("This is not possible any more. Nothing was changed.")


def require_referring(case: Case, by: User) -> None:
    """Who refers knows who it is about, and may change something in the case."""
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.VIEW)
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.OUTLINE, act=Act.CHANGE)


@transaction.atomic
def withdraw_referral(
    *, referral: Referral, by: User, words: str = "", expected: int | None = None
) -> None:
    """Take it back: open links stop working, the partner sees nothing more."""
    require_referring(referral.case, by)
    if referral.state == State.WITHDRAWN:
        return
    move(referral, State.WITHDRAWN, by=by, words=words, expected=expected)
    AnswerLink.objects.filter(referral=referral, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by, version=F("version") + 1
    )


@transaction.atomic
def answer_question(
    *, referral: Referral, words: str, by: User, expected: int | None = None
) -> None:
    """Answer what the partner asked; they read it behind their link."""
    require_referring(referral.case, by)
    if not words.strip():
        raise BadInput(_("Write your answer."), field="words")
    move(referral, State.SEEN, by=by, words=words, expected=expected)


@transaction.atomic
def record_answer(
    *,
    referral: Referral,
    state: State,
    by: User,
    words: str = "",
    reason: str = "",
    meeting_at: datetime | None = None,
    expected: int | None = None,
) -> None:
    """Write down what the partner said by phone or on paper."""
    require_referring(referral.case, by)
    if State(state) not in ANSWERS:
        raise CannotMove
    move(
        referral, State(state), by=by, words=words, reason=reason, meeting_at=meeting_at,
        expected=expected,
    )  # fmt: skip


def move(
    referral: Referral,
    to: State,
    *,
    by: User | None,
    words: str = "",
    reason: str = "",
    meeting_at: datetime | None = None,
    expected: int | None = None,
) -> None:
    """Move on, if the table allows it, and tell trail, timeline and colleagues.

    For other actions alone, which ask before whether ``by`` (or the bearer of a link) may.
    """
    if to not in referral.allowed_moves:
        raise CannotMove
    if to == State.DECLINED and reason not in DeclineReason.values:
        raise BadInput(_("Say why it is declined."), field="reason")
    if to == State.APPOINTMENT and (meeting_at is None or meeting_at < timezone.now()):
        raise BadInput(_("Give a day and hour to come."), field="meeting_at")
    now = timezone.now()
    columns: dict[str, Any] = {"state": to, "reminders": 0, "waits_until": None}
    if to == State.SENT:
        columns["sent_at"] = now
    if to == State.APPOINTMENT:
        columns["meeting_at"] = meeting_at
    if to in ANSWERS and to != State.QUESTION and referral.answered_at is None:
        columns["answered_at"] = now
    if to in WAITING:
        columns["waits_until"] = (columns.get("meeting_at") or now) + PATIENCE[to]
    amend(referral, expected=expected, **columns)
    Move.objects.create(referral=referral, state=to, by=by, reason=reason, words=words)
    event = Event.REFERRAL_ANSWERED if by is None else Event.REFERRAL_CHANGED
    event = Event.REFERRAL_CREATED if to == State.SENT else event
    trail.record(event, by=by, on=referral, state=to.value)
    note_down(
        referral.case, event, kind=EntryKind.CASE, by=by, subject=referral,
        line=f"{referral.partner_name}: {label(to)}", compartment=Compartment.IDENTITY,
    )  # fmt: skip
    if by is None:
        transaction.on_commit(partial(notices.tell_worker, referral, NoticeKind.REFERRAL_ANSWERED))
