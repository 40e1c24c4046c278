"""Writes the numbers that stand for partners anew after a change of keys."""

from uuid import UUID

from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import partner_key
from kimbilio.vault import blind


def reindex(after: str, size: int) -> tuple[int, str]:
    """The next ``size`` referrals behind ``after``."""
    rows = Referral.objects.order_by("id")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    done = list(rows[:size])
    for referral in done:
        Referral.objects.filter(pk=referral.pk).update(
            partner_key=partner_key(referral.partner_name)
        )
    return len(done), str(done[-1].pk) if len(done) == size else ""


blind.register("referrals", reindex)
