"""Opening a case without a tie when it cannot wait, and reviewing that afterwards."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission, TieKind
from kimbilio.access.models import Tie
from kimbilio.access.rules import forget_reach, is_tied_to, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case, EmergencyOpening, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.cases.queries.oversight import overseers_of
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend

OPEN_FOR = timedelta(hours=3)
SHORTEST_REASON = 15  # characters: "urgent" alone is no reason


class AlreadyReviewed(DomainError):
    """Somebody else reviewed this opening first."""

    code = "already_reviewed"
    message = _("This was reviewed already. Nothing was changed.")


@transaction.atomic
def break_glass(*, code: str, reason: str, by: User) -> Case:
    """Open the case of ``code`` for three hours. Its lead and the data protection officer are told.

    A code that does not exist is refused beside its field; codes are random and tell nothing.
    """
    require(by, Permission.BREAK_GLASS)
    if len(reason.strip()) < SHORTEST_REASON:
        raise BadInput(_("Say in a sentence why this cannot wait."), field="reason")
    case = Case.objects.filter(code=code).first()
    if case is None:
        raise BadInput(_("There is no case of this code that can be opened."), field="code")
    if is_tied_to(by, case):
        return case
    until = timezone.now() + OPEN_FOR
    opening = EmergencyOpening.objects.create(case=case, opened_by=by, reason=reason, until=until)
    Tie.objects.create(case=case, user=by, kind=TieKind.EMERGENCY, until=until)
    forget_reach(by)
    trail.record(Event.GLASS_BROKEN, by=by, on=opening, hours=3)
    tell_overseers(opening)
    return case


def tell_overseers(opening: EmergencyOpening) -> None:
    """Put the opening before those who must review it."""
    for user in overseers_of(opening.case):
        notify(user=user, kind=NoticeKind.GLASS_BROKEN, case=opening.case)


@transaction.atomic
def review_opening(*, opening: EmergencyOpening, verdict: str, note: str = "", by: User) -> None:
    """Say whether it was needed. Nobody reviews their own opening."""
    require(by, Permission.REVIEW_EMERGENCY)
    if opening.opened_by_id == by.pk:
        raise NotAllowed(_("You opened this case yourself. Someone else reviews it."))
    if opening.reviewed_at is not None:
        raise AlreadyReviewed
    amend(opening, verdict=verdict, review_note=note, reviewed_at=timezone.now(), reviewed_by=by)
    trail.record(Event.GLASS_REVIEWED, by=by, on=opening, verdict=verdict)
