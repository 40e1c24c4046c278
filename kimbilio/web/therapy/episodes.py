"""One stretch of therapy in the file of a case: asked for, looked at, agreed, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.therapy.actions.episodes import (
    agree_goals,
    ask_for_therapy,
    end_therapy,
    review_plan,
)
from kimbilio.therapy.queries import (
    measured,
    needs_safety_plan,
    results_of,
    review_is_due,
    sessions_of,
)
from kimbilio.therapy.scales.known import NOT_SHIPPED, SCALES
from kimbilio.web.care.steps import steps_of
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.therapy.drawing import chart_of
from kimbilio.web.therapy.forms import AskForm, EndForm, GoalsForm, ReviewForm
from kimbilio.web.therapy.ground import HEALTH, stand
from kimbilio.web.therapy.papers import summary_on_paper

MOST_SESSIONS, MOST_REVIEWS = 30, 6


@page(needs=Permission.WORK_ON_CASE)
def ask(request: StaffRequest, code: str) -> HttpResponse:
    """Ask a therapist of the team to work with the person."""
    file = open_file(request, code, needs=HEALTH, look=request.method == "GET")
    if not (file.writes and file.case.is_open):
        raise Http404
    form = AskForm(request.POST or None, user=request.user, about=file.case.pk)
    therapists = _therapists(file)
    form.let_choose(responsible=therapists)
    form.let_choose(step=steps_of(file))

    def act() -> str:
        made = ask_for_therapy(case=file.case, by=request.user, **form.cleaned_data)
        return reverse("cases:therapy", args=[code, made.pk])

    if form.is_valid() and (answer := once(request, form, act)):
        return answer
    context = {
        "form": form, "heading": _("Ask for therapy"), "button": _("Ask"),
        "back": reverse("cases:services", args=[code]), "has_nobody": not therapists,
    }  # fmt: skip
    response = render_file(request, file, "services", "therapy/form.html", context)
    response.status_code = 422 if form.is_bound else 200
    return response


def _therapists(file: CaseFile) -> list[User]:
    people = {tie.user.pk: tie.user for tie in file.team}
    return [user for user in people.values() if holds(user.role, Permission.GIVE_THERAPY)]


@page(needs=Permission.SEE_CASES, methods=("GET",))
def episode(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how therapy goes: scales over time, sessions, goals, the safety plan."""
    ground = stand(request, code, pk)
    told = measured(results_of(ground.episode))
    user = request.user
    is_therapist = holds(user.role, Permission.GIVE_THERAPY)
    context = {
        "scales": [
            {
                "scale": SCALES[scale],
                "rows": list(reversed(rows)),
                "chart": chart_of(scale, rows),
            }
            for scale, rows in told.items()
        ],
        "offered": SCALES.values(),
        "not_shipped": NOT_SHIPPED,
        "sessions": [
            (one, is_therapist and one.session.held_by_id == user.pk)
            for one in sessions_of(ground.episode)[:MOST_SESSIONS]
        ],
        "sees_place": ground.sees_place,
        "needs_plan": needs_safety_plan(ground.episode),
        "reads_answers": ground.file.changes(HEALTH),
        "reviews": list(
            ground.episode.reviews.select_related("written_by").order_by("-reviewed_on", "-id")[
                :MOST_REVIEWS
            ]
        ),
        "review_is_due": review_is_due(ground.episode),
        "may_refer": holds(request.user.role, Permission.WORK_ON_CASE)
        and ground.file.sees_identity
        and ground.file.case.is_open,
        "exports": ground.exports and not ground.episode.is_open,
        "breaks_seals": holds(request.user.role, Permission.BREAK_SEAL),
    }
    return ground.show("therapy/episode.html", context)


@page(needs=Permission.GIVE_THERAPY)
def goals(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Agree for how many sessions, and what they are to reach."""
    ground = stand(request, code, pk, writes=True)
    form = GoalsForm(request.POST or None, initial=GoalsForm.of(ground.episode))

    def act() -> str:
        agree_goals(
            episode=ground.episode, planned=form.cleaned_data["planned"], goals=form.goals(),
            review_on=form.cleaned_data["review_on"],
            expected=form.cleaned_data["version"], by=request.user,
        )  # fmt: skip
        return ground.address()

    context = {"heading": _("Goals of therapy"), "button": _("Save")}
    return ground.ask(form, act, context, start=GoalsForm.of)


@page(needs=Permission.GIVE_THERAPY)
def review(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Look at the plan again with the person: what was decided, and when next."""
    ground = stand(request, code, pk, writes=True)
    start = {"version": ground.episode.version}
    form = ReviewForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        review_plan(episode=ground.episode, by=request.user, expected=expected, **answers)
        messages.success(request, _("Saved."))
        return ground.address()

    context = {"heading": _("Look at the plan again"), "button": _("Save")}
    return ground.ask(form, act, context, start=lambda theirs: {"next_on": theirs.review_on})


@page(needs=Permission.SEE_CASES, methods=("GET",))
def discharge(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take the discharge summary along as a PDF, once therapy has ended; each time is recorded."""
    ground = stand(request, code, pk)
    if ground.episode.is_open or not ground.exports:
        raise Http404
    return summary_on_paper(ground.episode, by=request.user)


@page(needs=Permission.GIVE_THERAPY)
def end(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """End therapy with a summary for whoever comes next."""
    ground = stand(request, code, pk, writes=True)
    start = {"version": ground.episode.version}
    form = EndForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")
        end_therapy(episode=ground.episode, by=request.user, expected=expected, **answers)
        messages.success(request, _("Therapy has ended. What was booked is free again."))
        return ground.address()

    context = {"heading": _("End therapy"), "button": _("End therapy")}
    return ground.ask(form, act, context, start=_as_it_stands)


def _as_it_stands(theirs: Any) -> dict[str, Any]:
    return {"outcome": theirs.outcome, "summary": theirs.summary, "psychiatry": False}
