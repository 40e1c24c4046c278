"""What a partner gives: adding a service, changing it, counting its free places."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db import models, transaction
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
from kimbilio.organisation.places import languages as known_languages
from kimbilio.organisation.places import wards as known_wards
from kimbilio.partners.choices import EVERY_DAY, Cost, Need
from kimbilio.partners.hours import MOST_FURTHER, Hours, hours_of
from kimbilio.partners.models import (
    Offer,
    OfferCounty,
    OfferHours,
    OfferLanguage,
    OfferNeed,
    OfferWard,
    Partner,
)


@transaction.atomic
def save_offer(
    *,
    partner: Partner,
    offer: Offer | None,
    counties: list[str],
    wards: list[str] | None = None,
    further_hours: list[str] | None = None,
    languages: list[str] | None = None,
    needs: list[str] | None = None,
    by: User,
    expected: int | None = None,
    **values: Any,
) -> Offer:
    """Add or change one service of ``partner``; each of its lists is given whole, or not at all.

    Further hours are codes of ``Hours``, beside the days and hours that the offer itself carries.
    A new number of free places is dated today, unless the day it was said is given too.
    """
    require(by, Permission.MANAGE_PARTNERS)
    lists = {
        "counties": counties, "wards": wards, "further_hours": further_hours,
        "languages": languages, "needs": needs,
    }  # fmt: skip
    given = {name: sorted(set(codes)) for name, codes in lists.items() if codes is not None}
    check_offer(values, given)
    if wards:
        _refuse_wards_of_a_secret_place(partner)
    if "places_free" in values and "places_said_on" not in values:
        values["places_said_on"] = _said_on(offer, values["places_free"])
    if offer is None:
        made: Offer = Offer.objects.create(partner=partner, **values)
        for name, codes in given.items():
            _add(made, name, codes)
        trail.record(Event.SERVICE_CREATED, by=by, on=made, service=made.service)
        return made
    changes = amend(offer, expected=expected, **values)
    for name, codes in given.items():
        was = _listed(offer, name)
        if was != codes:
            if not changes:
                _count_as_change(offer, expected)
            _list(offer, name, codes)
            changes[name] = (was, codes)
    if changes:
        trail.record(Event.SERVICE_CHANGED, by=by, on=offer, changes=changes)
    return offer


@transaction.atomic
def say_places(*, offer: Offer, free: int | None, expected: int, by: User) -> None:
    """Write down how many places are free today, as the partner just said; None is not known."""
    require(by, Permission.MANAGE_PARTNERS)
    if free is not None and offer.places_total is not None and free > offer.places_total:
        raise BadInput(_("No more places can be free than there are."), field="free")
    said_on = None if free is None else timezone.localdate()
    changes = amend(offer, expected=expected, places_free=free, places_said_on=said_on)
    if changes:
        trail.record(Event.SERVICE_CHANGED, by=by, on=offer, changes=changes)


def check_offer(values: dict[str, Any], given: dict[str, list[str]]) -> None:
    """Raise ``BadInput`` beside the field that makes no sense."""
    if not values.get("is_nationwide") and not given["counties"]:
        raise BadInput(_("Say where: the counties, or the whole country."), field="counties")
    _check_hours(values, given.get("further_hours", []))
    for name, codes in given.items():
        if name in LISTS and set(codes) - set(LISTS[name][2]()):
            raise BadInput(_("Choose from the list."), field=name)
    for code in given.get("wards", ()):
        if known_wards()[code].county not in given["counties"]:
            raise BadInput(
                _("Choose the county of this ward too: %(ward)s.") % {"ward": known_wards()[code]},
                field="wards",
            )
    if values["min_age"] > values["max_age"]:
        raise BadInput(_("The ages run from the younger to the older."), field="max_age")
    if (values.get("cost") == Cost.FEE) != bool(values.get("cost_words")):
        raise BadInput(
            _("Say in words what it costs, if and only if there is a fee."), field="cost_words"
        )
    total, free = values.get("places_total"), values.get("places_free")
    if total is not None and free is not None and free > total:
        raise BadInput(_("No more places can be free than there are."), field="places_free")


def _refuse_wards_of_a_secret_place(partner: Partner) -> None:
    """A ward is close by, and would tell where it is. The row is held, as it may become secret just now."""
    if Partner.objects.select_for_update().get(pk=partner.pk).is_place_secret:
        raise BadInput(
            _("The place of this partner is secret: name counties, no wards."), field="wards"
        )


def _said_on(offer: Offer | None, free: int | None) -> date | None:
    """The day of the word about free places: today for a new number, else the day it was said."""
    if free is None:
        return None
    if offer is not None and offer.places_free == free:
        return offer.places_said_on
    return timezone.localdate()


def _check_hours(values: dict[str, Any], further: list[str]) -> None:
    """Every line is whole; none stands there twice."""
    if (values.get("opens") is None) != (values.get("closes") is None):
        raise BadInput(_("Give both hours, or none for round the clock."), field="closes")
    if not values.get("days") or set(values["days"]) - set(EVERY_DAY):
        raise BadInput(_("Choose at least one day."), field="days")
    first = Hours(values["days"], values.get("opens"), values.get("closes"))
    if any(hours_of(code) is None for code in further):
        raise BadInput(_("Choose the days, and both hours or none."), field="further_hours")
    if first.code in further:
        raise BadInput(_("These hours stand there twice."), field="further_hours")
    if len(further) > MOST_FURTHER:
        raise BadInput(_("These are too many different hours."), field="further_hours")


# The lists of an offer that are codes: their table, their column, and what may stand in it.
LISTS: dict[str, tuple[type[models.Model], str, Callable[[], Collection[str]]]] = {
    "counties": (OfferCounty, "county", known_counties),
    "wards": (OfferWard, "ward", known_wards),
    "languages": (OfferLanguage, "language", known_languages),
    "needs": (OfferNeed, "need", lambda: Need.values),
}


def _listed(offer: Offer, name: str) -> list[str]:
    if name == "further_hours":
        return sorted(row.hours.code for row in OfferHours.objects.filter(offer=offer))
    model, column, _known = LISTS[name]
    return sorted(model._default_manager.filter(offer=offer).values_list(column, flat=True))


def _list(offer: Offer, name: str, codes: list[str]) -> None:
    if name == "further_hours":
        OfferHours.objects.filter(offer=offer).delete()
    else:
        model, column, _known = LISTS[name]
        rows = model._default_manager.filter(offer=offer)
        rows.exclude(**{f"{column}__in": codes}).delete()
    _add(offer, name, codes)


def _add(offer: Offer, name: str, codes: list[str]) -> None:
    if name == "further_hours":
        lines = [hours_of(code) for code in codes]
        OfferHours.objects.bulk_create(
            OfferHours(offer=offer, days=one.days, opens=one.opens, closes=one.closes)
            for one in lines
            if one is not None
        )
        return
    model, column, _known = LISTS[name]
    model._default_manager.bulk_create(
        [model(offer=offer, **{column: code}) for code in codes], ignore_conflicts=True
    )


def _count_as_change(offer: Offer, expected: int | None) -> None:
    """Its lists are part of it: two who change them meet as with every other field."""
    read = offer.version if expected is None else expected
    if not Offer.objects.filter(pk=offer.pk, version=read).update(version=F("version") + 1):
        raise Stale(theirs=Offer.objects.filter(pk=offer.pk).first())
    offer.version = read + 1
