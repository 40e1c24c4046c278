"""Recording what people agree to, and taking it back when they do."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.consent.choices import Giver, Manner, Purpose
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend


class AlreadyWithdrawn(DomainError):
    """The consent was taken back before."""

    code = "already_withdrawn"
    message = _("This consent was already withdrawn. Nothing was changed.")


@transaction.atomic
def record_consent(
    *,
    case: Any,
    purpose: Purpose,
    answer: str,
    giver: Giver,
    by: User,
    given_on: date | None = None,
    ends_on: date | None = None,
    recipient: str = "",
    giver_name: str = "",
    manner: Manner = Manner.SPOKEN,
    witness: User | None = None,
    words: str = "",
) -> Consent:
    """Write down one answer of the survivor of ``case``, their guardian or officer.

    Raises ``BadInput`` for a sharing without a recipient, a day to come, an end before the
    beginning, or a witnessed word without a witness.
    """
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.CHANGE)
    day = given_on or timezone.localdate()
    if purpose == Purpose.SHARING and not recipient.strip():
        raise BadInput(_("Say with whom. Consent to share names one partner."), field="recipient")
    if day > timezone.localdate():
        raise BadInput(_("This day is still to come."), field="given_on")
    if ends_on and ends_on < day:
        raise BadInput(_("The end comes before the beginning."), field="ends_on")
    if manner == Manner.WITNESSED and witness is None:
        raise BadInput(_("Name the witness."), field="witness")
    consent = Consent.objects.create(
        person=case.survivor,
        purpose=purpose,
        recipient=recipient.strip(),
        answer=answer,
        giver=giver,
        giver_name=giver_name,
        manner=manner,
        witness=witness,
        given_on=day,
        ends_on=ends_on,
        words=words,
        recorded_by=by,
    )
    trail.record(
        Event.CONSENT_GIVEN,
        by=by,
        on=consent,
        case=case,
        purpose=purpose,
        answer=answer,
        giver=giver,
    )
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, case: Any, by: User, words: str = "") -> None:
    """Take a consent back from this moment. What was shared before stays on record."""
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.CHANGE)
    if consent.person_id != case.survivor_id:
        raise BadInput
    if consent.withdrawn_at is not None:
        raise AlreadyWithdrawn
    amend(consent, withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_words=words)
    trail.record(Event.CONSENT_WITHDRAWN, by=by, on=consent, case=case, purpose=consent.purpose)
