"""Hearings: entered in the file of a case, looked at by whoever goes there, and how they went."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import compartments_open_to, reach_of
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.calendar.reminding import Standing, standings
from kimbilio.justice.actions.hearings import (
    call_off_hearing,
    change_hearing,
    end_hearing,
    set_hearing,
)
from kimbilio.justice.models import Hearing
from kimbilio.justice.queries import clashes_of, comes, county_of
from kimbilio.web.forms import Side, both_sides, once
from kimbilio.web.justice.forms import HearingForm, OutcomeForm
from kimbilio.web.justice.ground import Ground, companions_on, lawyers_on, stand, stand_by
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.work.forms import VersionedForm


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Enter a day in court."""
    ground = stand(request, code, pk, writes=True)
    matter = ground.matter
    start = {
        "court": matter.court, "county": county_of(matter), "held_by": str(matter.responsible_id),
        "person_comes": True,
    }  # fmt: skip
    form = _form(ground, start)

    def act() -> str:
        made = set_hearing(matter=matter, day=form.day(), by=request.user)
        _warn(request, made)
        return reverse("justice:hearing", args=[made.pk])

    return ground.ask(form, act, {"heading": pgettext("court", "Hearing"), "button": _("Enter it")})


@page(needs=Permission.WORK_ON_CASE)
def change(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Enter another day, court or companion."""
    rows = Hearing.objects.select_related("held_by", "companion")
    ground, shown = stand_by(request, code, rows, pk, writes=True)
    if not shown.is_planned:
        raise Http404
    form = _form(ground, HearingForm.of(shown), shown)

    def act() -> str:
        expected = form.cleaned_data["version"]
        change_hearing(hearing=shown, day=form.day(), by=request.user, expected=expected)
        _warn(request, shown)
        return reverse("justice:hearing", args=[shown.pk])

    context = {"heading": pgettext("court", "Hearing"), "button": _("Save")}
    return ground.ask(form, act, context, start=HearingForm.of)


def _form(ground: Ground, start: dict[str, Any], shown: Hearing | None = None) -> HearingForm:
    request = ground.request
    about = shown.pk if shown else ground.matter.pk
    form = HearingForm(request.POST or None, user=request.user, about=about, initial=start)
    lawyers, companions = lawyers_on(ground.file), companions_on(ground.file)
    lawyers += [one for one in (shown and shown.held_by, ground.matter.responsible) if one]
    companions += [shown.companion] if shown and shown.companion else []
    return form.offer(list(dict.fromkeys(lawyers)), list(dict.fromkeys(companions)))


def _warn(request: StaffRequest, hearing: Hearing) -> None:
    if clashes_of(hearing):
        messages.warning(request, _("Saved. It clashes with another hearing: see below."))
    else:
        messages.success(request, _("Saved."))


@page(needs=Permission.WORK_ON_CASE)
def hearing(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See one hearing, and once it is behind us say how it went."""
    shown = _mine(request, pk)
    opened = compartments_open_to(request.user, shown.case)
    sees = Compartment.LEGAL in opened
    may_change = Compartment.LEGAL in compartments_open_to(request.user, shown.case, Act.CHANGE)
    may_write = may_change and shown.case.is_open and shown.matter.is_open
    if request.method == "POST" and not may_write:
        raise Http404
    if request.method == "GET":
        part = Compartment.LEGAL if sees else Compartment.OUTLINE
        trail.record(Event.CASE_OPENED, by=request.user, on=shown.case, part=str(part))
    start = {"version": shown.version}
    off = VersionedForm(
        request.POST if "off" in request.POST else None, initial=start, auto_id="off_%s"
    )
    if off.is_valid() and (answer := once(request, off, lambda: _call_off(request, shown, off))):
        return answer
    typed = None if off.is_bound else request.POST or None
    form = OutcomeForm(typed, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        made = end_hearing(hearing=shown, by=request.user, expected=expected, **said)
        _warn(request, made or shown)
        return reverse("justice:hearing", args=[shown.pk])

    sides: list[Side] = []
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        if answer := once(request, form, act):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            sides, status = both_sides(form, _as_it_stands(newer), newer.version), 409
    context = {
        "hearing": shown, "case": shown.case, "sees": sees, "form": form, "off": off,
        "writes": may_write and shown.is_planned,
        "sides": sides, "comes": comes(shown), "clashes": clashes_of(shown),
        "reminder": _reminder(shown) if sees else None,
        "next": shown.followed_by.order_by("starts_at").first() if sees else None,
    }  # fmt: skip
    return render(request, "justice/hearing.html", context, status=status)


def _call_off(request: StaffRequest, shown: Hearing, form: VersionedForm) -> str:
    call_off_hearing(
        hearing=shown, by=request.user, expected=form.cleaned_data["version"] or shown.version
    )
    messages.success(request, _("The hearing is called off."))
    return reverse("cases:matter", args=[shown.case.code, shown.matter_id])


def _reminder(shown: Hearing) -> Standing | None:
    """How the reminder of the person stands, while the hearing is to come."""
    if shown.is_over:
        return None
    case = shown.case_id
    coming = {case} if shown.is_planned and comes(shown) else set()
    return standings([case], shown.pk, shown.starts_at, coming=coming)[case]


def _mine(request: StaffRequest, pk: UUID) -> Hearing:
    """A hearing whose case has its legal part open to me, or to which I go along."""
    rows = Hearing.objects.select_related("case", "matter", "held_by", "companion")
    legal = Hearing.objects.open_to(request.user).filter(pk=pk)
    goes = Q(held_by=request.user) | Q(companion=request.user)
    along = goes & reach_of(request.user).tied("case__")
    found: Hearing = get_object_or_404(rows.filter(Q(pk__in=legal.values("pk")) | along), pk=pk)
    return found


def _as_it_stands(theirs: Hearing) -> dict[str, Any]:
    return {"outcome": theirs.outcome, "reason": theirs.reason, "words": theirs.words}
