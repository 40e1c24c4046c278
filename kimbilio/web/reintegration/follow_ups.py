"""Following somebody up: starting, the plan with the line over time, each follow-up, and ending."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.cases.models import Step
from kimbilio.cases.plan_choices import StepStatus
from kimbilio.partners.choices import Service
from kimbilio.reintegration.actions.follow_ups import (
    add_follow_up,
    drop_follow_up,
    end_reintegration,
    move_follow_up,
    start_reintegration,
)
from kimbilio.reintegration.actions.standings import record_standing
from kimbilio.reintegration.choices import FollowUpWay, Sign
from kimbilio.reintegration.dimensions import Dimension, questions_of
from kimbilio.reintegration.models import FollowUp, Reintegration
from kimbilio.reintegration.points import in_words
from kimbilio.reintegration.queries import open_silence, reintegration_rules, standings_of
from kimbilio.web.care.steps import steps_of
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.reintegration.drawing import chart_of
from kimbilio.web.reintegration.forms import (
    DropForm,
    EndForm,
    FollowUpForm,
    StandingForm,
    StartForm,
)
from kimbilio.web.reintegration.ground import Ground, stand, stand_by, workers_on

MOST = 60


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Begin to follow somebody up after they came home."""
    ground = stand(request, code)
    case = ground.file.case
    start = {
        "start_on": _came_home_on(ground) or timezone.localdate(),
        "points": reintegration_rules().points,
    }
    form = StartForm(request.POST or None, user=request.user, about=case.pk, initial=start)
    form.fields["responsible"].offer(workers_on(ground.file), case.lead)  # type: ignore[attr-defined]
    form.fields["step"].offer(steps_of(ground.file))  # type: ignore[attr-defined]

    def act() -> str:
        made = start_reintegration(case=case, by=request.user, **form.cleaned_data)
        return reverse("cases:reintegration", args=[code, made.pk])

    return ground.ask(form, act, {"heading": _("Life after the return"), "button": _("Follow up")})


def _came_home_on(ground: Ground) -> Any:
    """The day on which the last step of a return was done, if the plan has one."""
    kinds = [Service.REUNIFICATION, Service.REPATRIATION]
    done: Any = Step.objects.filter(
        case=ground.file.case, service__in=kinds, status=StepStatus.DONE
    )
    at = done.order_by("-ended_at").values_list("ended_at", flat=True).first()
    return timezone.localdate(at) if at else None


