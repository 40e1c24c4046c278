"""One step of a plan: its panel, the person's wish, where it stands, what it waits for, its place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.care.queries import cards_of_step
from kimbilio.cases.actions.plan import links, states, wishes
from kimbilio.cases.actions.plan.steps import reorder
from kimbilio.cases.plan_choices import Phase, StepStatus, Wish
from kimbilio.cases.queries.plan import PlanStep
from kimbilio.kernel.errors import DomainError
from kimbilio.web.cases.plan.forms import StatusForm, WishForm
from kimbilio.web.cases.plan.shell import PlanPage, open_plan
from kimbilio.web.cases.plan.words import MOVED_ON
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page


def show_step(
    opened: PlanPage,
    shown: PlanStep,
    *,
    wish_form: WishForm | None = None,
    status_form: StatusForm | None = None,
) -> HttpResponse:
    """The page with the panel of one step, and the form that was refused, if one was."""
    row = shown.step
    is_wrong = wish_form is not None or status_form is not None
    others = [
        other
        for other in opened.plan.steps
        if other.number != shown.number
        and other not in shown.waits_for
        and other not in shown.blocks
        and other.step.is_open
    ]
    context = {
        "shown": shown,
        "wish_form": wish_form or _wish_form(opened, shown, None),
        "status_form": status_form or StatusForm(),
        "needs_reason": row.phase == Phase.SAFETY and row.wish == Wish.NOT_ASKED,
        "could_wait_for": others,
        "cards": cards_of_step(opened.request.user, row),
    }
    return opened.show("_step", context, status=422 if is_wrong else 200)


def _wish_form(opened: PlanPage, shown: PlanStep, data: Any) -> WishForm:
    row = shown.step
    return WishForm(
        data,
        user=opened.request.user,
        about=row.pk,
        people=opened.people(row.asks, row.owner),
        is_minor=bool(opened.case.is_minor),
        initial={
            "wish": "" if row.wish == Wish.NOT_ASKED else row.wish,
            "ask_again_on": row.ask_again_on,
            "asks": row.asks_id or row.owner_id or "",
        },
    )


@page(needs=Permission.WORK_ON_CASE)
def wish(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Record what the person says about this step today."""
    opened = open_plan(request, code)
    shown = opened.step(number)
    if request.method != "POST":
        return redirect(opened.address(number))
    opened.must_change()
    form = _wish_form(opened, shown, request.POST)
    if form.is_valid():

        def act() -> str:
            wishes.record_wish(step=shown.step, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("The wish on step %(number)s is kept.") % {"number": number}
            )
            return opened.address(number)

        if done := once(request, form, act):
            return done
    return show_step(opened, shown, wish_form=form)


@page(needs=Permission.WORK_ON_CASE)
def status(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Move the step on; a step that breaks others leads straight to finding another way."""
    opened = open_plan(request, code)
    shown = opened.step(number)
    if request.method != "POST":
        return redirect(opened.address(number))
    opened.must_change()
    form = StatusForm(request.POST)
    if form.is_valid():
        to, words = StepStatus(form.cleaned_data["to"]), form.cleaned_data["words"]

        def act() -> str:
            blocked = _move(shown, to, words, request.user)
            messages.success(request, MOVED_ON[to] % {"number": number})
            return opened.address(number, "plan_another_way" if blocked else "plan_step")

        if done := once(request, form, act):
            return done
    return show_step(opened, shown, status_form=form)


def _move(shown: PlanStep, to: StepStatus, words: str, user: Any) -> bool:
    """Do it; true when other steps are blocked by it now."""
    row = shown.step
    if to == StepStatus.DECLINED:
        return bool(states.decline_step(step=row, outcome=words, by=user))
    if to == StepStatus.FAILED:
        return bool(states.fail_step(step=row, outcome=words, by=user))
    if to == StepStatus.DROPPED:
        states.drop_step(step=row, outcome=words, by=user)
    elif to == StepStatus.PLANNED or row.status == StepStatus.DONE:
        states.take_up_step(step=row, by=user)
    elif to == StepStatus.DONE:
        states.finish_step(step=row, outcome=words, reason=words, by=user)
    else:
        states.start_step(step=row, reason=words, by=user)
    return False


def _small_change(
    request: StaffRequest, code: str, number: int, act: Callable[[PlanPage, PlanStep], None]
) -> HttpResponse:
    """One press of a button on a step, and back to it; a broken rule becomes a message."""
    opened = open_plan(request, code)
    shown = opened.step(number)
    if request.method == "POST":
        opened.must_change()
        try:
            act(opened, shown)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
    return redirect(opened.address(number))


@page(needs=Permission.WORK_ON_CASE)
def link(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Let this step wait for another one, or wait no longer."""

    def act(opened: PlanPage, shown: PlanStep) -> None:
        add, remove = request.POST.get("add", ""), request.POST.get("remove", "")
        chosen = add or remove
        if not chosen.isdecimal() or len(chosen) > 5:
            return
        other = opened.step(int(chosen)).step
        change = links.link_steps if add else links.unlink_steps
        change(step=shown.step, waits_for=other, by=request.user)

    return _small_change(request, code, number, act)


@page(needs=Permission.WORK_ON_CASE)
def place(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Move the step one place up or down in its phase."""

    def act(opened: PlanPage, shown: PlanStep) -> None:
        phase = next(p for p in opened.plan.phases if p.phase == shown.step.phase)
        order = [step.number for step in phase.steps]
        if number not in order:
            return
        at = order.index(number)
        to = at - 1 if request.POST.get("to") == "up" else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
        everyone = [*order, *(step.number for step in phase.set_aside)]
        reorder(case=opened.case, phase=phase.phase, numbers=everyone, by=request.user)

    return _small_change(request, code, number, act)
