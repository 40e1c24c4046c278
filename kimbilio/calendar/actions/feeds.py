"""Making and stopping the secret address by which a colleague's own calendar is fetched."""

from django.db import transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.calendar.keys import hash_of, new_token
from kimbilio.calendar.models import HOUR, FeedKey
from kimbilio.kernel.versions import amend


@transaction.atomic
def make_feed(*, by: User) -> str:
    """A new secret address for one's own calendar. The one before stops working.

    Gives the secret, which nobody can look up later.
    """
    require(by, Permission.WORK_ON_CASE)
    User.objects.select_for_update(no_key=True).filter(pk=by.pk).values_list("pk").get()
    _stop(by)
    token = new_token()
    key = FeedKey.objects.create(user=by, token_hash=hash_of(token))
    trail.record(Event.FEED_MADE, by=by, on=key)
    return token


@transaction.atomic
def revoke_feed(*, by: User) -> bool:
    """Stop the address of one's own calendar; whether there was one."""
    require(by, Permission.SIGNED_IN)
    return _stop(by)


def _stop(by: User) -> bool:
    key = FeedKey.objects.select_for_update().filter(user=by, revoked_at=None).first()
    if key is None:
        return False
    amend(key, revoked_at=timezone.now())
    trail.record(Event.FEED_REVOKED, by=by, on=key)
    return True


def note_use(key: FeedKey) -> None:
    """Count it, and keep the hour of its last use: so that its owner sees a phone they have lost."""
    now = timezone.now()
    runs = Q(used_at__gt=now - HOUR)
    FeedKey.objects.filter(pk=key.pk).update(
        used_at=Case(When(runs, then=F("used_at")), default=now),
        uses=Case(When(runs, then=F("uses") + 1), default=1),
    )
