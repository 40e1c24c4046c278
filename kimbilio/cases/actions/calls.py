"""Putting a call aside before it is a case, and calling back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.cases.intake_choices import WhyUnfinished
from kimbilio.cases.models import NoticeKind, UnfinishedCall
from kimbilio.cases.notices import notify
from kimbilio.kernel.errors import NotAllowed
from kimbilio.kernel.versions import amend

CALL_BACK_IN = timedelta(minutes=15)
AT_ONCE = 100


@transaction.atomic
def put_call_aside(
    *, why: WhyUnfinished, typed: dict[str, Any], started_at: datetime, by: User
) -> UnfinishedCall:
    """Keep the words of a call for whoever took it; a dropped one asks for a call back soon."""
    require(by, Permission.OPEN_CASE)
    dropped = why == WhyUnfinished.DROPPED
    call: UnfinishedCall = UnfinishedCall.objects.create(
        taken_by=by,
        why=why,
        typed=typed,
        started_at=started_at,
        call_back_at=timezone.now() + CALL_BACK_IN if dropped else None,
    )
    return call


@transaction.atomic
def finish_call(*, call: UnfinishedCall, by: User) -> None:
    """The call became a case, or its taker let it go; its words are forgotten."""
    require(by, Permission.OPEN_CASE)
    if call.taken_by_id != by.pk:
        raise NotAllowed
    if call.done_at is None:
        amend(call, done_at=timezone.now(), typed={})


def tell_late_call_backs() -> int:
    """Remind whoever took a dropped call that nobody has called back yet, once."""
    now = timezone.now()
    late = UnfinishedCall.objects.filter(done_at=None, told_at=None, call_back_at__lt=now)
    count = 0
    for call in late.select_related("taken_by").order_by("call_back_at")[:AT_ONCE]:
        with transaction.atomic():
            mine = UnfinishedCall.objects.filter(pk=call.pk, told_at=None, done_at=None)
            if mine.update(told_at=now):
                notify(user=call.taken_by, kind=NoticeKind.CALL_BACK_LATE)
                count += 1
    return count
