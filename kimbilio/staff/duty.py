"""Who is on duty when. Whoever is reaches urgent cases, so each change is recorded."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import LEADING_ROLES, ON_DUTY_ROLES
from kimbilio.access.rules import forget_reach, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput
from kimbilio.organisation.models import DutyShift

LONGEST = timedelta(days=7)


@transaction.atomic
def set_shift(
    *, user: User, starts_at: datetime, ends_at: datetime, by: User, is_lead: bool = False
) -> DutyShift:
    """Put a colleague on duty. Two shifts of one person at one time are refused."""
    require(by, Permission.MANAGE_TEAM)
    if not user.is_active or user.role not in ON_DUTY_ROLES:
        raise BadInput(_("This colleague's role is never on duty."), field="user")
    if is_lead and user.role not in LEADING_ROLES:
        raise BadInput(_("A duty lead is a team lead or a manager."), field="is_lead")
    if ends_at <= starts_at:
        raise BadInput(_("The end comes before the beginning."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise BadInput(_("A shift lasts seven days at most."), field="ends_at")
    if ends_at <= timezone.now():
        raise BadInput(_("This shift is over already."), field="ends_at")
    same_time = DutyShift.objects.filter(user=user, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if same_time.exists():
        raise BadInput(_("This colleague is on duty at that time already."), field="starts_at")
    shift = DutyShift.objects.create(
        user=user, starts_at=starts_at, ends_at=ends_at, is_lead=is_lead
    )
    forget_reach(user)
    trail.record(Event.DUTY_CHANGED, by=by, on=shift, added=str(user.pk), lead=is_lead)
    return shift


@transaction.atomic
def remove_shift(*, shift: DutyShift, by: User) -> None:
    """Take a shift off the list; one that has begun ends now and stays on record."""
    require(by, Permission.MANAGE_TEAM)
    now = timezone.now()
    if shift.ends_at <= now:
        raise BadInput(_("This shift is over already."))
    trail.record(Event.DUTY_CHANGED, by=by, on=shift, removed=str(shift.user_id))
    if shift.starts_at < now:
        DutyShift.objects.filter(pk=shift.pk).update(ends_at=now)
    else:
        shift.delete()
    forget_reach(shift.user)


def shifts_to_come(*, viewer: User, at: datetime) -> QuerySet[DutyShift]:
    """Shifts that run or are still to come. Order them by their start."""
    require(viewer, Permission.MANAGE_TEAM)
    rows: QuerySet[DutyShift] = DutyShift.objects.filter(ends_at__gt=at)
    return rows.select_related("user")
