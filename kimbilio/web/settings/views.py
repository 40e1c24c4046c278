"""The settings: one page that leads to all of them, and those that belong to no other area."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import ALL_OUTLINES, COMPARTMENTS, PERMISSIONS, holds
from kimbilio.accounts.choices import Role
from kimbilio.organisation.models import Unit, UnitMembership
from kimbilio.organisation.queries import this_organisation
from kimbilio.staff.organisation import (
    place_in_unit,
    save_organisation,
    save_unit,
    take_out_of_unit,
)
from kimbilio.web.addresses import address_of
from kimbilio.web.forms import both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.settings.beginning import first_steps
from kimbilio.web.settings.forms import MemberForm, OrganisationForm, UnitForm


@dataclass(frozen=True)
class Card:
    """One way from the index."""

    title: str | Promise
    words: str | Promise
    icon: str
    url_name: str
    needs: Permission


CARDS = (
    Card(gettext_lazy("Staff"), gettext_lazy("Accounts, roles, invitations, lost phones."),
         "i-users-group", "staff:index", Permission.MANAGE_ACCOUNTS),
    Card(gettext_lazy("Organisation"), gettext_lazy("Name on letters, fair load, follow-up days."),
         "i-building", "settings:organisation", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Units"), gettext_lazy("Who works where, and who leads."),
         "i-users", "settings:units", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Duty"), gettext_lazy("Who reaches urgent cases, and when."),
         "i-calendar", "duty:index", Permission.MANAGE_TEAM),
    Card(gettext_lazy("Rules and limits"),
         gettext_lazy("What is suggested after a first call, and how soon things must happen."),
         "i-list-check", "rules:index", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Directory"), gettext_lazy("When entries about partners ask to be checked."),
         "i-building", "partners:rules", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Follow-up"),
         gettext_lazy("When people are followed up after the return, and what raises a concern."),
         "i-route", "reintegration:rules", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Ready-made sets"), gettext_lazy("Steps that plans start from."),
         "i-bulb", "ready_sets:index", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Letters and forms"),
         gettext_lazy("How they look and what they say, in both languages"),
         "i-file-text", "layouts:index", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Helpline accounts"),
         gettext_lazy("Numbers and addresses through which people reach us."),
         "i-phone", "helpline:accounts", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Words of the helpline"),
         gettext_lazy("What raises urgency, and answers that are safe to send."),
         "i-message-2", "helpline:words", Permission.MANAGE_TEAM),
    Card(gettext_lazy("Partners' own pages"),
         gettext_lazy("Links by which partners send us people."),
         "i-building-community", "helpline:referrers", Permission.MANAGE_PARTNERS),
    Card(gettext_lazy("Rooms"), gettext_lazy("Where sessions take place, and for how many."),
         "i-door-exit", "rooms:index", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Reminders"), gettext_lazy("Whether and in which words people are reminded of sessions."),
         "i-bell", "reminders:rule", Permission.MANAGE_SETTINGS),
    Card(gettext_lazy("Key for packages"),
         gettext_lazy("Others lock cases with it that only we can open."),
         "i-shield-check", "transfers:key", Permission.SIGNED_IN),
    Card(gettext_lazy("Houses"), gettext_lazy("Houses of the shelter, their rooms, beds and workers."),
         "i-home-heart", "houses:index", Permission.MANAGE_SHELTER),
    Card(gettext_lazy("Who may see what"), gettext_lazy("Every role, and what is open to it."),
         "i-shield-check", "settings:access", Permission.SIGNED_IN),
    Card(gettext_lazy("My account"), gettext_lazy("Language, PIN, where I am signed in."),
         "i-user", "account:profile", Permission.SIGNED_IN),
)  # fmt: skip


@page(needs=Permission.SIGNED_IN, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """Find the setting I am looking for."""
    cards = [
        {"card": card, "url": url}
        for card in CARDS
        if holds(request.user.role, card.needs) and (url := address_of(card.url_name))
    ]
    context = {"cards": cards, "first_steps": first_steps(request.user)}
    return render(request, "settings/index.html", context)


@page(needs=Permission.MANAGE_SETTINGS)
def organisation(request: StaffRequest) -> HttpResponse:
    """Say how we are called, and the figures that rules count with."""
    held = this_organisation()
    initial = {name: getattr(held, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, user=request.user, initial=initial)

    def save() -> str:
        values = {name: form.cleaned_data[name] for name in form.TAKEN}
        save_organisation(by=request.user, expected=form.cleaned_data["version"], **values)
        messages.success(request, _("Saved."))
        return reverse("settings:organisation")

    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        if form.stale is not None and form.stale.theirs is not None:
            newer: Any = form.stale.theirs
            sides, status = (
                both_sides(form, {n: getattr(newer, n) for n in initial}, newer.version),
                409,
            )
    context = {"form": form, "title": _("Organisation"), "sides": sides, "back": "settings:index"}
    return render(request, "settings/edit.html", context, status=status)


@page(needs=Permission.MANAGE_SETTINGS, methods=("GET",))
def units(request: StaffRequest) -> HttpResponse:
    """See the parts of the organisation, with how many work in each and who leads."""
    found = Unit.objects.annotate(
        members=Count("memberships"),
        leads=Count("memberships", filter=Q(memberships__is_lead=True)),
    )
    return render(request, "settings/units.html", {"units": found.order_by("-is_active", "name")})


@page(needs=Permission.MANAGE_SETTINGS)
def unit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a unit, or rename one and see who works there."""
    known = get_object_or_404(Unit, pk=pk) if pk else None
    initial = {name: getattr(known, name) for name in UnitForm.base_fields} if known else {}
    form = UnitForm(request.POST or None, user=request.user, initial=initial)

    def save() -> str:
        said = form.cleaned_data
        kept = save_unit(
            unit=known, name=said["name"], is_active=said["is_active"], expected=said["version"],
            by=request.user,
        )  # fmt: skip
        return reverse("settings:unit", args=[kept.pk])

    if form.is_valid() and (answer := once(request, form, save)):
        return answer
    return _unit_page(request, known, form, MemberForm(), 422 if form.is_bound else 200)


