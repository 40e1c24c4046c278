"""From the door to the inbox: a genuine posting is kept at once and read a moment later."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kimbilio.helpline.actions.receiving import NotKnownYet, receive
from kimbilio.helpline.events import Event
from kimbilio.helpline.marks import mark_of
from kimbilio.helpline.models import Account, Delivery, Refusal
from kimbilio.helpline.providers.base import Posting, Unreadable
from kimbilio.helpline.providers.known import provider_of

AT_ONCE = 200
LATE_REPORT = timedelta(
    minutes=10
)  # for so long a report about an unknown message is looked at again
UNREADABLE = "unreadable"
SAME_FOR = 600  # seconds
KEEP_READ = timedelta(days=7)
PATIENCE = timedelta(seconds=2)


def keep_delivery(*, account: Account, body: bytes, content_type: str) -> bool:
    """Write a posting down before anything else happens; False for one that came a moment ago.

    Reading one twice changes nothing, so this only spares work; after a while the same bytes may
    well be news, such as a second wish for silence, which carries no id.
    """
    span = int(timezone.now().timestamp() // SAME_FOR)
    mark = mark_of(account.pk, f"posting-{span}", body)
    try:
        with transaction.atomic():
            Delivery.objects.create(
                account=account, body=body.decode("latin-1"), mark=mark,
                content_type=content_type[:120],
            )  # fmt: skip
    except IntegrityError:
        if Delivery.objects.filter(mark=mark).exists():
            return False
        raise
    return True


@transaction.atomic
def count_refusal(*, account: Account, why: Refusal.Why) -> None:
    """One more posting that was not taken, for the administrator's page."""
    today = timezone.localdate()
    row, _made = Refusal.objects.get_or_create(account=account, day=today, why=why)
    Refusal.objects.filter(pk=row.pk).update(count=F("count") + 1)


def read_deliveries() -> int:
    """Read what was kept, the oldest first; says how many were finished. One that fails waits."""
    due = Delivery.objects.filter(read_at=None, try_at__lte=timezone.now())
    rows = due.select_related("account").order_by("try_at", "id")[:AT_ONCE]
    return sum(_read(row) for row in list(rows))


def _read(row: Delivery) -> bool:
    failure = ""
    try:
        posting = Posting("POST", "", row.body.encode("latin-1"), row.content_type)
        for event in provider_of(row.account.provider).read(posting):
            failure = _take(row, event) or failure
    except Unreadable:
        count_refusal(account=row.account, why=Refusal.Why.UNREADABLE)
        failure = UNREADABLE
    except Exception as trouble:  # the edge of a job: one posting must not keep the others waiting
        failure = type(trouble).__name__[:60]
    return _finish(row, failure)


def _take(row: Delivery, event: Event) -> str:
    """Let one event have its effect; what is said of an unknown message keeps no other waiting."""
    try:
        receive(account=row.account, event=event)
    except NotKnownYet:
        if timezone.now() - row.received_at < LATE_REPORT:
            return "not_known_yet"
    return ""


@transaction.atomic
def _finish(row: Delivery, failure: str) -> bool:
    """Read, or tried again after a pause that doubles up to an hour; it is never given up."""
    now = timezone.now()
    mine = Delivery.objects.filter(pk=row.pk)
    if failure == UNREADABLE:  # kept as it came, for somebody to look at
        mine.update(failure=failure, try_at=None)
        return False
    if failure:
        pause = min(PATIENCE * 2 ** min(row.tries, 12), timedelta(hours=1))
        mine.update(failure=failure, tries=F("tries") + 1, try_at=now + pause)
        return False
    mine.update(read_at=now, failure="")
    Account.objects.filter(pk=row.account_id).update(heard_at=now)
    return True


def forget_read() -> int:
    """Postings that became messages are not kept for ever; says how many went."""
    old = Delivery.objects.filter(read_at__lt=timezone.now() - KEEP_READ)
    count, _kinds = old.delete()
    return count
