"""Telling colleagues, inside the program alone: mail and messages never carry a case."""

from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, Notice
from kimbilio.cases.models.notice import NoticeKind


def notify(*, user: User, kind: NoticeKind, case: Case | None = None) -> Notice:
    """Put one line under the bell of ``user``; an unread one of the same kind and case is enough."""
    notice, _made = Notice.objects.get_or_create(user=user, kind=kind, case=case, read_at=None)
    return notice


def mark_read(*, by: User) -> int:
    """Everything under the bell has been seen; says how many lines were new."""
    return Notice.objects.filter(user=by, read_at=None).update(read_at=timezone.now())
