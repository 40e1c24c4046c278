"""What is to be done: of one case in its file, and all of my own tasks."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.cases.actions.follow_up import (
    best_contact,
    give_up_call,
    plan_call,
    plan_calls,
    reschedule_call,
    this_organisation_days,
)
from kimbilio.cases.models import Appointment, Case, FollowUpCall, Task
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState
from kimbilio.web.cases.calls import contacts_of
from kimbilio.web.day.lines import CallLine, Slot, address_of
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.work.forms import GiveUpForm, MoveCallForm, PlanCallForm, SeriesForm
from kimbilio.web.work.ground import Ground, stand

MOST = 40


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """See what is to be done for one case, and add to it."""
    ground = stand(request, code)
    user, case = request.user, ground.case
    calls = FollowUpCall.objects.open_in(case, user).filter(state__in=OPEN_CALLS)
    tasks = Task.objects.open_in(case, user).undone()
    meetings = Appointment.objects.open_in(case, user).filter(state=AppointmentState.PLANNED)
    rows = meetings.select_related("case", "owner").order_by("starts_at", "id")
    context = {
        "calls": [
            CallLine(call)
            for call in calls.select_related("contact", "owner").order_by("due_at", "id")[:MOST]
        ],
        "tasks": tasks.select_related("owner").order_by("due_on", "id")[:MOST],
        "slots": [Slot(m.starts_at, appointment=m, viewer_role=user.role) for m in rows[:MOST]],
        "may_call": bool(ground.file and ground.file.changes(Compartment.STORY)),
    }
    return ground.show("work/case.html", context)


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def my_tasks(request: StaffRequest) -> HttpResponse:
    """All my tasks: those to be done, or those done."""
    done = request.GET.get("done") == "1"
    tasks = Task.objects.open_to(request.user).filter(owner=request.user).select_related("case")
    tasks = tasks.filter(done_at__isnull=not done)
    order: tuple[str, ...] = ("-done_at", "-id") if done else ("due_on", "id")
    shown = keyset_page(tasks, by=order, after=request.GET.get("after", ""))
    context = {
        "tasks": [(task, address_of(task)) for task in shown],
        "next": shown.next,
        "done": done,
    }
    return render(request, "day/tasks.html", context)


@page(needs=Permission.WORK_ON_CASE)
def new_call(request: StaffRequest, code: str) -> HttpResponse:
    """Plan one call within the safe hours."""
    ground, case = _calling(request, code)
    best = best_contact(case)
    form = PlanCallForm(
        request.POST or None, user=request.user, about=case.pk,
        initial={"contact": str(best.pk) if best else ""},
    )  # fmt: skip
    form.fields["contact"].offer(contacts_of(case))  # type: ignore[attr-defined]
    form.fields["owner"].offer(ground.people(), request.user)  # type: ignore[attr-defined]

    def act() -> str:
        plan_call(case=case, by=request.user, **form.cleaned_data)
        return ground.address()

    return ground.ask(form, act, {"heading": _("Plan a call"), "button": _("Plan")})


@page(needs=Permission.WORK_ON_CASE)
def new_series(request: StaffRequest, code: str) -> HttpResponse:
    """Plan the follow-up calls of the coming months at once."""
    ground, case = _calling(request, code)
    best = best_contact(case)
    start = {
        "start": timezone.localdate(),
        "days": ", ".join(map(str, this_organisation_days())),
        "contact": str(best.pk) if best else "",
    }
    form = SeriesForm(request.POST or None, initial=start)
    form.fields["contact"].offer(contacts_of(case))  # type: ignore[attr-defined]
    lead = case.lead
    form.fields["owner"].offer(ground.people(lead), lead or request.user)  # type: ignore[attr-defined]

    def act() -> str:
        plan_calls(case=case, by=request.user, **form.cleaned_data)
        return ground.address()

    return ground.ask(form, act, {"heading": _("Plan follow-up calls"), "button": _("Plan")})


def _calling(request: StaffRequest, code: str) -> tuple[Ground, Case]:
    """The ground of a page about calls: an open case whose story one may write."""
    ground = stand(request, code, writes=True)
    if ground.file is None or not ground.file.changes(Compartment.STORY):
        raise Http404
    return ground, ground.file.case


def _call(request: StaffRequest, ground: Ground, pk: UUID) -> FollowUpCall:
    calls = FollowUpCall.objects.open_in(ground.case, request.user)
    shown = calls.select_related("case", "contact", "owner")
    call: FollowUpCall = get_object_or_404(shown, pk=pk)
    return call


@page(needs=Permission.WORK_ON_CASE)
def follow_up(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Make a planned call at another time, hand it on, or try no more."""
    ground, _case = _calling(request, code)
    shown = _call(request, ground, pk)
    form = MoveCallForm(request.POST or None, initial=MoveCallForm.of(shown))
    form.fields["owner"].offer(ground.people(shown.owner))  # type: ignore[attr-defined]

    def act() -> str:
        answers = form.cleaned_data
        reschedule_call(
            call=shown, due_at=answers["due_at"], owner=answers["owner"], by=request.user,
            expected=answers["version"],
        )  # fmt: skip
        return ground.address()

    context = {"line": CallLine(shown), "give_up_form": GiveUpForm()}
    return ground.ask(form, act, context, template="work/call.html", start=MoveCallForm.of)


@page(needs=Permission.WORK_ON_CASE)
def give_up(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Try no more, and say why."""
    ground, _case = _calling(request, code)
    shown = _call(request, ground, pk)
    if request.method != "POST":
        return redirect(reverse("cases:follow_up", args=[code, pk]))
    form = GiveUpForm(request.POST)

    def act() -> str:
        give_up_call(
            call=shown, reason=form.cleaned_data["reason"], by=request.user,
            expected=form.cleaned_data["version"],
        )  # fmt: skip
        return ground.address()

    move = MoveCallForm(initial=MoveCallForm.of(shown))
    move.fields["owner"].offer(ground.people(shown.owner))  # type: ignore[attr-defined]
    context = {"line": CallLine(shown), "give_up_form": form, "move_form": move}
    return ground.ask(form, act, context, template="work/call.html")
