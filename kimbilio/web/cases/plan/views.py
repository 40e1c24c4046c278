"""The plan of a case: looking at it, adding to it, saying a step in other words."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.cases.actions.plan import goals, sets, steps
from kimbilio.cases.models import Goal, ReadyStep
from kimbilio.cases.plan_choices import Phase
from kimbilio.cases.queries.plan import Plan
from kimbilio.web.cases.plan.forms import AddSetForm, GoalForm, StepForm
from kimbilio.web.cases.plan.one_step import show_step
from kimbilio.web.cases.plan.shell import open_plan
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.SEE_CASES, methods=("GET",))
def plan(request: StaffRequest, code: str) -> HttpResponse:
    """See the path, what is next, and what waits for what."""
    return open_plan(request, code).show()


@page(needs=Permission.SEE_CASES, methods=("GET",))
def step(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Look at one step: the person's wish, where it stands, what it waits for."""
    opened = open_plan(request, code)
    return show_step(opened, opened.step(number))


@page(needs=Permission.WORK_ON_CASE)
def new_step(request: StaffRequest, code: str) -> HttpResponse:
    """Add a step."""
    opened = open_plan(request, code)
    opened.must_change()
    current = opened.plan.current
    phase = request.GET.get("phase", current.phase if current else Phase.SAFETY)
    form = StepForm(
        request.POST or None,
        user=request.user,
        about=opened.case.pk,
        people=opened.people(),
        plan=opened.plan,
        without=("version",),
        initial={"phase": phase, "owner": request.user.pk},
    )
    if form.is_valid():
        answers = dict(form.cleaned_data)
        numbers = [int(number) for number in answers.pop("waits_for", [])]
        answers["waits_for"] = [opened.step(number).step for number in numbers]

        def act() -> str:
            made = steps.add_step(case=opened.case, by=request.user, **answers)
            messages.success(
                request, _("Step %(number)s is in the plan.") % {"number": made.number}
            )
            return opened.address(made.number)

        if done := once(request, form, act):
            return done
    return opened.show("_step_form", {"form": form}, status=422 if form.is_bound else 200)


@page(needs=Permission.WORK_ON_CASE)
def edit(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """Say a step in other words, or give it to somebody else."""
    opened = open_plan(request, code)
    opened.must_change()
    shown = opened.step(number)
    row = shown.step
    now = {
        "title": row.title, "detail": row.detail, "phase": row.phase, "service": row.service,
        "goal": row.goal_id or "", "owner": row.owner_id or "", "partner": row.partner,
        "version": row.version,
    }  # fmt: skip
    form = StepForm(
        request.POST or None,
        user=request.user,
        about=row.pk,
        people=opened.people(row.owner),
        plan=opened.plan,
        without=("due_on", "waits_for"),
        initial=now,
    )
    theirs = None
    if form.is_valid():
        answers = dict(form.cleaned_data)
        expected = answers.pop("version") or row.version

        def act() -> str:
            steps.edit_step(step=row, expected=expected, by=request.user, **answers)
            return opened.address(number)

        if done := once(request, form, act):
            return done
        if expected != row.version:  # somebody was faster: both versions, and a second try
            theirs = row
            form.data = {**request.POST.dict(), "version": str(row.version)}
    context = {"form": form, "shown": shown, "theirs": theirs}
    return opened.show("_step_form", context, status=422 if form.is_bound else 200)


def _goal_of(plan: Plan, pk: UUID) -> Goal:
    """The goal among those that came with the plan."""
    for phase in plan.phases:
        for one in phase.goals:
            if one.pk == pk:
                return one
    raise Http404


@page(needs=Permission.WORK_ON_CASE)
def goal(request: StaffRequest, code: str, pk: UUID | None = None) -> HttpResponse:
    """Write down what the person wants to reach, or that it is reached."""
    opened = open_plan(request, code)
    opened.must_change()
    known = _goal_of(opened.plan, pk) if pk else None
    initial: dict[str, Any] = {"phase": request.GET.get("phase", Phase.SAFETY)}
    if known:
        initial = {
            "title": known.title, "phase": known.phase, "is_reached": known.is_reached,
            "version": known.version,
        }  # fmt: skip
    form = GoalForm(
        request.POST or None,
        user=request.user,
        about=known.pk if known else opened.case.pk,
        initial=initial,
    )
    del form.fields["phase" if known else "is_reached"]
    if form.is_valid():
        answers = form.cleaned_data

        def act() -> str:
            if known:
                goals.edit_goal(
                    goal=known, expected=answers["version"] or known.version, by=request.user,
                    title=answers["title"], is_reached=answers["is_reached"],
                )  # fmt: skip
            else:
                goals.add_goal(
                    case=opened.case, phase=answers["phase"], title=answers["title"],
                    by=request.user,
                )  # fmt: skip
            return opened.address()

        if done := once(request, form, act):
            return done
    context = {"form": form, "goal": known}
    return opened.show("_goal_form", context, status=422 if form.is_bound else 200)


@page(needs=Permission.WORK_ON_CASE)
def ready_set(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Look at a ready-made set, then add its steps to the plan."""
    opened = open_plan(request, code)
    opened.must_change()
    rows = list(ReadyStep.objects.filter(ready_set=pk).select_related("ready_set"))
    if not rows or not rows[0].ready_set.is_active:
        raise Http404
    chosen = rows[0].ready_set
    form = AddSetForm(
        request.POST or None,
        user=request.user,
        people=opened.people(),
        initial={"starts_on": timezone.localdate(), "owner": request.user.pk},
    )
    if form.is_valid():

        def act() -> str:
            made = sets.add_ready_set(
                case=opened.case, ready_set=chosen, by=request.user, **form.cleaned_data
            )
            messages.success(request, _("%(n)d steps are in the plan.") % {"n": len(made)})
            return opened.address()

        if done := once(request, form, act):
            return done
    context = {"form": form, "ready": chosen, "rows": rows}
    return opened.show("_set_form", context, status=422 if form.is_bound else 200)
