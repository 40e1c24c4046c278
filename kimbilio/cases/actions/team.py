"""Who works on a case: one lead, and the people around them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Permission, TieKind
from kimbilio.access.matrix import holds
from kimbilio.access.models import Tie
from kimbilio.access.rules import forget_reach, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.kernel.errors import BadInput, DomainError


class LastLead(DomainError):
    """A case keeps a lead."""

    code = "last_lead"
    message = _("A case needs a lead. Choose another lead first.")


def _require_team(by: User, case: Case) -> None:
    """The unit's leads and managers may; the case's own lead may hand over what they lead."""
    if case.lead_id == by.pk:
        require(by, Permission.WORK_ON_CASE, case, act=Act.CHANGE)
    else:
        require(by, Permission.MANAGE_TEAM, case, act=Act.VIEW)


@transaction.atomic
def assign_lead(*, case: Case, lead: User, by: User) -> None:
    """Make ``lead`` the one who answers for the case; whoever did so before stays on the team."""
    _require_team(by, case)
    _must_work_on_cases(lead)
    Case.objects.select_for_update().filter(pk=case.pk).first()
    now = timezone.now()
    Tie.objects.live().filter(case=case, kind=TieKind.LEAD).update(until=now)
    Tie.objects.live().filter(case=case, user=lead, kind=TieKind.MEMBER).update(until=now)
    Tie.objects.create(case=case, user=lead, kind=TieKind.LEAD)
    before = case.lead
    Case.objects.filter(pk=case.pk).update(lead=lead)
    case.lead = lead
    if before is not None and before != lead:
        Tie.objects.get_or_create(case=case, user=before, kind=TieKind.MEMBER, until=None)
        forget_reach(before)
    forget_reach(lead)
    if lead != by:
        notify(user=lead, kind=NoticeKind.CASE_ASSIGNED, case=case)
    trail.record(Event.LEAD_CHANGED, by=by, on=case, lead=lead.pk)


@transaction.atomic
def assign_lead_of_all(*, cases: Iterable[Case], lead: User, by: User) -> None:
    """Give several cases to one colleague: all of them, or none."""
    for case in cases:
        assign_lead(case=case, lead=lead, by=by)


@transaction.atomic
def add_member(*, case: Case, member: User, by: User) -> None:
    """Put a colleague on the team; they see what their role may see of this case."""
    _require_team(by, case)
    _must_work_on_cases(member)
    if (
        not Tie.objects.live()
        .filter(case=case, user=member, kind__in=[TieKind.LEAD, TieKind.MEMBER])
        .exists()
    ):
        Tie.objects.create(case=case, user=member, kind=TieKind.MEMBER)
        if member != by:
            notify(user=member, kind=NoticeKind.TEAM_JOINED, case=case)
        trail.record(Event.TEAM_CHANGED, by=by, on=case, added=member.pk)
    forget_reach(member)


@transaction.atomic
def remove_member(*, case: Case, member: User, by: User) -> None:
    """Take a colleague off the team: from now on they see nothing of it any more."""
    _require_team(by, case)
    if case.lead_id == member.pk:
        raise LastLead
    ended = Tie.objects.live().filter(case=case, user=member).update(until=timezone.now())
    if ended:
        trail.record(Event.TEAM_CHANGED, by=by, on=case, removed=member.pk)
    forget_reach(member)


def _must_work_on_cases(user: User) -> None:
    if not user.is_active or not holds(user.role, Permission.SEE_CASES):
        raise BadInput(_("This colleague's role does not work on cases."), field="user")
