"""Bringing back what was typed."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.drafts.models import Draft


def draft_of(user: User, form: str, about: str = "") -> Draft | None:
    """What ``user`` last typed into this form and did not send, if it is not too old."""
    since = timezone.now() - timedelta(days=30)
    return Draft.objects.filter(user=user, form=form, about=about, saved_at__gt=since).first()
