"""The directory as everybody reads it: who can help with what, where, for whom and when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.organisation.places import counties, languages, sub_counties, wards
from kimbilio.partners.choices import EVERY_DAY, WEEKDAYS, Near, Need, Show
from kimbilio.partners.hours import Hours
from kimbilio.partners.models import Offer, Partner
from kimbilio.partners.queries import (
    MOST_SHOWN,
    Wanted,
    counties_of,
    directory_rules,
    find_help,
    hours_of_offer,
    languages_of,
    needs_of,
    offers_of,
    part_of_directory,
    wards_covered_by,
    with_staleness,
)
from kimbilio.web.middleware import features
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.partners.forms import FindForm
from kimbilio.web.shown import shown_once


def _manages(request: StaffRequest) -> bool:
    return holds(request.user.role, Permission.MANAGE_PARTNERS)


@page(needs=Permission.SEE_PARTNERS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """Find who can take a girl of nine in Kakamega tonight."""
    form = FindForm(request.GET or None)
    wanted, fresh_since = form.wanted(), directory_rules().fresh_since
    context: dict[str, Any] = {"form": form, "manages": _manages(request), "most": MOST_SHOWN}
    if wanted.is_empty:
        show = _part(request)
        partners = part_of_directory(show, fresh_since=fresh_since)
        context |= {"show": show, "shows": Show.choices}
        context["partners"] = keyset_page(
            partners, by=("name", "id"), after=request.GET.get("after", ""), size=MOST_SHOWN
        )
    else:
        found = find_help(wanted, fresh_since=fresh_since)
        context |= {"any_sex": not wanted.sex, "any_age": wanted.age is None}
        context["offers"] = [(offer, _nearness(offer, wanted)) for offer in found]
    shown = context["partners"] if wanted.is_empty else [offer.partner for offer in found]
    context["has_spots"] = any(one.has_public_spot for one in shown)
    response = render(request, "partners/index.html", context)
    if context["has_spots"]:
        response["Permissions-Policy"] = features("geolocation")
    return response


def _part(request: StaffRequest) -> Show:
    """Which part of the directory was asked for; what to keep up is for who keeps it."""
    said = request.GET.get("show", "")
    return Show(said) if _manages(request) and said in Show.values else Show.IN_USE


def _nearness(offer: Any, wanted: Wanted) -> str:
    """How near it is, in words; without a county only whether it is for the whole country."""
    if not wanted.county and not offer.is_nationwide:
        return ""
    return str(Near(offer.near).label)


@page(needs=Permission.SEE_PARTNERS, methods=("GET",))
def partner(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See how to reach a partner and what they give."""
    fresh_since = directory_rules().fresh_since
    partners = with_staleness(Partner.objects.all(), fresh_since=fresh_since)
    one = get_object_or_404(partners.select_related("assured_by"), pk=pk)
    trail.look(Event.PARTNER_OPENED, by=request.user, on=one)
    offers = list(offers_of(one))
    context = {
        "partner": one,
        "county": counties().get(one.county, ""),
        "sub_county": sub_counties().get(one.sub_county, ("",))[0],
        "ward": wards().get(one.ward, ""),
        "offers": [_in_words(offer) for offer in offers],
        "read": one.version + sum(offer.version for offer in offers),
        "manages": _manages(request),
    }
    return render(request, "partners/partner.html", context)


@page(needs=Permission.SEE_PARTNERS, methods=("POST",))
def contact(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See for twenty seconds whom to ask for at a partner, and their own number."""
    one = get_object_or_404(Partner, pk=pk)
    trail.record(Event.CONTACT_REVEALED, by=request.user, on=one)
    return shown_once(request, [word for word in (one.contact_name, one.contact_phone) if word])


def _in_words(offer: Offer) -> dict[str, Any]:
    """An offer with its lists as people read them."""
    places, tongues = counties(), languages()
    return {
        "offer": offer,
        "counties": [places.get(code, code) for code in counties_of(offer)],
        "wards": [wards()[code].name for code in wards_covered_by(offer) if code in wards()],
        "languages": [tongues.get(code, code) for code in languages_of(offer)],
        "needs": [Need(code).label for code in needs_of(offer)],
        "hours": [(_days(hours), hours) for hours in hours_of_offer(offer)],
    }


def _days(hours: Hours) -> list[str]:
    """The days of one line of hours as people read them."""
    names = dict(WEEKDAYS)
    return (
        [str(_("every day"))]
        if hours.days == EVERY_DAY
        else [str(names[day]) for day in hours.days]
    )
