"""What does not come by itself: mails and modem messages that wait, and media behind an id."""

import logging
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from kimbilio.cases.document_choices import ENDINGS
from kimbilio.helpline.actions.receiving import NotKnownYet, receive
from kimbilio.helpline.actions.sending import GIVES_UP, PAUSES, note_trouble
from kimbilio.helpline.choices import MediaState, ProviderKind
from kimbilio.helpline.events import Event, Incoming, Media
from kimbilio.helpline.marks import mark_of
from kimbilio.helpline.models import Account, Attachment, Conversation
from kimbilio.helpline.providers.base import LARGEST_MEDIA, TryLater, Unreadable, WillNotSend
from kimbilio.helpline.providers.known import provider_of
from kimbilio.kernel.errors import DomainError
from kimbilio.vault import files
from kimbilio.vault.files import Kind

logger = logging.getLogger(__name__)

ATTACHMENT = Kind("helpline.attachment", frozenset(ENDINGS) | {"audio/amr"}, LARGEST_MEDIA)
PULLED = (ProviderKind.MAILBOX, ProviderKind.MODEM)
AT_ONCE = 20
LEASE = timedelta(minutes=2)


def pull_all() -> int:
    """Look into every mailbox and modem; says how many things were taken."""
    accounts = Account.objects.filter(is_active=True, provider__in=PULLED).order_by("id")
    return sum(_pull(account) for account in accounts)


def _pull(account: Account) -> int:
    """Take what waits; if the line breaks in the middle, what was taken until then is put away."""
    provider, taken, trouble = provider_of(account.provider), [], ""
    try:
        for pulled in provider.pull(account.typed):
            if _take_all(account, pulled.events):
                taken.append(pulled.id)
    except (TryLater, Unreadable, WillNotSend):
        trouble = "no_line"
    try:
        if taken:
            provider.put_away(taken, account.typed)
    except (TryLater, Unreadable, WillNotSend):
        trouble = "no_line"
    note_trouble(account, trouble)
    if taken:
        Account.objects.filter(pk=account.pk).update(heard_at=timezone.now())
    return len(taken)


def _take_all(account: Account, events: list[Event]) -> bool:
    """Whether all of it is ours now; what fails is looked at again next time."""
    try:
        for event in events:
            receive(account=account, event=event)
            if isinstance(event, Incoming) and event.media and event.media.content is not None:
                _keep_sent_along(account, event)
    except NotKnownYet:
        return True  # a report on something that another program sent
    except Exception:  # the edge of a job: one mail must not keep the others waiting
        logger.exception("Something that was fetched could not be taken")
        return False
    return True


def _keep_sent_along(account: Account, event: Incoming) -> None:
    mark = mark_of(account.pk, "in", event.provider_id)
    from_it = Attachment.objects.filter(message__mark=mark)
    attachment = from_it.select_related("message__conversation").first()
    if attachment is not None and attachment.state == MediaState.WAITING and event.media:
        _keep(attachment, event.media.content or b"")


def fetch_media() -> int:
    """Fetch pictures and voice notes that wait at their providers; says how many were kept."""
    due = Attachment.objects.filter(state=MediaState.WAITING, try_at__lte=timezone.now())
    rows = due.select_related("message__conversation").order_by("try_at", "id")
    return sum(_tried(row) for row in rows[:AT_ONCE])


def _tried(attachment: Attachment) -> bool:
    try:
        return _fetch(attachment)
    except DatabaseError:
        raise
    except Exception:  # the edge of a job: one file must not keep the others waiting
        logger.exception("A file could not be fetched")
        return _later(attachment)


def _fetch(attachment: Attachment) -> bool:
    lease = timezone.now() + LEASE
    claimed = Attachment.objects.filter(pk=attachment.pk, tries=attachment.tries)
    if not claimed.update(tries=F("tries") + 1, try_at=lease):
        return False
    account = Account.objects.filter(pk=attachment.source.get("account")).first()
    if account is None or not attachment.source.get("reference"):
        return _end(attachment, MediaState.LOST)
    media = Media(reference=attachment.source["reference"], type=attachment.source.get("type", ""))
    try:
        content = provider_of(account.provider).fetch(media, account.typed)
    except TryLater:
        return _later(attachment)
    except (WillNotSend, Unreadable):
        return _end(attachment, MediaState.LOST)
    return _keep(attachment, content)


def _later(attachment: Attachment) -> bool:
    """Again after a pause, as long as a message of ours would be tried; then it is lost."""
    if timezone.now() - attachment.message.at > GIVES_UP:
        return _end(attachment, MediaState.LOST)
    pause = PAUSES[min(attachment.tries, len(PAUSES) - 1)]
    Attachment.objects.filter(pk=attachment.pk).update(try_at=timezone.now() + pause)
    return False


@transaction.atomic
def _keep(attachment: Attachment, content: bytes) -> bool:
    try:
        stored = files.store(BytesIO(content), owner_id=attachment.pk, kind=ATTACHMENT)
    except DomainError:  # too large, empty, or of a kind that may harm
        return _end(attachment, MediaState.REFUSED)
    return _end(attachment, MediaState.KEPT, file=stored)


def _end(attachment: Attachment, state: MediaState, **more: Any) -> bool:
    Attachment.objects.filter(pk=attachment.pk).update(state=state, try_at=None, **more)
    talk = attachment.message.conversation_id
    Conversation.objects.filter(pk=talk).update(changed_at=timezone.now())
    return state == MediaState.KEPT