@page(needs=Permission.SEE_CASES, methods=("GET",))
def reintegration(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how the person stands over time, what is planned, and what warns."""
    ground = stand_by(request, code, Reintegration, pk)
    told = standings_of(ground.episode)
    rows = FollowUp.objects.filter(episode=pk).select_related("who", "call", "visit", "standing")
    planned = list(rows.order_by("due_at", "id")[:MOST])
    context = {
        "chart": chart_of(told), "told": told, "latest": told[-1] if told else None,
        "planned": planned, "silence": open_silence(ground.file.case.pk),
        "today": timezone.localdate(), "dimensions": list(Dimension),
        "signs": dict(Sign.choices), "fall_step": reintegration_rules().fall_step,
        "sees_tasks": True,
    }  # fmt: skip
    return ground.show("reintegration/episode.html", context)


@page(needs=Permission.WORK_ON_CASE)
def add(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Plan one more follow-up."""
    ground = stand_by(request, code, Reintegration, pk, writes=True)
    form = FollowUpForm(
        request.POST or None, user=request.user, about=pk, initial={"way": FollowUpWay.VISIT}
    )
    people = workers_on(ground.file, ground.episode.responsible)
    form.fields["who"].offer(people, ground.episode.responsible)  # type: ignore[attr-defined]

    def act() -> str:
        said = dict(form.cleaned_data)
        said.pop("version")
        add_follow_up(episode=ground.episode, by=request.user, **said)
        return ground.address()

    return ground.ask(form, act, {"heading": _("Plan a follow-up"), "button": _("Plan")})


@page(needs=Permission.WORK_ON_CASE)
def change(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Do a follow-up at another time or in another way, or let a colleague do it."""
    ground, shown = _follow_up(request, code, pk)
    start = FollowUpForm.of(shown)
    form = FollowUpForm(request.POST or None, user=request.user, about=pk, initial=start)
    people = workers_on(ground.file, shown.who)
    form.fields["who"].offer(people)  # type: ignore[attr-defined]

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        move_follow_up(follow_up=shown, by=request.user, expected=expected, **said)
        return ground.address()

    context = {"heading": _("Move the follow-up"), "button": _("Move"), "drop": shown}
    return ground.ask(form, act, context, start=FollowUpForm.of)


@page(needs=Permission.WORK_ON_CASE)
def drop(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Leave a follow-up out, with the reason."""
    ground, shown = _follow_up(request, code, pk)
    start = {"version": shown.version}
    form = DropForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = form.cleaned_data
        drop_follow_up(
            follow_up=shown, reason=said["reason"], by=request.user, expected=said["version"]
        )
        return ground.address()

    context = {"heading": _("Leave the follow-up out"), "button": _("Leave it out")}
    return ground.ask(form, act, context, start=lambda theirs: {"reason": theirs.why_dropped})


@page(needs=Permission.WORK_ON_CASE)
def do(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down how the person stands: three dimensions, safety, signs of risk, in words."""
    ground, shown = _follow_up(request, code, pk)
    start = {"version": shown.version}
    form = StandingForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        made = record_standing(follow_up=shown, by=request.user, **form.said())
        if made.is_warning:
            messages.warning(request, _("Warned: you and the lead have a task for today."))
        return ground.address()

    parts = [
        (kind.label, [form[f"q_{one.code}"] for one in questions_of(kind)]) for kind in Dimension
    ]
    context = {
        "heading": _("How does the person stand?"), "button": _("Save and count"),
        "parts": parts, "shown": shown, "point": in_words(shown.point),
        "call_waits": shown.call is not None and shown.call.is_open,
    }  # fmt: skip
    return ground.ask(form, act, context, template="reintegration/standing.html")


@page(needs=Permission.WORK_ON_CASE)
def end(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """End following somebody up."""
    ground = stand_by(request, code, Reintegration, pk, writes=True)
    start = {"version": ground.episode.version}
    form = EndForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        end_reintegration(episode=ground.episode, by=request.user, expected=expected, **said)
        messages.success(request, _("The follow-up has ended."))
        return ground.address()

    context = {"heading": _("End the follow-up"), "button": _("End the follow-up")}
    return ground.ask(form, act, context, start=_as_it_stands)


def _as_it_stands(theirs: Any) -> dict[str, Any]:
    return {"outcome": theirs.outcome, "summary": theirs.summary}


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def find(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Come from My day to a follow-up: its page stands in the file of its case."""
    rows: Any = FollowUp.objects.open_to(request.user).select_related("case")
    one = get_object_or_404(rows, pk=pk)
    if not one.is_planned:
        return redirect("cases:reintegration", one.case.code, one.episode_id)
    return redirect("cases:follow_up_do", one.case.code, one.pk)


def _follow_up(request: StaffRequest, code: str, pk: UUID) -> tuple[Ground, FollowUp]:
    """A planned follow-up of this file, for whoever may change it."""
    rows: Any = FollowUp.objects.open_to(request.user).select_related("who", "call", "visit")
    shown: FollowUp = get_object_or_404(rows, pk=pk)
    ground = stand_by(request, code, Reintegration, shown.episode_id, writes=True)
    if request.method == "GET" and not shown.is_planned:
        raise Http404
    shown.episode, shown.case = ground.episode, ground.file.case
    for joined in (shown.call, shown.visit):
        if joined is not None:
            joined.case = ground.file.case
    return ground, shown
