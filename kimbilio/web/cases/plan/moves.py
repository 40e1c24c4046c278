"""Moving a step to another day after seeing what moves along, and finding another way."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.cases.actions.plan.dates import Redating, move_step, preview_move
from kimbilio.cases.actions.plan.ways import replan_step
from kimbilio.web.cases.plan.forms import MoveForm, StepForm
from kimbilio.web.cases.plan.shell import open_plan
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.WORK_ON_CASE)
def move(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Choose another day, see what moves along, say yes."""
    opened = open_plan(request, code)
    opened.must_change()
    shown = opened.step(number)
    if not shown.step.is_open:
        return redirect(opened.address(number))
    asked = (
        request.POST if request.method == "POST" else request.GET if "to" in request.GET else None
    )
    form = MoveForm(asked, initial={"to": shown.step.due_on})
    along: list[Redating] | None = None
    if form.is_valid():
        to = form.cleaned_data["to"]
        if request.method == "POST":
            confirmed = _confirmed(request.POST.getlist("along"))

            def act() -> str:
                move_step(step=shown.step, to=to, confirmed=confirmed, by=request.user)
                messages.success(request, _("Step %(number)s has moved.") % {"number": number})
                return opened.address(number)

            if done := once(request, form, act):
                return done
        along = preview_move(shown.step, to) if to else []
    before = [
        other for other in shown.blocked_by
        if along is not None and form.cleaned_data.get("to") and other.step.due_on
        and other.step.due_on > form.cleaned_data["to"]
    ]  # fmt: skip
    wrong = form.is_bound and bool(form.errors)
    context = {"form": form, "shown": shown, "along": along, "before": before}
    return opened.show("_move", context, status=422 if wrong else 200)


def _confirmed(lines: list[str]) -> dict[int, date]:
    """The days that were on the screen: ``8:2026-04-16`` each. What cannot be read agrees to nothing."""
    agreed = {}
    for line in lines[:500]:
        number, _colon, day = line.partition(":")
        try:
            parsed = parse_date(day)
        except ValueError:
            parsed = None
        if number.isdecimal() and parsed:
            agreed[int(number)] = parsed
    return agreed


@page(needs=Permission.WORK_ON_CASE)
def another_way(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Put a new step in the place of one that was declined or did not work out."""
    opened = open_plan(request, code)
    opened.must_change()
    shown = opened.step(number)
    row = shown.step
    if not row.is_broken or shown.replaced_by:
        return redirect(opened.address(number))
    form = StepForm(
        request.POST or None,
        user=request.user,
        about=f"way-{row.pk}",
        people=opened.people(row.owner),
        plan=opened.plan,
        without=("phase", "goal", "waits_for", "version"),
        initial={"service": row.service, "owner": row.owner_id or request.user.pk},
    )
    if form.is_valid():

        def act() -> str:
            new = replan_step(step=row, by=request.user, **form.cleaned_data)
            words = _("Step %(new)s takes the place of step %(old)s.")
            messages.success(request, words % {"new": new.number, "old": number})
            if new.due_on and preview_move(new, new.due_on):
                where = reverse("cases:plan_move", args=[opened.case.code, new.number])
                return f"{where}?to={new.due_on.isoformat()}#panel"
            return opened.address(new.number)

        if done := once(request, form, act):
            return done
    context = {"form": form, "shown": shown}
    return opened.show("_another_way", context, status=422 if form.is_bound else 200)
