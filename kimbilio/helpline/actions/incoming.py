"""Partners send us people: by a link of their own, without an account, acknowledged by a receipt."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.helpline.actions.receiving import arrived
from kimbilio.helpline.actions.taking_down import Receipt, once_for
from kimbilio.helpline.choices import Channel, Direction, Urgency
from kimbilio.helpline.marks import new_door, receipt_hash, referrer_hash
from kimbilio.helpline.models import (
    Conversation,
    IncomingReferral,
    Message,
    ReferrerLink,
    Triage,
)
from kimbilio.helpline.words import cleaned, higher, urgency_of
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.partners.models import Partner


@transaction.atomic
def give_link(*, partner: Partner, by: User) -> str:
    """A new link for the partner, shown once; an earlier one stops."""
    require(by, Permission.MANAGE_PARTNERS)
    if not partner.is_active:
        raise BadInput(_("This partner is not in use."), field="partner")
    for link in ReferrerLink.objects.filter(partner=partner, stopped_at=None):
        amend(link, stopped_at=timezone.now(), stopped_by=by)
    token = new_door()
    link = ReferrerLink.objects.create(partner=partner, token_hash=referrer_hash(token), made_by=by)
    trail.record(Event.REFERRER_LINK_MADE, by=by, on=link)
    return token


@transaction.atomic
def stop_link(*, link: ReferrerLink, by: User) -> None:
    """Let the link open nothing any more."""
    require(by, Permission.MANAGE_PARTNERS)
    if link.stopped_at is None:
        amend(link, stopped_at=timezone.now(), stopped_by=by)
        trail.record(Event.REFERRER_LINK_STOPPED, by=by, on=link)


def take_incoming(
    *,
    link: ReferrerLink,
    key: UUID,
    words: str,
    urgency: Urgency,
    officer: str = "",
    reach: str = "",
    is_agreed: bool = False,
    answers: dict[str, object] | None = None,
) -> Receipt:
    """A partner sends us somebody. The same form sent twice makes one, and shows one code."""

    def take(code: str, mark: str) -> None:
        talk = _incoming(link, code, answers or {})
        IncomingReferral.objects.create(
            conversation=talk, partner=link.partner, officer=cleaned(officer)[:120],
            reach=cleaned(reach)[:200], is_agreed=is_agreed,
        )  # fmt: skip
        _first_words(talk, mark, words, urgency)
        amend(link, used_at=timezone.now())

    return once_for(key, "incoming", take)


def _incoming(link: ReferrerLink, code: str, answers: dict[str, object]) -> Conversation:
    now = timezone.now()
    talk: Conversation = Conversation.objects.create(
        channel=Channel.PARTNER, who=link.partner.name[:120], receipt_hash=receipt_hash(code),
        started_at=now, last_at=now,
    )  # fmt: skip
    known = {name: value for name, value in answers.items() if value not in (None, "")}
    Triage.objects.create(conversation=talk, answers={"caller": "other", **known})
    return talk


def _first_words(talk: Conversation, mark: str, words: str, urgency: Urgency) -> None:
    text = cleaned(words)
    if not text:
        raise BadInput(_("Say in a line who needs what."), field="words")
    heard = higher(urgency, urgency_of(text))
    message = Message.objects.create(
        conversation=talk, direction=Direction.IN, text=text, mark=mark,
        is_urgent=heard == Urgency.LOOK_FIRST,
    )  # fmt: skip
    arrived(talk, at=talk.started_at, urgency=heard, wants_call=False)
    trail.record(Event.CONTACT_RECEIVED, by=None, on=message, channel=Channel.PARTNER)
