"""Today in a house, on the phone of the shift: one page, and one small form for each thing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows
from kimbilio.kernel.errors import DomainError
from kimbilio.shelter.actions.daily import (
    end_happening,
    hold_activity,
    save_meal,
    write_happening,
)
from kimbilio.shelter.actions.medicines import give_dose, plan_medicine, stop_medicine
from kimbilio.shelter.choices import DoseState, HappeningKind, MealKind
from kimbilio.shelter.models import Happening, House, Meal, Medicine, Stay
from kimbilio.shelter.queries import roll_of
from kimbilio.shelter.today import day_of
from kimbilio.web.cases.shell import open_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shelter.daily_forms import (
    HAPPENINGS,
    ActivityForm,
    DoseForm,
    MealForm,
    MedicineForm,
)
from kimbilio.web.shelter.ground import WHERE, ask, plain, stand

HEALTH = Compartment.HEALTH
EDIT = "shelter/edit.html"


def _house(request: StaffRequest, pk: UUID) -> House:
    found: House = get_object_or_404(House.objects.open_to(request.user), pk=pk)
    return found


def _residents(request: StaffRequest, house: House) -> list[Stay]:
    stays = []
    for one in roll_of(house, request.user, timezone.localdate()):
        one.place.stay.case = one.place.case
        stays.append(one.place.stay)
    return stays


@page(needs=Permission.WORK_IN_SHELTER, methods=("GET",))
def day(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See what happened today and what is still to do, on one page for the whole shift."""
    house = _house(request, pk)
    context = {
        "house": house, "day": day_of(house, request.user), "today": timezone.localdate(),
        "writes": allows(request.user.role, WHERE, Act.CHANGE),
        "sees_health": allows(request.user.role, HEALTH, Act.VIEW),
    }  # fmt: skip
    return render(request, "shelter/day.html", context)


@page(needs=Permission.WORK_IN_SHELTER)
def meal(request: StaffRequest, pk: UUID, which: str) -> HttpResponse:
    """Write down how many plates there were, and which diets."""
    house = _house(request, pk)
    if which not in MealKind.values:
        raise Http404
    known = Meal.objects.filter(house=house, on=timezone.localdate(), which=which).first()
    form = MealForm(request.POST or None, initial=MealForm.of(known) if known else {})
    back = reverse("shelter:day", args=[pk])

    def act() -> str:
        given = dict(form.cleaned_data)
        expected = given.pop("version")
        save_meal(house=house, which=which, by=request.user, expected=expected, **given)
        return back

    context = {"heading": MealKind(which).label, "back": back}
    return ask(request, form, act, context, plain(request, EDIT), start=MealForm.of)


@page(needs=Permission.WORK_IN_SHELTER)
def happening_new(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Somebody goes to school, has a visitor, or speaks on the phone."""
    house = _house(request, pk)
    if kind not in HAPPENINGS:
        raise Http404
    form = HAPPENINGS[kind](request.POST or None, user=request.user, about=pk)
    form.let_choose(stay=_residents(request, house))
    back = reverse("shelter:day", args=[pk])

    def act() -> str:
        write_happening(kind=kind, by=request.user, **form.cleaned_data)
        return back

    context = {"heading": HappeningKind(kind).label, "back": back}
    return ask(request, form, act, context, plain(request, EDIT))


@page(needs=Permission.WORK_IN_SHELTER, methods=("POST",))
def happening_end(request: StaffRequest, pk: UUID, happening: UUID) -> HttpResponse:
    """Back from school, or the visitor has gone."""
    house = _house(request, pk)
    rows: Any = Happening.objects.open_to(request.user).select_related("case")
    here = Stay.objects.filter(places__bed__bedroom__house=house)  # in one bed of it or several
    one = get_object_or_404(rows, pk=happening, stay__in=here.values("pk"))
    end_happening(happening=one, by=request.user)
    return redirect("shelter:day", pk)


@page(needs=Permission.WORK_IN_SHELTER)
def activity_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down what was done together and who was there."""
    house = _house(request, pk)
    residents = _residents(request, house)
    form = ActivityForm(request.POST or None, user=request.user, about=pk)
    form.let_choose(came=residents)
    back = reverse("shelter:day", args=[pk])

    def act() -> str:
        hold_activity(house=house, residents=residents, by=request.user, **form.cleaned_data)
        return back

    context = {"heading": _("What was done together"), "back": back}
    return ask(request, form, act, context, plain(request, EDIT))


def _medicine(request: StaffRequest, pk: UUID) -> Any:
    """One that is open as health and as whereabouts."""
    rows: Any = Medicine.objects.open_to(request.user).select_related("case", "stay")
    return get_object_or_404(rows, pk=pk, stay__in=Stay.objects.open_to(request.user))


@page(needs=Permission.WORK_IN_SHELTER)
def dose(request: StaffRequest, pk: UUID, medicine: UUID, at: str) -> HttpResponse:
    """Write down that a dose was taken, or why it was not."""
    _house(request, pk)
    shown = _medicine(request, medicine)
    if at not in shown.times:
        raise Http404
    back = reverse("shelter:day", args=[pk])
    form = DoseForm(request.POST or None, initial={"state": DoseState.TAKEN})

    def act() -> str:
        give_dose(medicine=shown, at=at, by=request.user, **form.cleaned_data)
        return back

    context = {
        "heading": f"{at} · {shown.case.code}", "back": back,
        "lead": f"{shown.what}, {shown.dose}",
    }  # fmt: skip
    return ask(request, form, act, context, plain(request, EDIT))


@page(needs=Permission.WORK_IN_SHELTER)
def medicine_new(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down a medicine of somebody who lives here, with its hours."""
    ground = stand(request, code, pk)
    if not (ground.works and ground.file.sees(HEALTH) and ground.stay.lives_here):
        raise Http404
    start = {"from_on": timezone.localdate()}
    form = MedicineForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        given = {**form.cleaned_data, "times": form.hours()}
        plan_medicine(stay=ground.stay, by=request.user, **given)
        return ground.address()

    context = {"heading": _("Medicine"), "button": _("Save"), "back": ground.address()}
    return ask(request, form, act, context, ground.draw("shelter/stay_form.html"))


@page(needs=Permission.WORK_IN_SHELTER, methods=("POST",))
def medicine_stop(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """It is not taken any more."""
    file = open_file(request, code, needs=WHERE, look=False)
    shown = _medicine(request, pk)
    if shown.case_id != file.case.pk:
        raise Http404
    try:
        stop_medicine(medicine=shown, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("cases:stay", code, shown.stay_id)
