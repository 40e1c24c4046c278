"""The manager's list of grants that pay for help."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Sum
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.ground import check_amount, hold
from kimbilio.livelihoods.models import FundingGrant, Giving


@transaction.atomic
def save_funding(
    *,
    funding: FundingGrant | None,
    donor: str,
    code: str,
    from_on: date,
    until_on: date,
    is_active: bool,
    by: User,
    total_cents: int | None = None,
    expected: int | None = None,
) -> FundingGrant:
    """Add a grant or change one. What was given from it already has to fit in still."""
    require(by, Permission.MANAGE_FUNDS)
    donor, code = donor.strip(), code.strip()
    others = FundingGrant.objects.exclude(pk=funding.pk) if funding else FundingGrant.objects.all()
    if others.filter(code__iexact=code).exists():
        raise BadInput(_("There is a grant of this code already."), field="code")
    if until_on < from_on:
        raise BadInput(_("The end comes before the beginning."), field="until_on")
    if total_cents is not None:
        check_amount(total_cents, "total")
    values: dict[str, Any] = {
        "donor": donor, "code": code, "from_on": from_on, "until_on": until_on,
        "total_cents": total_cents, "is_active": is_active,
    }  # fmt: skip
    if funding is None:
        funding = FundingGrant.objects.create(**values)
        trail.record(Event.FUNDING_CHANGED, by=by, on=funding)
        return funding
    hold(funding)
    _check_fits(funding, from_on, until_on, total_cents)
    if changes := amend(funding, expected=expected, **values):
        trail.record(Event.FUNDING_CHANGED, by=by, on=funding, changes=changes)
    return funding


def _check_fits(
    funding: FundingGrant, from_on: date, until_on: date, total_cents: int | None
) -> None:
    given = Giving.objects.filter(funding=funding).aggregate(
        first=Min("given_on"), last=Max("given_on"), cents=Sum("cost_cents")
    )
    if given["first"] is not None and given["first"] < from_on:
        raise BadInput(_("Something was given from it before this day."), field="from_on")
    if given["last"] is not None and given["last"] > until_on:
        raise BadInput(_("Something was given from it after this day."), field="until_on")
    if total_cents is not None and (given["cents"] or 0) > total_cents:
        raise BadInput(_("More was given from it already."), field="total")
