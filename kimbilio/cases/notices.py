"""Telling colleagues, inside the program alone: mail and messages never carry a case.

How many lines are new stands in the row of the user, which every request reads anyway; so the
bell costs no query of its own.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, Notice
from kimbilio.cases.models.notice import NoticeKind


@transaction.atomic
def notify(*, user: User, kind: NoticeKind, case: Case | None = None) -> Notice:
    """Put one line under the bell of ``user``; an unread one of the same kind and case is enough."""
    notice, made = Notice.objects.get_or_create(user=user, kind=kind, case=case, read_at=None)
    if made:
        User.objects.filter(pk=user.pk).update(notices_waiting=F("notices_waiting") + 1)
    return notice


@transaction.atomic
def mark_read(*, by: User) -> int:
    """Everything under the bell has been seen; says how many lines were new."""
    User.objects.filter(pk=by.pk).update(notices_waiting=0)
    return Notice.objects.filter(user=by, read_at=None).update(read_at=timezone.now())
