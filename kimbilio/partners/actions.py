"""Changing the directory."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.kernel.versions import amend
from kimbilio.organisation.places import counties as known_counties
from kimbilio.partners.choices import EVERY_DAY
from kimbilio.partners.models import Offer, OfferCounty, Partner


@transaction.atomic
def save_partner(
    *, partner: Partner | None, by: User, expected: int | None = None, **values: Any
) -> Partner:
    """Add a partner or change one; whoever adds it has checked it. Raises ``BadInput`` and ``Stale``."""
    require(by, Permission.MANAGE_PARTNERS)
    if values.get("is_place_secret") and values.get("place"):
        raise BadInput(
            _("Take the address out: a secret place has none in the directory."), field="place"
        )
    others = Partner.objects.exclude(pk=partner.pk) if partner else Partner.objects.all()
    if others.filter(name__iexact=values["name"]).exists():
        raise BadInput(_("This partner is in the directory already."), field="name")
    if partner is None:
        today = timezone.localdate()
        made: Partner = Partner.objects.create(assured_on=today, assured_by=by, **values)
        trail.record(Event.PARTNER_CREATED, by=by, on=made)
        return made
    changes = amend(partner, expected=expected, **values)
    if changes:
        trail.record(Event.PARTNER_CHANGED, by=by, on=partner, changes=changes)
    return partner


@transaction.atomic
def check_partner(*, partner: Partner, expected: int, by: User) -> None:
    """Say that what stood on the page is true today; ``Stale`` if that has changed since."""
    require(by, Permission.MANAGE_PARTNERS)
    if partner.version != expected:
        raise Stale(theirs=partner)
    amend(partner, expected=expected, assured_on=timezone.localdate(), assured_by=by)
    trail.record(Event.PARTNER_CHECKED, by=by, on=partner)


@transaction.atomic
def save_offer(
    *,
    partner: Partner,
    offer: Offer | None,
    counties: list[str],
    by: User,
    expected: int | None = None,
    **values: Any,
) -> Offer:
    """Add or change one service of ``partner`` with the counties it covers, the whole list at once."""
    require(by, Permission.MANAGE_PARTNERS)
    if not values.get("is_nationwide") and not counties:
        raise BadInput(_("Say where: the counties, or the whole country."), field="counties")
    if set(counties) - set(known_counties()):
        raise BadInput(_("Choose from the list."), field="counties")
    if values["min_age"] > values["max_age"]:
        raise BadInput(_("The ages run from the younger to the older."), field="max_age")
    if (values.get("opens") is None) != (values.get("closes") is None):
        raise BadInput(_("Give both hours, or none for round the clock."), field="closes")
    if not values.get("days") or set(values["days"]) - set(EVERY_DAY):
        raise BadInput(_("Choose at least one day."), field="days")
    if offer is None:
        made: Offer = Offer.objects.create(partner=partner, **values)
        _cover(made, counties)
        trail.record(Event.SERVICE_CREATED, by=by, on=made, service=made.service)
        return made
    changes = amend(offer, expected=expected, **values)
    was = sorted(row.county for row in OfferCounty.objects.filter(offer=offer))
    if was != sorted(set(counties)):
        if not changes:
            _count_as_change(offer, expected)
        _cover(offer, counties)
        changes["counties"] = (was, sorted(set(counties)))
    if changes:
        trail.record(Event.SERVICE_CHANGED, by=by, on=offer, changes=changes)
    return offer


def _cover(offer: Offer, counties: list[str]) -> None:
    OfferCounty.objects.filter(offer=offer).exclude(county__in=counties).delete()
    OfferCounty.objects.bulk_create(
        [OfferCounty(offer=offer, county=county) for county in sorted(set(counties))],
        ignore_conflicts=True,
    )


def _count_as_change(offer: Offer, expected: int | None) -> None:
    """Its counties are part of it: two who change them meet as with every other field."""
    read = offer.version if expected is None else expected
    if not Offer.objects.filter(pk=offer.pk, version=read).update(version=F("version") + 1):
        raise Stale(theirs=Offer.objects.filter(pk=offer.pk).first())
