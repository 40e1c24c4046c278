"""The directory: who can help with what, where, for whom and when."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import Stale
from kimbilio.organisation.places import counties
from kimbilio.partners.actions import check_partner, save_offer, save_partner
from kimbilio.partners.choices import WEEKDAYS
from kimbilio.partners.models import Offer, Partner
from kimbilio.partners.queries import MOST_SHOWN, counties_of, directory, find_help, offers_of
from kimbilio.web.forms import KimbilioForm, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.partners.forms import CheckForm, FindForm, OfferForm, PartnerForm


def _manages(request: StaffRequest) -> bool:
    return holds(request.user.role, Permission.MANAGE_PARTNERS)


@page(needs=Permission.SEE_PARTNERS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """Find who can take a girl of nine in Kakamega tonight."""
    form = FindForm(request.GET or None)
    wanted = form.wanted()
    context: dict[str, Any] = {"form": form, "manages": _manages(request), "most": MOST_SHOWN}
    if wanted.is_empty:
        partners = directory(with_former=_manages(request))
        context["partners"] = keyset_page(
            partners, by=("name", "id"), after=request.GET.get("after", ""), size=MOST_SHOWN
        )
    else:
        context["offers"] = find_help(wanted)
    return render(request, "partners/index.html", context)


@page(needs=Permission.SEE_PARTNERS, methods=("GET",))
def partner(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See how to reach a partner and what they give."""
    one = get_object_or_404(Partner.objects.select_related("assured_by"), pk=pk)
    trail.look(Event.PARTNER_OPENED, by=request.user, on=one)
    names, days = counties(), dict(WEEKDAYS)
    offers = [
        {
            "offer": offer,
            "counties": [names.get(row.county, row.county) for row in offer.counties.all()],
            "days": [days[day] for day in offer.days],
        }
        for offer in offers_of(one)
    ]
    context = {
        "partner": one,
        "county": names.get(one.county, ""),
        "offers": offers,
        "manages": _manages(request),
    }
    return render(request, "partners/partner.html", context)


@page(needs=Permission.MANAGE_PARTNERS)
def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a partner, or change one."""
    one = get_object_or_404(Partner, pk=pk) if pk else None
    held = {name: getattr(one, name) for name in PartnerForm.base_fields} if one else {}
    form = PartnerForm(request.POST or None, user=request.user, about=pk or "", initial=held)

    def save() -> str:
        expected = form.cleaned_data["version"]
        saved = save_partner(partner=one, by=request.user, expected=expected, **form.answers())
        return reverse("partners:partner", args=[saved.pk])

    return _ask(request, form, save, one, _("Partner"))


@page(needs=Permission.MANAGE_PARTNERS)
def new_offer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a service of a partner."""
    owner = get_object_or_404(Partner, pk=pk)
    form = OfferForm(request.POST or None, user=request.user)

    def save() -> str:
        save_offer(partner=owner, offer=None, by=request.user, **form.answers())
        return reverse("partners:partner", args=[owner.pk])

    return _ask(request, form, save, owner, _("Service"))


@page(needs=Permission.MANAGE_PARTNERS)
def offer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change one service of a partner."""
    one = get_object_or_404(Offer.objects.select_related("partner"), pk=pk)
    names = [name for name in OfferForm.base_fields if name not in {"counties", "days"}]
    held = {name: getattr(one, name) for name in names}
    held |= {"days": list(one.days), "counties": counties_of(one)}
    form = OfferForm(request.POST or None, user=request.user, initial=held)

    def save() -> str:
        expected = form.cleaned_data["version"]
        save_offer(
            partner=one.partner, offer=one, by=request.user, expected=expected, **form.answers()
        )
        return reverse("partners:partner", args=[one.partner_id])

    return _ask(request, form, save, one.partner, _("Service"))


@page(needs=Permission.MANAGE_PARTNERS, methods=("POST",))
def checked(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that what stands there is true today."""
    one, form = get_object_or_404(Partner, pk=pk), CheckForm(request.POST)
    here = redirect("partners:partner", pk)
    if not form.is_valid():
        return here
    try:
        check_partner(partner=one, expected=form.cleaned_data["version"], by=request.user)
    except Stale:
        messages.error(request, _("Somebody changed this entry. Read it again, then say so."))
    else:
        messages.success(request, _("Checked today."))
    return here


def _ask(
    request: StaffRequest, form: KimbilioForm, save: Any, back_to: Partner | None, title: str
) -> HttpResponse:
    """Draw the form until it can be saved; what somebody else wrote meanwhile stands beside it."""
    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            theirs = {n: getattr(newer, n) for n in form.fields if hasattr(newer, n)}
            if isinstance(newer, Offer):
                theirs |= {"days": list(newer.days), "counties": counties_of(newer)}
            sides, status = both_sides(form, theirs, newer.version), 409
    back = reverse("partners:partner", args=[back_to.pk]) if back_to else reverse("partners:index")
    context = {"form": form, "title": title, "sides": sides, "back": back}
    return render(request, "partners/edit.html", context, status=status)
