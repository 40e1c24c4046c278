"""Keeping what is typed, and letting a form count once however often it is sent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.drafts.models import Draft, SentForm
from kimbilio.kernel.errors import BadInput

LONGEST_DRAFT = 400_000  # characters in all fields together
KEEP_DRAFTS = timedelta(days=30)
KEEP_SENT = timedelta(days=14)


def save_draft(
    *, form: str, about: str, body: dict[str, Any], by: User, sent_key: UUID | None = None
) -> Draft:
    """Keep the fields of a form as they are typed; the newest replaces what was kept before.

    Words that arrive while their form is being sent are told from new ones by ``sent_key``.
    """
    if sum(len(str(value)) for value in body.values()) > LONGEST_DRAFT:
        raise BadInput(_("This is too long to keep while you type. Shorten it, then go on."))
    kept = {"body": body, "sent_key": sent_key, "saved_at": timezone.now()}
    draft, _made = Draft.objects.update_or_create(user=by, form=form, about=about, defaults=kept)
    return draft


def drop_draft(*, form: str, about: str, by: User) -> None:
    """Forget what was typed, because it was sent or thrown away."""
    Draft.objects.filter(user=by, form=form, about=about).delete()


def send_once(*, key: UUID, act: Callable[[], str], by: User) -> str:
    """Do ``act`` and keep the address it returns; for a key seen before, only return that address.

    Both happen in one transaction, so a lost connection leaves either everything or nothing. Two
    sendings at the same moment wait for one another.
    """
    try:
        with transaction.atomic():
            sent = SentForm.objects.create(user=by, key=key)
            sent.answer = act()
            sent.save(update_fields=["answer"])
            return sent.answer
    except IntegrityError:
        earlier = SentForm.objects.filter(user=by, key=key).first()
        if earlier is None:
            raise
        return earlier.answer


def forget_old_drafts() -> None:
    """Drafts nobody came back to and keys of forms long sent are not kept for ever."""
    now = timezone.now()
    Draft.objects.filter(saved_at__lt=now - KEEP_DRAFTS).delete()
    SentForm.objects.filter(sent_at__lt=now - KEEP_SENT).delete()
