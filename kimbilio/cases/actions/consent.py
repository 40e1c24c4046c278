"""Consent as part of a case: the record is kept by ``consent``, the timeline and notices here."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.timeline import note_down
from kimbilio.consent.actions import record_consent, withdraw_consent
from kimbilio.consent.choices import Answer, Purpose
from kimbilio.consent.models import Consent

ENDS_SOON = timedelta(days=7)
MOST_AT_ONCE = 500


@transaction.atomic
def agree(*, case: Case, by: User, **answers: Any) -> Consent:
    """Record what was agreed to or refused, and show it on the timeline."""
    consent = record_consent(case=case, by=by, **answers)
    line = f"{label(Purpose(consent.purpose))}: {label(Answer(consent.answer))}"
    _note(case, consent, Event.CONSENT_GIVEN, line, by)
    return consent


@transaction.atomic
def take_back(*, case: Case, consent: Consent, by: User, words: str = "") -> None:
    """Record that a consent was withdrawn, and show it on the timeline."""
    withdraw_consent(consent=consent, case=case, by=by, words=words)
    line = label(Purpose(consent.purpose))
    _note(case, consent, Event.CONSENT_WITHDRAWN, line, by)


def _note(case: Case, consent: Consent, event: Event, line: str, by: User) -> None:
    note_down(
        case,
        event,
        kind=EntryKind.CONSENT,
        by=by,
        subject=consent,
        line=line,
        compartment=Compartment.IDENTITY,
    )


def tell_of_consents_that_end() -> int:
    """Tell case leads a week before a consent ends; an unread notice is not repeated."""
    today = timezone.localdate()
    ending = Consent.objects.filter(
        ends_on__gte=today, ends_on__lte=today + ENDS_SOON, withdrawn_at=None
    ).values("person_id")
    cases = Case.objects.open().filter(survivor__in=ending, lead__isnull=False)
    told = 0
    for case in cases.select_related("lead")[:MOST_AT_ONCE]:
        if case.lead is not None:
            notify(user=case.lead, kind=NoticeKind.CONSENT_ENDS, case=case)
            told += 1
    return told
