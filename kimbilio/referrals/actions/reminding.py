"""Reminders that climb: the partner, then the worker, then the team lead."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.queries.passing_on import passed_on
from kimbilio.kernel.errors import Stale
from kimbilio.kernel.versions import amend
from kimbilio.referrals import notices
from kimbilio.referrals.choices import State
from kimbilio.referrals.models import AnswerLink, Referral
from kimbilio.referrals.queries import may_be_shared

AGAIN_AFTER = timedelta(days=2)
AT_ONCE = 500
PARTNER, WORKER, LEADS = 0, 1, 2  # how many reminders there were already


def remind_of_referrals() -> int:
    """One step up for each that waits too long; says how many."""
    late = Referral.objects.overdue().filter(
        Q(case__closed_at=None) | passed_on("case__"), reminders__lte=LEADS
    )
    late = late.select_related("case__lead", "made_by").order_by("waits_until", "id")
    return sum(_remind(referral) for referral in late[:AT_ONCE])


@transaction.atomic
def _remind(referral: Referral) -> bool:
    step = referral.reminders
    if step == PARTNER and not _may_be_mailed(referral):
        step = WORKER
    try:
        amend(referral, reminders=step + 1, waits_until=_next(referral, step))
    except Stale:  # answered, or reminded by another server, a moment ago
        return False
    trail.record(Event.REFERRAL_REMINDED, by=None, on=referral, step=step)
    if step == PARTNER:
        transaction.on_commit(partial(notices.mail_reminder, referral))
    elif step == WORKER:
        notices.tell_worker(referral, NoticeKind.REFERRAL_WAITING)
    else:
        notices.tell_leads(referral)
    return True


def _may_be_mailed(referral: Referral) -> bool:
    """Not where they wait for us, where their link is stopped or old, nor after consent was withdrawn."""
    if referral.state == State.QUESTION or not referral.partner_email:
        return False
    open_links = AnswerLink.objects.filter(
        referral=referral, revoked_at=None, expires_at__gt=timezone.now()
    )
    return open_links.exists() and may_be_shared(referral)


def _next(referral: Referral, step: int) -> object:
    """After the last step it stays on the list of what is overdue."""
    return referral.waits_until if step >= LEADS else timezone.now() + AGAIN_AFTER
