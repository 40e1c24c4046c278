"""Keeping the directory: adding, changing, checking; only who manages it gets here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import Stale
from kimbilio.partners.actions.entries import check_partner, save_partner
from kimbilio.partners.actions.offers import save_offer, say_places
from kimbilio.partners.actions.rules import save_directory_rules
from kimbilio.partners.models import Offer, Partner
from kimbilio.partners.queries import (
    counties_of,
    directory_rules,
    further_hours_of,
    languages_of,
    needs_of,
    wards_covered_by,
)
from kimbilio.web.forms import KimbilioForm, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.partners.forms import CheckForm, OfferForm, PartnerForm, PlacesForm, RulesForm
from kimbilio.web.partners.hours_fields import further_values


@page(needs=Permission.MANAGE_PARTNERS)
def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a partner, or change one."""
    one = get_object_or_404(Partner, pk=pk) if pk else None
    held = {name: getattr(one, name) for name in PartnerForm.of_the_entry()} if one else {}
    form = PartnerForm(request.POST or None, user=request.user, about=pk or "", initial=held)
    if one is not None and one.has_contact and request.method == "GET":
        trail.look(Event.CONTACT_REVEALED, by=request.user, on=one)  # the form holds their number

    def save() -> str:
        expected = form.cleaned_data["version"]
        saved = save_partner(partner=one, by=request.user, expected=expected, **form.answers())
        return reverse("partners:partner", args=[saved.pk])

    return _ask(request, form, save, _("Partner"), _entry(one))


@page(needs=Permission.MANAGE_PARTNERS)
def new_offer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add a service of a partner."""
    owner = get_object_or_404(Partner, pk=pk)
    form = OfferForm(request.POST or None, user=request.user)

    def save() -> str:
        save_offer(partner=owner, offer=None, by=request.user, **form.answers())
        return reverse("partners:partner", args=[owner.pk])

    return _ask(request, form, save, _("Service"), _entry(owner))


@page(needs=Permission.MANAGE_PARTNERS)
def offer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change one service of a partner."""
    one = get_object_or_404(Offer.objects.select_related("partner"), pk=pk)
    held = {name: getattr(one, name) for name in OfferForm.base_fields} | _lists_of(one)
    form = OfferForm(
        request.POST or None, user=request.user, initial=held, further_hours=further_hours_of(one)
    )

    def save() -> str:
        expected = form.cleaned_data["version"]
        save_offer(
            partner=one.partner, offer=one, by=request.user, expected=expected, **form.answers()
        )
        return reverse("partners:partner", args=[one.partner_id])

    return _ask(request, form, save, _("Service"), _entry(one.partner))


@page(needs=Permission.MANAGE_PARTNERS)
def free_places(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down how many places a service has free today."""
    one = get_object_or_404(Offer.objects.select_related("partner"), pk=pk)
    held = {"free": one.places_free, "version": one.version}
    form = PlacesForm(request.POST or None, user=request.user, initial=held)

    def save() -> str:
        said = form.cleaned_data
        say_places(offer=one, free=said["free"], expected=said["version"], by=request.user)
        return reverse("partners:partner", args=[one.partner_id])

    return _ask(request, form, save, _("Places free today"), _entry(one.partner))


@page(needs=Permission.MANAGE_SETTINGS)
def rules(request: StaffRequest) -> HttpResponse:
    """Say how long an entry holds until somebody must look at it again."""
    held = directory_rules()
    initial = {name: getattr(held, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, user=request.user, initial=initial)

    def save() -> str:
        save_directory_rules(
            by=request.user, expected=form.cleaned_data["version"], **form.answers()
        )
        messages.success(request, _("Saved."))
        return reverse("partners:rules")

    return _ask(request, form, save, _("Directory"), reverse("settings:index"))


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


def _entry(one: Partner | None) -> str:
    """The address to go back to."""
    return reverse("partners:partner", args=[one.pk]) if one else reverse("partners:index")


def _lists_of(offer: Offer) -> dict[str, Any]:
    return {
        "days": list(offer.days),
        "counties": counties_of(offer),
        "wards": wards_covered_by(offer),
        "languages": languages_of(offer),
        "needs": needs_of(offer),
    }


def _theirs(newer: Any, form: KimbilioForm) -> dict[str, Any]:
    """What somebody else saved meanwhile, under the names of the form."""
    if isinstance(form, PlacesForm):
        return {"free": newer.places_free}
    theirs = {name: getattr(newer, name) for name in form.fields if hasattr(newer, name)}
    if isinstance(form, OfferForm):
        further = further_hours_of(newer)
        form.further.show(len(further))
        nothing = further_values(["all"] * form.further.lines)
        theirs |= {**nothing, **further_values(further)}
    return theirs | _lists_of(newer) if isinstance(newer, Offer) else theirs


def _ask(
    request: StaffRequest, form: KimbilioForm, save: Any, title: str, back: str
) -> HttpResponse:
    """Draw the form until it can be saved; what somebody else wrote meanwhile stands beside it."""
    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            sides, status = both_sides(form, _theirs(newer, form), newer.version), 409
    context = {"form": form, "title": title, "sides": sides, "back": back}
    return render(request, "partners/edit.html", context, status=status)
