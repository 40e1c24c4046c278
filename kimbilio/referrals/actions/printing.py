"""A referral on paper: the same rules as for sending its link, and each printing in the trail."""

from django.db import transaction
from django.utils import translation

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.referrals.actions.making import NoConsent, require_parts
from kimbilio.referrals.actions.moving import CannotMove, move, require_referring
from kimbilio.referrals.choices import ENDED, Paper, State
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import Line, lines_of, may_be_shared, takes_referrals


@transaction.atomic
def print_referral(*, referral: Referral, paper: Paper, language: str, by: User) -> list[Line]:
    """The lines that may stand on paper now. A draft counts as sent by that: the paper goes out."""
    require_referring(referral.case, by)
    if referral.state in ENDED or not takes_referrals(referral.case):
        raise CannotMove
    parts = set(referral.items.values_list("compartment", flat=True))
    require_parts(referral.case, {Compartment(part) for part in parts}, by)
    if not may_be_shared(referral):
        raise NoConsent
    if referral.state == State.DRAFT:
        move(referral, State.SENT, by=by)
    trail.look(
        Event.PRINTED, by=by, on=referral, kind=paper.value, language=language,
        parts=sorted(parts),
    )  # fmt: skip
    with translation.override(language):
        return lines_of(referral)
