"""Sending a referral by an expiring link, and what its bearer may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import DomainError
from kimbilio.kernel.ids import new_id
from kimbilio.kernel.versions import amend
from kimbilio.referrals import notices, secrets_of_links
from kimbilio.referrals.actions.making import NoConsent, require_parts
from kimbilio.referrals.actions.moving import CannotMove, move, require_referring
from kimbilio.referrals.choices import ANSWERS, ENDED, State
from kimbilio.referrals.models import AnswerLink, Referral
from kimbilio.referrals.queries import may_be_shared, takes_referrals

LASTS = timedelta(days=30)
MOST_TRIES = 5


class LinkClosed(DomainError):
    """The link is not open (any more)."""

    code = "link_closed"


@dataclass(frozen=True)
class Key:
    """What is shown to the worker once, and never kept."""

    path: str
    code: str

    @property
    def url(self) -> str:
        """The whole link."""
        return settings.PUBLIC_URL.rstrip("/") + self.path


@transaction.atomic
def send_referral(*, referral: Referral, by: User) -> Key:
    """Send it, or send its link anew: earlier links stop, the code goes by another way."""
    require_referring(referral.case, by)
    Referral.objects.select_for_update(no_key=True).filter(pk=referral.pk).values_list("pk").get()
    if referral.state in ENDED or not takes_referrals(referral.case):
        raise CannotMove
    parts = referral.items.values_list("compartment", flat=True)
    require_parts(referral.case, {Compartment(part) for part in parts}, by)
    if not may_be_shared(referral):
        raise NoConsent
    if referral.state == State.DRAFT:
        move(referral, State.SENT, by=by)
    revoke_links(referral=referral, by=by)
    token, code, pk = secrets_of_links.new_token(), secrets_of_links.new_code(), new_id()
    link = AnswerLink.objects.create(
        id=pk,
        referral=referral,
        token_hash=secrets_of_links.hash_of_token(token),
        code_hash=secrets_of_links.hash_of_code(pk, code),
        made_by=by,
        expires_at=timezone.now() + LASTS,
    )
    trail.record(Event.REFERRAL_LINK_SENT, by=by, on=link)
    key = Key(f"/answer/{token}/", code)
    if referral.partner_email:
        transaction.on_commit(partial(notices.mail_link, referral, key.url))
    return key


@transaction.atomic
def revoke_links(*, referral: Referral, by: User) -> int:
    """Let no link to this referral work any more; says how many worked."""
    require_referring(referral.case, by)
    links = AnswerLink.objects.filter(referral=referral, revoked_at=None)
    revoked: int = links.update(revoked_at=timezone.now(), revoked_by=by, version=F("version") + 1)
    if revoked:
        trail.record(Event.REFERRAL_LINK_REVOKED, by=by, on=referral, links=revoked)
    return revoked


@transaction.atomic
def use_code(*, link: AnswerLink, code: str) -> bool:
    """Whether the code opens the link. It does so once, and after five wrong ones not at all."""
    _hold(link)
    if not link.is_open() or link.code_used_at is not None or link.wrong_tries >= MOST_TRIES:
        return False
    if not secrets_of_links.fits(link.pk, "".join(code.split()), link.code_hash):
        amend(link, wrong_tries=link.wrong_tries + 1)
        trail.record(Event.REFERRAL_CODE_WRONG, by=None, on=link)
        return False
    amend(link, code_used_at=timezone.now())
    trail.record(Event.REFERRAL_LINK_OPENED, by=None, on=link)
    if link.referral.state == State.SENT:
        move(link.referral, State.SEEN, by=None)
    return True


def _hold(link: AnswerLink) -> None:
    """Let nobody else use or stop it until we are through, and read it anew: guesses at once count
    one by one, and a link that was stopped since the page was opened is stopped."""
    AnswerLink.objects.select_for_update(no_key=True).filter(pk=link.pk).values_list("pk").get()
    link.refresh_from_db(
        fields=["revoked_at", "expires_at", "code_used_at", "wrong_tries", "version"]
    )
    link.referral.refresh_from_db(fields=["state", "meeting_at", "answered_at", "version"])


@transaction.atomic
def answer_by_link(
    *,
    link: AnswerLink,
    state: State,
    words: str = "",
    reason: str = "",
    meeting_at: datetime | None = None,
) -> None:
    """What the partner says. Said twice is said once."""
    _hold(link)
    if not link.is_open() or link.code_used_at is None:
        raise LinkClosed
    to, referral = State(state), link.referral
    if to not in ANSWERS:
        raise CannotMove
    last = referral.moves.order_by("-at", "-id").first()
    is_same_day = to != State.APPOINTMENT or meeting_at == referral.meeting_at
    if last and is_same_day and (last.state, last.words, last.reason) == (to, words, reason):
        return
    move(referral, to, by=None, words=words, reason=reason, meeting_at=meeting_at)
