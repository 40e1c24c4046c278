"""The evening in a house on a phone: roll call, book and hand-over, incidents."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Permission
from kimbilio.access.matrix import allows, holds
from kimbilio.shelter.actions.evenings import (
    act_on_incident,
    close_incident,
    mark_evening,
    take_over,
    write_incident,
    write_log,
)
from kimbilio.shelter.choices import Evening
from kimbilio.shelter.errors import SaidOtherwise
from kimbilio.shelter.models import House, Incident, LogEntry
from kimbilio.shelter.queries import book_of, incidents_of, roll_of
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shelter.forms import ActionForm, IncidentForm, LogForm, key_of
from kimbilio.web.shelter.ground import WHERE, ask, plain


def _house(request: StaffRequest, pk: UUID) -> House:
    found: House = get_object_or_404(House.objects.open_to(request.user), pk=pk)
    return found


@page(needs=Permission.WORK_IN_SHELTER)
def roll(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Call everybody in the house, one tap each; a second tap corrects the first."""
    house = _house(request, pk)
    today = timezone.localdate()
    called = roll_of(house, request.user, today)
    if request.method == "POST":
        key, mark, seen, *_rest = [*request.POST.get("mark", "").split(), "", "", ""]
        wanted = key_of(key)
        one = next((one for one in called if one.place.stay_id == wanted), None)
        if one is not None:
            stay = one.place.stay
            stay.case = one.place.case
            known = int(seen) if seen.isdecimal() else None
            try:
                mark_evening(stay=stay, mark=mark, by=request.user, seen=known)
            except SaidOtherwise as refusal:
                messages.warning(request, str(refusal.message))
        return redirect(f"{reverse('shelter:roll', args=[pk])}#s-{key if one else ''}")
    context = {
        "house": house, "called": called, "marks": Evening.choices, "today": today,
        "done": sum(one.mark is not None for one in called),
        "calls": allows(request.user.role, WHERE, Act.CHANGE),
    }  # fmt: skip
    return plain(request, "shelter/roll.html")(context, 200)


@page(needs=Permission.WORK_IN_SHELTER)
def book(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read the book of a house, write into it, and leave a word for the next shift."""
    house = _house(request, pk)
    form = LogForm(request.POST or None, user=request.user, about=pk)

    def act() -> str:
        write_log(house=house, by=request.user, **form.cleaned_data)
        return reverse("shelter:book", args=[pk])

    context = {
        "house": house, "entries": book_of(house, request.user),
        "incidents": incidents_of(request.user, house),
    }  # fmt: skip
    return ask(request, form, act, context, plain(request, "shelter/book.html"))


@page(needs=Permission.WORK_IN_SHELTER, methods=("POST",))
def take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """I have read what the shift before left for me."""
    rows = LogEntry.objects.open_to(request.user).select_related("house")
    entry: LogEntry = get_object_or_404(rows, pk=pk)
    take_over(entry=entry, by=request.user)
    return redirect("shelter:book", entry.house_id)


@page(needs=Permission.WORK_IN_SHELTER)
def incident_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down what went wrong in a house."""
    house = _house(request, pk)
    start = {"happened_at": timezone.localtime()}
    form = IncidentForm(request.POST or None, user=request.user, about=pk, initial=start)
    stays = []
    for one in roll_of(house, request.user, timezone.localdate()):
        one.place.stay.case = one.place.case
        stays.append(one.place.stay)
    form.let_choose(stay=stays)

    def act() -> str:
        made = write_incident(house=house, by=request.user, **form.cleaned_data)
        return reverse("shelter:incident", args=[made.pk])

    context = {
        "heading": _("Write down an incident"), "back": reverse("shelter:book", args=[pk]),
    }  # fmt: skip
    return ask(request, form, act, context, plain(request, "shelter/edit.html"))


@page(needs=Permission.WORK_IN_SHELTER)
def incident(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read an incident, and say what was done about it."""
    rows = Incident.objects.open_to(request.user)
    shown: Incident = get_object_or_404(
        rows.select_related("house", "stay__case", "written_by", "closed_by"), pk=pk
    )
    form = ActionForm(request.POST or None)

    def act() -> str:
        act_on_incident(incident=shown, by=request.user, **form.cleaned_data)
        return reverse("shelter:incident", args=[pk])

    context = {
        "incident": shown,
        "actions": shown.actions.select_related("done_by").order_by("done_at", "id"),
        "closes": holds(request.user.role, Permission.MANAGE_SHELTER) and shown.closed_at is None,
    }
    return ask(request, form, act, context, plain(request, "shelter/incident.html"))


@page(needs=Permission.MANAGE_SHELTER, methods=("POST",))
def incident_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Nothing is left to be done about it."""
    shown: Incident = get_object_or_404(Incident.objects.open_to(request.user), pk=pk)
    close_incident(incident=shown, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("shelter:incident", pk)
