"""Reports that a family looks for somebody, for whoever answers the helpline."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.tracing.actions.reports import close_report, save_report
from kimbilio.tracing.choices import ReportState
from kimbilio.tracing.models import MissingReport
from kimbilio.tracing.queries import links_of_report
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.tracing.family_forms import CloseReportForm, ReportForm

NEEDS, SIZE = Permission.ANSWER_HELPLINE, 25


@page(needs=NEEDS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See whom families look for, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in ReportState.values else ReportState.OPEN
    reports = MissingReport.objects.visible_to(request.user).filter(state=state)
    rows = reports.defer("known", "outcome", "family")
    shown = keyset_page(rows, by=("-id",), after=request.GET.get("after", ""), size=SIZE)
    trail.look(Event.MISSING_OPENED, by=request.user, listed=len(shown.rows))
    context = {"shown": shown, "state": state, "states": ReportState.choices}
    return render(request, "tracing/reports.html", context)


@page(needs=NEEDS)
def new(request: StaffRequest) -> HttpResponse:
    """Write down that a family looks for somebody."""
    return _ask_report(request, None)


@page(needs=NEEDS, methods=("GET",))
def report(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See a report, and whether a survivor may be meant."""
    rows = MissingReport.objects.visible_to(request.user).select_related("recorded_by")
    known = get_object_or_404(rows, pk=pk)
    trail.look(Event.MISSING_OPENED, by=request.user, on=known)
    links = links_of_report(request.user, known)
    return render(request, "tracing/report.html", {"report": known, "links": links})


@page(needs=NEEDS)
def edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down what is known by now."""
    return _ask_report(request, _open_report(request, pk))


@page(needs=NEEDS)
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say how a report ended."""
    known = _open_report(request, pk)
    form = CloseReportForm(request.POST or None, user=request.user, about=pk,
                           initial={"version": known.version})  # fmt: skip

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        close_report(report=known, by=request.user, expected=expected, **said)
        messages.success(request, _("Saved."))
        return reverse("tracing:reports")

    context = {
        "heading": _("End the report"), "button": _("Save"),
        "back": reverse("tracing:report", args=[pk]),
    }  # fmt: skip
    return _ask(request, form, act, context)


def _open_report(request: StaffRequest, pk: UUID) -> MissingReport:
    rows = MissingReport.objects.visible_to(request.user)
    known: MissingReport = get_object_or_404(rows, pk=pk)
    if not known.is_open:
        raise Http404
    return known


def _ask_report(request: StaffRequest, known: MissingReport | None) -> HttpResponse:
    start = ReportForm.of(known) if known else {"relation": "child"}
    about = known.pk if known else ""
    form = ReportForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        made = save_report(report=known, by=request.user, **form.answers())
        messages.success(request, _("Saved and compared."))
        return reverse("tracing:report", args=[made.pk])

    back = reverse("tracing:report", args=[known.pk]) if known else reverse("tracing:reports")
    context = {"heading": _("A family looks for somebody"), "button": _("Save"), "back": back}
    return _ask(request, form, act, context, start=ReportForm.of)


def _ask(
    request: StaffRequest,
    form: KimbilioForm,
    act: Callable[[], str],
    context: dict[str, Any],
    *,
    start: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, act):
            return answer
        theirs: Any = form.stale.theirs if form.stale is not None else None
        if theirs is not None:
            shown = start(theirs) if start is not None else {}
            sides, status = both_sides(form, shown, theirs.version), 409
    whole = {"form": form, "sides": sides, **context}
    return render(request, "tracing/report_form.html", whole, status=status)
