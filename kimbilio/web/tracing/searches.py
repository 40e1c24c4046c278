"""A search for family in the file of a case: asked for, looked at, tried, moved on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kimbilio.access.choices import Permission
from kimbilio.partners.choices import Service
from kimbilio.tracing.actions.attempts import correct_attempt, record_attempt
from kimbilio.tracing.actions.searches import ask_for_tracing, change_tracing, move_tracing
from kimbilio.tracing.choices import SearchState
from kimbilio.tracing.models import Attempt, Handover
from kimbilio.tracing.queries import missing_for_home
from kimbilio.web.care.steps import steps_of
from kimbilio.web.cases.shell import open_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.tracing.forms import AttemptForm, MoveForm, TracingForm
from kimbilio.web.tracing.ground import (
    STORY,
    WHERE,
    ask_in,
    consent_missing,
    stand,
    stand_by,
    team_of,
    writes_tracing,
)

MOST = 60
MOVES = {
    SearchState.OPEN: (pgettext_lazy("tracing", "Look again"), "i-refresh"),
    SearchState.NOT_FOUND: (gettext_lazy("Nobody was found"), "i-x"),
    SearchState.STOPPED: (gettext_lazy("Stop the search"), "i-hand-stop"),
}


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Begin to look for somebody of the family, where the person agreed to it."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    if not writes_tracing(file):
        raise Http404
    form = TracingForm(request.POST or None, user=request.user, about=file.case.pk)
    form.fields["step"].offer(steps_of(file, Service.TRACING, Service.REUNIFICATION))  # type: ignore[attr-defined]

    def act() -> str:
        given = form.answers()
        given.pop("expected")
        made = ask_for_tracing(case=file.case, by=request.user, **given)
        return reverse("cases:tracing", args=[code, made.pk])

    context = {
        "heading": _("Look for family"), "button": _("Begin"), "lacks_consent": consent_missing(file),
        "back": reverse("cases:services", args=[code]),
    }  # fmt: skip
    return ask_in(request, file, form, act, context)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def tracing(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how the search stands: tries, who was found, what is missing before going home."""
    ground = stand(request, code, pk)
    search = ground.tracing
    attempts = list(
        search.attempts.select_related("made_by", "corrected_by").order_by("-at", "-id")[:MOST]
    )
    relatives = search.relatives.select_related("checked_by", "confirmed_by").order_by("id")[:MOST]
    handover = None
    if not search.is_open and ground.file.sees(WHERE):
        rows = Handover.objects.filter(tracing=search)
        handover = rows.select_related("handed_by", "word_by").first()
    context = {
        "attempts": attempts,
        "cost": sum(one.cost_cents or 0 for one in attempts),
        "relatives": [(one, one.is_verified(is_child=ground.is_child)) for one in relatives],
        "assessment": getattr(search, "assessment", None),
        "note": getattr(search, "best_interest", None),
        "preparation": getattr(search, "preparation", None),
        "missing": missing_for_home(search)
        if ground.is_child and search.state == SearchState.FOUND
        else [],
        "handover": handover,
        "lacks_consent": search.is_open and consent_missing(ground.file),
        "moves": [(to.value, *MOVES[to]) for to in search.moves if to in MOVES],
    }
    return ground.show("tracing/tracing.html", context)


@page(needs=Permission.WORK_ON_CASE)
def edit(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down what is known by now."""
    ground = stand(request, code, pk, writes=True)
    search = ground.tracing
    form = TracingForm(
        request.POST or None, user=request.user, about=pk, initial=TracingForm.of(search)
    )
    offered = steps_of(ground.file, Service.TRACING, Service.REUNIFICATION, also=search.step)
    form.fields["step"].offer(offered)  # type: ignore[attr-defined]

    def act() -> str:
        change_tracing(tracing=search, by=request.user, **form.answers())
        messages.success(request, _("Saved."))
        return ground.address()

    context = {
        "heading": _("What is known"), "button": _("Save"),
        "lacks_consent": consent_missing(ground.file),
    }  # fmt: skip
    return ground.ask(form, act, context, start=TracingForm.of)


@page(needs=Permission.WORK_ON_CASE)
def move(request: StaffRequest, code: str, pk: UUID, to: str) -> HttpResponse:
    """Look again, say that nobody was found, or stop."""
    ground = stand(request, code, pk, writes=True)
    if to not in SearchState.values or SearchState(to) not in MOVES:
        raise Http404
    if SearchState(to) not in ground.tracing.moves:
        raise Http404
    heading, _icon = MOVES[SearchState(to)]
    start = {"version": ground.tracing.version}
    form = MoveForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = form.cleaned_data
        move_tracing(
            tracing=ground.tracing, to=to, words=said["words"], by=request.user,
            expected=said["version"],
        )  # fmt: skip
        messages.success(request, _("Saved."))
        return ground.address()

    return ground.ask(form, act, {"heading": heading, "button": _("Save")})


@page(needs=Permission.WORK_ON_CASE)
def attempt(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down one try to find the family."""
    ground = stand(request, code, pk, writes=True)
    start = {"at": timezone.localtime()}
    form = AttemptForm(request.POST or None, user=request.user, about=pk, initial=start)
    form.fields["made_by"].offer(team_of(ground.file), request.user)  # type: ignore[attr-defined]

    def act() -> str:
        given = form.answers()
        given.pop("expected")
        record_attempt(tracing=ground.tracing, by=request.user, **given)
        messages.success(request, _("Saved."))
        return ground.address()

    context = {
        "heading": _("An attempt"), "button": _("Save"),
        "lacks_consent": consent_missing(ground.file),
    }  # fmt: skip
    return ground.ask(form, act, context)


@page(needs=Permission.WORK_ON_CASE)
def correct(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Put a mistake in an attempt right; what stood there is kept in the log."""
    ground, known = stand_by(request, code, Attempt.objects, pk)
    form = AttemptForm(
        request.POST or None, user=request.user, about=pk, initial=AttemptForm.of(known)
    )
    del form.fields["made_by"]

    def act() -> str:
        correct_attempt(attempt=known, by=request.user, **form.answers())
        messages.success(request, _("Saved. What stood there before is kept in the log."))
        return ground.address()

    context: dict[str, Any] = {"heading": _("Put an attempt right"), "button": _("Save")}
    return ground.ask(form, act, context, start=AttemptForm.of)
