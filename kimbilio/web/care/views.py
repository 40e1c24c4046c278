"""The services of one case, and the rooms of the organisation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.care.actions import save_room
from kimbilio.care.models import Room
from kimbilio.care.queries import cards_of, services_in
from kimbilio.care.registry import all_services, compartments
from kimbilio.web.care.forms import RoomForm
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import both_sides, once
from kimbilio.web.pages import StaffRequest, page

AT_ONCE = 3  # services whose cards one answer draws: each costs a query or two


@page(needs=Permission.SEE_CASES, methods=("GET",))
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """See which services help in this case, how far each has come, and ask for another.

    Each service is asked by itself, so a page asks three of them; ``?rest=1`` is the others, which
    come by themselves after the page or by a link.
    """
    file = open_file(request, code)
    if not compartments() & file.opened:
        raise Http404
    found, is_rest = services_in(request.user, file.case), bool(request.GET.get("rest"))
    asked = found[AT_ONCE:] if is_rest else found[:AT_ONCE]
    cards = [
        (card, reverse(card.url_name, args=[code, card.pk] if card.pk else [code]))
        for card in cards_of(request.user, file.case, asked)
    ]
    works = holds(request.user.role, Permission.WORK_ON_CASE)
    context = {
        "cards": cards,
        "has_more": not is_rest and len(found) > AT_ONCE,
        "asks": [] if is_rest else _asks(file),
        "may_remind": works and file.sees(Compartment.IDENTITY),
        "may_link": works and file.sees(Compartment.STORY),
    }
    if is_rest and request.htmx:
        return render(request, "care/_cards.html", {"file": file, "case": file.case, **context})
    return render_file(request, file, "services", "care/of_case.html", context)


def _asks(file: CaseFile) -> list[dict[str, Any]]:
    """What can be asked for here."""
    if not (file.writes and file.case.is_open):
        return []
    return [
        {
            "label": service.kind.label,
            "icon": service.icon,
            "url": reverse(service.ask_url, args=[file.case.code]),
        }
        for service in all_services()
        if file.sees(service.compartment)
    ]


@page(needs=Permission.MANAGE_SETTINGS, methods=("GET",))
def rooms(request: StaffRequest) -> HttpResponse:
    """See the rooms in which sessions take place."""
    return render(
        request, "care/rooms.html", {"rooms": Room.objects.order_by("-is_active", "name")}
    )


@page(needs=Permission.MANAGE_SETTINGS)
def room(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a room, or change one."""
    known = get_object_or_404(Room, pk=pk) if pk else None
    start = RoomForm.of(known) if known else {"is_active": True, "places": 2}
    form = RoomForm(request.POST or None, user=request.user, initial=start)

    def save() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        save_room(room=known, by=request.user, expected=expected, **answers)
        messages.success(request, _("Saved."))
        return reverse("rooms:index")

    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            sides, status = both_sides(form, RoomForm.of(newer), newer.version), 409
    context = {"form": form, "title": _("Room"), "sides": sides, "back": "rooms:index"}
    return render(request, "settings/edit.html", context, status=status)
