"""Telling those who must know at once: a task for today and a line under the bell, without a story."""

from django.utils import timezone

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import may
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.organisation.models import UnitMembership
from kimbilio.shelter.choices import ToDo
from kimbilio.shelter.models import Stay


def raise_alarm(stay: Stay, title: ToDo, *, by: User) -> None:
    """A task of today for who answers for the case; they, the shelter's lead and the unit's are told."""
    case = stay.case
    told = _leads_of(stay)
    owner = next((user for user in told if _sees(user, stay)), by)
    if case.is_open:  # a closed case takes no task; the bell rings all the same
        give_task(title=title, due_on=timezone.localdate(), by=by, owner=owner, case=case)
    ring(stay, by=by)


def ring(stay: Stay, *, by: User | None = None) -> None:
    """A line under the bell, with nothing but the code, for all who answer for the person."""
    for user in _leads_of(stay):
        if user != by:
            notify(user=user, kind=NoticeKind.SHELTER_ALERT, case=stay.case)


def tell_managers(*, by: User) -> None:
    """Something grave in a house that is about nobody alone: all who manage the shelter are told."""
    roles = [role for role in Role.values if holds(role, Permission.MANAGE_SHELTER)]
    for user in User.objects.filter(is_active=True, role__in=roles).exclude(pk=by.pk):
        notify(user=user, kind=NoticeKind.SHELTER_ALERT)


def _leads_of(stay: Stay) -> list[User]:
    """The lead of the case, who gave the bed, and the leads of the unit; each once."""
    units = UnitMembership.objects.filter(unit=stay.case.unit_id, is_lead=True)
    people = [stay.case.lead, stay.responsible]
    people += [one.user for one in units.select_related("user").order_by("id")]
    found = {user.pk: user for user in people if user is not None and user.is_active}
    return list(found.values())


def _sees(user: User, stay: Stay) -> bool:
    return may(user, Permission.WORK_ON_CASE, stay.case, compartment=Compartment.WHEREABOUTS)
