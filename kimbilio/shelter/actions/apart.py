"""Setting two people apart, and taking it back; only for who may know where both of them are."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case, NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.shelter.actions.beds import hold_case
from kimbilio.shelter.fitting import set_apart_by_staff
from kimbilio.shelter.models import BedPlace, KeepApart

WHERE = Compartment.WHEREABOUTS


@transaction.atomic
def set_apart(*, case: Case, code: str, reason: str, by: User) -> KeepApart:
    """Never put these two under one roof. A code that one may not see is like one that is not there."""
    require(by, Permission.WORK_ON_CASE, case, compartment=WHERE, act=Act.CHANGE)
    if not reason.strip():
        raise BadInput(_("Say why they are kept apart."), field="reason")
    other = Case.objects.filter(code=code.strip().upper()).first()
    if other is None or not may(
        by, Permission.WORK_ON_CASE, other, compartment=WHERE, act=Act.CHANGE
    ):
        raise BadInput(_("There is no case of this code among yours."), field="code")
    if other.pk == case.pk:
        raise BadInput(_("Nobody is kept apart from themselves."), field="code")
    hold_case(case.pk, other.pk)
    if other.pk in set_apart_by_staff(case.pk):
        raise BadInput(_("These two are kept apart already."), field="code")
    pair: KeepApart = KeepApart.objects.create(
        case=case, other=other, reason=reason.strip(), set_by=by
    )
    trail.record(Event.KEEP_APART_SET, by=by, on=pair)
    if share_a_house(pair):
        for one in {lead for lead in (case.lead, other.lead) if lead is not None and lead != by}:
            notify(
                user=one, kind=NoticeKind.SHELTER_ALERT, case=case if one == case.lead else other
            )
    return pair


@transaction.atomic
def end_apart(*, pair: KeepApart, by: User, expected: int | None = None) -> None:
    """They may meet again, says a lead of the shelter who may know of both."""
    for case in (pair.case, pair.other):
        require(by, Permission.MANAGE_SHELTER, case, compartment=WHERE, act=Act.VIEW)
    if pair.ended_at is not None:
        return
    amend(pair, expected=expected, ended_at=timezone.now(), ended_by=by)
    trail.record(Event.KEEP_APART_ENDED, by=by, on=pair)


def share_a_house(pair: KeepApart) -> bool:
    """Whether both have a bed in one house at this moment."""
    places = BedPlace.objects.now().filter(case__in=[pair.case_id, pair.other_id])
    houses = list(places.values_list("bed__bedroom__house", flat=True))
    return len(houses) != len(set(houses))
