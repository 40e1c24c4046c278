"""Bringing back what was typed."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.drafts.models import Draft, SentForm


def drafts_about(user: User, about: str) -> dict[str, Draft]:
    """What ``user`` last typed into each form of one page, by the name of the form: one query."""
    since = timezone.now() - timedelta(days=30)
    rows = Draft.objects.filter(user=user, about=about, saved_at__gt=since)
    return {row.form: row for row in rows}


def draft_of(user: User, form: str, about: str = "") -> Draft | None:
    """What ``user`` last typed into this form and did not send, if it is not too old."""
    since = timezone.now() - timedelta(days=30)
    return Draft.objects.filter(user=user, form=form, about=about, saved_at__gt=since).first()


def was_sent(user: User, key: str) -> bool:
    """Whether the form of this key was sent: what was typed into it is no draft any more."""
    try:
        return SentForm.objects.filter(user=user, key=UUID(key)).exists()
    except ValueError:
        return False
