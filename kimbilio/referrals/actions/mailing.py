"""Whether a mail to a partner went out, so that nobody waits for an answer to one that never came."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.referrals.models import Referral


@transaction.atomic
def note_mail(*, referral: Referral, went_out: bool) -> None:
    """Keep that the newest mail did not go out, until one does. Somebody may have moved it meanwhile."""
    if went_out and referral.mail_failed_at is None:
        return
    failed_at = None if went_out else timezone.now()
    Referral.objects.filter(pk=referral.pk).update(
        mail_failed_at=failed_at, version=F("version") + 1
    )
    referral.refresh_from_db(fields=["mail_failed_at", "version"])
    if not went_out:
        trail.record(Event.REFERRAL_MAIL_FAILED, by=None, on=referral)
