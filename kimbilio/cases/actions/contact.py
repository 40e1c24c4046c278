"""When somebody of ours was last in contact with the person of a case; part of the actions by which it happens."""

from datetime import datetime

from django.db.models import Q

from kimbilio.cases.models import Case


def was_in_contact(case: Case, at: datetime) -> None:
    """Move the last contact on to that moment, unless there was a later one. Not an edit: the version stays."""
    earlier = Q(last_contact_at=None) | Q(last_contact_at__lt=at)
    if Case.objects.filter(earlier, pk=case.pk).update(last_contact_at=at):
        case.last_contact_at = at
