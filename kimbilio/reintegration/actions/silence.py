"""Somebody who is not reached: a concern after so many tries, once; and handing a call of the rota on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.telling import tell
from kimbilio.cases.actions.follow_up import CallIsOver, reschedule_call
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import CallAttempt, FollowUpCall
from kimbilio.cases.work_choices import SPOKE_WITH_THEM
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.reintegration.actions.ground import hold, lead_for
from kimbilio.reintegration.choices import ToDo
from kimbilio.reintegration.models import Silence
from kimbilio.reintegration.queries import next_try, open_silence, reintegration_rules


def hear(attempt: CallAttempt) -> None:
    """After each try: whoever was spoken with is silent no more; the last try of several raises a concern."""
    if attempt.outcome in SPOKE_WITH_THEM:
        silence = open_silence(attempt.case_id)
        if silence is not None and attempt.at >= silence.raised_at:
            amend(silence, ended_at=timezone.now())
        return
    if attempt.call is None:
        return
    hold(attempt.case)  # of two tries in the same second the later one counts both
    tries = tries_since_contact(attempt)
    if tries < reintegration_rules().tries:
        return
    if open_silence(attempt.case_id) is None:
        _raise(attempt, attempt.call, tries)


def tries_since_contact(attempt: CallAttempt) -> int:
    """How many tries of planned calls reached nobody since somebody last spoke with the person."""
    rows = CallAttempt.objects.filter(case=attempt.case)
    spoken = rows.filter(outcome__in=SPOKE_WITH_THEM).order_by("-at").values_list("at", flat=True)
    last = spoken.first()
    missed = rows.exclude(outcome__in=SPOKE_WITH_THEM).filter(call__isnull=False)
    return int((missed.filter(at__gt=last) if last else missed).count())


def _raise(attempt: CallAttempt, call: FollowUpCall, tries: int) -> None:
    case, by = attempt.case, attempt.by
    task = give_task(
        title=ToDo.NOT_REACHED, due_on=timezone.localdate(),
        by=by, owner=lead_for(case, by) or by, case=case,
    )  # fmt: skip
    silence = Silence.objects.create(case=case, call=call, tries=tries, task=task)
    tell(silence, Event.NOT_REACHED, by=by, kind=EntryKind.CALL, tries=tries)


@transaction.atomic
def take_call(*, call: FollowUpCall, by: User, expected: int | None = None) -> None:
    """Make a call of the rota oneself, at the next moment that is safe."""
    if not call.is_open:
        raise CallIsOver
    at = next_try(call.contact, call.due_at)
    if at is None:
        raise BadInput(_("Calls to this number are never safe. Plan a visit instead."))
    reschedule_call(call=call, due_at=at, owner=by, by=by, expected=expected)
    follow_up = getattr(call, "reintegration", None)
    if follow_up is not None:
        amend(follow_up, who=by)
