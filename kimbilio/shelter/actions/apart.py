"""Setting two people apart, and taking it back; only for who may know where both of them are."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.care.apart import tell_of_pair
from kimbilio.cases.models import Case
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.shelter.actions.beds import hold_case
from kimbilio.shelter.alerts import ring
from kimbilio.shelter.fitting import set_apart_by_staff
from kimbilio.shelter.models import BedPlace, KeepApart, Stay

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
    tell_of_pair(case.pk, other.pk)
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


def share_a_house(one: UUID, other: UUID) -> bool:
    """Whether both have a bed in one house at this moment."""
    places = BedPlace.objects.now().filter(case__in=[one, other])
    houses = list(places.values_list("bed__bedroom__house", flat=True))
    return len(houses) != len(set(houses))


def warn_who_meet(one: UUID, other: UUID) -> None:
    """A pair was found, by colleagues or through an alleged trafficker: are they in one house?

    The leads of each hear of it under the code of their own case alone.
    """
    hold_case(one, other)  # who gives a bed to one of them now waits, or is seen
    if share_a_house(one, other):
        stays: Any = Stay.objects.open().filter(case__in=[one, other])
        for stay in stays.select_related("case__lead", "responsible").order_by("id"):
            ring(stay)
