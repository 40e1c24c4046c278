"""Bringing back what was typed."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.drafts.models import Draft, SentForm


def drafts_about(user: User, about: str) -> dict[str, Draft]:
    """What ``user`` last typed into each form of one page, by the name of the form: one query."""
    return {row.form: row for row in _not_sent(user).filter(about=about)}


def draft_of(user: User, form: str, about: str = "") -> Draft | None:
    """What ``user`` last typed into this form and did not send, if it is not too old."""
    return _not_sent(user).filter(form=form, about=about).first()


def _not_sent(user: User) -> QuerySet[Draft]:
    """Words that came in beside the sending of their own form are no draft, though they are kept."""
    since = timezone.now() - timedelta(days=30)
    sent = SentForm.objects.filter(user=OuterRef("user"), key=OuterRef("sent_key"))
    return Draft.objects.filter(~Exists(sent), user=user, saved_at__gt=since)


def was_sent(user: User, key: UUID | None) -> bool:
    """Whether the form of this key was sent: what was typed into it is no draft any more."""
    return key is not None and SentForm.objects.filter(user=user, key=key).exists()