def _unit_page(
    request: StaffRequest, known: Unit | None, form: UnitForm, member_form: MemberForm, status: int
) -> HttpResponse:
    members = UnitMembership.objects.filter(unit=known).select_related("user") if known else None
    context = {
        "unit": known,
        "form": form,
        "member_form": member_form,
        "members": members.order_by("-is_lead", "user__name") if members is not None else (),
    }
    return render(request, "settings/unit.html", context, status=status)


@page(needs=Permission.MANAGE_SETTINGS)
def add_member(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put a colleague into the unit, as a member or as its lead."""
    known = get_object_or_404(Unit, pk=pk)
    if request.method != "POST":
        return redirect("settings:unit", pk=pk)
    form = MemberForm(request.POST)

    def place() -> str:
        place_in_unit(unit=known, by=request.user, **form.cleaned_data)
        return reverse("settings:unit", args=[pk])

    if form.is_valid() and (answer := once(request, form, place)):
        return answer
    initial = {name: getattr(known, name) for name in UnitForm.base_fields}
    return _unit_page(request, known, UnitForm(initial=initial), form, 422)


@page(needs=Permission.MANAGE_SETTINGS, methods=("POST",))
def drop_member(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a colleague out of the unit."""
    membership = get_object_or_404(UnitMembership.objects.select_related("unit", "user"), pk=pk)
    unit_id = membership.unit_id
    take_out_of_unit(membership=membership, by=request.user)
    return redirect("settings:unit", pk=unit_id)


@page(needs=Permission.SIGNED_IN, methods=("GET",))
def access(request: StaffRequest) -> HttpResponse:
    """See which role may see, change and export what, and do what."""
    acts = {Act.VIEW: _("see"), Act.CHANGE: _("change"), Act.EXPORT: _("print and export")}
    rows = [
        {
            "role": role.label,
            "is_mine": role == request.user.role,
            "sees_all": role in ALL_OUTLINES,
            "cells": [
                ", ".join(
                    str(word) for act, word in acts.items() if act in COMPARTMENTS[role][part]
                )
                for part in Compartment
            ],
            "permissions": [p.label for p in Permission if p in PERMISSIONS[role]],
        }
        for role in Role
    ]
    context = {"rows": rows, "compartments": [part.label for part in Compartment]}
    return render(request, "settings/access.html", context)
