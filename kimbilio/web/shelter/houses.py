"""The settings of the shelter: houses, rooms, beds, and who works where."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.shelter.actions.houses import (
    put_to_work,
    save_bed,
    save_bedroom,
    save_house,
    show_address,
    take_from_work,
)
from kimbilio.shelter.models import Bed, Bedroom, House, HouseWorker
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shelter.forms import BedForm, BedroomForm, HouseForm, WorkerForm
from kimbilio.web.shelter.ground import ask, plain

EDIT = "shelter/edit.html"


@page(needs=Permission.MANAGE_SHELTER, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See the houses, and add one."""
    houses = House.objects.open_to(request.user).order_by("-is_active", "name")
    return render(request, "shelter/houses.html", {"houses": houses})


@page(needs=Permission.MANAGE_SHELTER)
def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a house, or change one."""
    known = get_object_or_404(House, pk=pk) if pk else None
    start = HouseForm.of(known) if known else {"is_active": True}
    form = HouseForm(request.POST or None, user=request.user, initial=start)

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        made = save_house(house=known, by=request.user, expected=expected, **answers)
        messages.success(request, _("Saved."))
        return reverse("houses:house", args=[made.pk])

    back = reverse("houses:house", args=[pk]) if pk else reverse("houses:index")
    context = {"heading": _("House"), "back": back}
    return ask(request, form, act, context, plain(request, EDIT), start=HouseForm.of)


@page(needs=Permission.MANAGE_SHELTER)
def house(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See the rooms and beds of a house, and say who works there."""
    shown: House = get_object_or_404(House, pk=pk)
    form = WorkerForm(request.POST or None)
    form.let_choose(user=_may_work())

    def act() -> str:
        put_to_work(house=shown, user=form.cleaned_data["user"], by=request.user)
        return reverse("houses:house", args=[pk])

    rooms = shown.bedrooms.prefetch_related("beds").order_by("name")
    workers = shown.workers.select_related("user").order_by("user__name")
    context = {"house": shown, "rooms": rooms, "workers": workers}
    return ask(request, form, act, context, plain(request, "shelter/house.html"))


def _may_work() -> list[User]:
    roles = [role for role in Role.values if holds(role, Permission.WORK_IN_SHELTER)]
    return list(User.objects.filter(is_active=True, role__in=roles).order_by("name"))


@page(needs=Permission.MANAGE_SHELTER, methods=("POST",))
def worker_leaves(request: StaffRequest, pk: UUID) -> HttpResponse:
    """They work in this house no more."""
    worker = get_object_or_404(HouseWorker.objects.select_related("house", "user"), pk=pk)
    take_from_work(worker=worker, by=request.user)
    return redirect("houses:house", worker.house_id)


@page(needs=Permission.WORK_IN_SHELTER, methods=("POST",))
def address(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See where a house stands, once; the look is recorded."""
    shown = get_object_or_404(House.objects.open_to(request.user), pk=pk)
    words = show_address(house=shown, by=request.user)
    response = render(request, "shelter/address.html", {"house": shown, "words": words})
    response["Cache-Control"] = "no-store"
    return response


@page(needs=Permission.MANAGE_SHELTER)
def room(request: StaffRequest, pk: UUID, *, is_new: bool = False) -> HttpResponse:
    """Add a room to a house, or change whom it is for."""
    known: Bedroom | None = None
    if is_new:
        inside: House = get_object_or_404(House, pk=pk)
    else:
        known = get_object_or_404(Bedroom.objects.select_related("house"), pk=pk)
        inside = known.house
    form = BedroomForm(request.POST or None, initial=BedroomForm.of(known) if known else {})

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        save_bedroom(bedroom=known, house=inside, by=request.user, expected=expected, **answers)
        messages.success(request, _("Saved."))
        return reverse("houses:house", args=[inside.pk])

    context = {"heading": _("Room"), "back": reverse("houses:house", args=[inside.pk])}
    return ask(request, form, act, context, plain(request, EDIT), start=BedroomForm.of)


@page(needs=Permission.MANAGE_SHELTER)
def bed(request: StaffRequest, pk: UUID, *, is_new: bool = False) -> HttpResponse:
    """Add a bed to a room, or change one."""
    known: Bed | None = None
    if is_new:
        inside: Bedroom = get_object_or_404(Bedroom, pk=pk)
    else:
        known = get_object_or_404(Bed.objects.select_related("bedroom"), pk=pk)
        inside = known.bedroom
    start: dict[str, Any] = BedForm.of(known) if known else {"is_active": True}
    form = BedForm(request.POST or None, initial=start)

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        save_bed(bed=known, bedroom=inside, by=request.user, expected=expected, **answers)
        messages.success(request, _("Saved."))
        return reverse("houses:house", args=[inside.house_id])

    context = {"heading": _("Bed"), "back": reverse("houses:house", args=[inside.house_id])}
    return ask(request, form, act, context, plain(request, EDIT), start=BedForm.of)
