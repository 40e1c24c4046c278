"""Meeting response limits by hand, passing on those that are over, and setting how long they are."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.clocks import meet_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import NoticeKind, ResponseClock, ResponseLimit
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.organisation.queries import duty_lead

AT_ONCE = 200  # clocks that one round of the chore passes on


@transaction.atomic
def meet_clock(*, clock: ResponseClock, by: User) -> None:
    """Say that what the clock waits for has happened. A clock met before stays as it is."""
    require(by, Permission.WORK_ON_CASE, clock.case, act=Act.CHANGE)
    if meet_clocks(clock.case, [ClockKind(clock.kind)], by=by):
        refresh_outline(clock.case)
    clock.refresh_from_db()


def escalate_overdue() -> int:
    """Tell lead and team leads of each case whose limit has passed, once; says how many did."""
    over = ResponseClock.objects.filter(
        met_at=None, escalated_at=None, due_at__lt=timezone.now(), case__closed_at=None
    )
    count = 0
    for clock in over.select_related("case__lead").order_by("due_at")[:AT_ONCE]:
        count += _escalate(clock)
    return count


@transaction.atomic
def _escalate(clock: ResponseClock) -> bool:
    """Whoever sets ``escalated_at`` tells; a second server finds it set."""
    mine = ResponseClock.objects.filter(pk=clock.pk, met_at=None, escalated_at=None)
    if not mine.update(escalated_at=timezone.now()):
        return False
    case = clock.case
    told: list[User | None] = [*leads_of_unit(case)] or [duty_lead(at=timezone.now())]
    for user in {user.pk: user for user in [case.lead, *told] if user is not None}.values():
        notify(user=user, kind=NoticeKind.CLOCK_OVERDUE, case=case)
    note_down(
        case, Event.CLOCK_OVERDUE, kind=EntryKind.CASE, by=None, subject=clock,
        line=label(ClockKind(clock.kind)), compartment=Compartment.OUTLINE,
    )  # fmt: skip
    trail.record(Event.CLOCK_OVERDUE, by=None, on=clock, kind=clock.kind)
    return True


@transaction.atomic
def set_limit(*, limit: ResponseLimit, hours: int, by: User, expected: int | None = None) -> None:
    """Set how long one thing may take at one risk. Clocks that run already keep their time."""
    require(by, Permission.MANAGE_SETTINGS)
    if not 1 <= hours <= 8760:
        raise BadInput(_("Give between one hour and one year."), field="hours")
    changes = amend(limit, expected=expected, hours=hours, is_reviewed=True)
    if changes:
        trail.record(Event.SETTINGS_CHANGED, by=by, on=limit, changes=changes)
