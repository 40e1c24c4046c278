"""Bringing past cases in: a file, its columns, a trial, and then the cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.interchange.actions.runs import (
    begin_filing,
    begin_import,
    drop_import,
    match_columns,
)
from kimbilio.interchange.choices import AT_WORK, WAITING, RunState
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.queries import imports_of
from kimbilio.interchange.reasons import sentence
from kimbilio.kernel.errors import BadInput
from kimbilio.people.clues import Reason
from kimbilio.web.forms import once
from kimbilio.web.imports.forms import ColumnsForm, FileForm, FilingForm
from kimbilio.web.pages import StaffRequest, page, respond

MOST_SHOWN = 50  # rows with a trouble; all of them are in the file


@page(needs=Permission.IMPORT_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """Bring a file of past cases, or see how earlier ones went."""
    form = FileForm(request.POST or None, request.FILES or None, by=request.user)
    if form.is_valid():
        file = form.cleaned_data["file"]

        def act() -> str:
            run = begin_import(
                content=_content(file),
                file_name=file.name,
                unit=form.cleaned_data["unit"],
                by=request.user,
            )
            return reverse("imports:columns", args=[run.pk])

        if done := once(request, form, act):
            return done
    runs = imports_of(request.user).order_by("-created_at")[:20]
    context = {"form": form, "runs": runs}
    return render(request, "imports/index.html", context, status=422 if form.is_bound else 200)


def _content(file: Any) -> bytes:
    """The bytes of an upload; one that was too large arrived without any."""
    content: bytes = file.read()
    if not content and file.size:
        raise BadInput(
            _("This file is too large. At most 10 MB can be read at once."), field="file"
        )
    return content


def _own(request: StaffRequest, pk: UUID) -> ImportRun:
    run: ImportRun = get_object_or_404(imports_of(request.user), pk=pk)
    return run


@page(needs=Permission.IMPORT_CASES)
def columns(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say which column is what; every row is then tried without saving any."""
    run = _own(request, pk)
    if run.state not in WAITING:
        return redirect("imports:run", pk=run.pk)
    now = {"version": run.version, "date_order": run.date_order}
    form = ColumnsForm(request.POST or None, run=run, initial=now)
    if form.is_valid():

        def act() -> str:
            match_columns(
                run=run,
                targets=form.targets(),
                date_order=form.cleaned_data["date_order"],
                expected=form.cleaned_data["version"],
                by=request.user,
            )
            return reverse("imports:run", args=[run.pk])

        if done := once(request, form, act):
            return done
    context = {"form": form, "run": run}
    return render(request, "imports/columns.html", context, status=422 if form.is_bound else 200)


@page(needs=Permission.IMPORT_CASES)
def run(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See how far an import is, what would be filed, and have it filed."""
    run = _own(request, pk)
    if run.state == RunState.UPLOADED:
        return redirect("imports:columns", pk=run.pk)
    form = FilingForm(request.POST or None, initial={"version": run.version})
    if not run.likely:
        del form.fields["doubles"]
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            begin_filing(
                run=run,
                doubles=form.cleaned_data.get("doubles", run.doubles),
                expected=form.cleaned_data["version"],
                by=request.user,
            )
            return reverse("imports:run", args=[run.pk])

        if done := once(request, form, act):
            return done
    context = {
        "run": run,
        "form": form,
        "at_work": run.state in AT_WORK,
        "is_checked": run.state == RunState.CHECKED,
        "is_done": run.state == RunState.DONE,
        "troubles": [
            (number, [sentence(reason) for reason in reasons])
            for number, reasons in run.troubles[:MOST_SHOWN]
        ],
        "likely": [
            (number, codes, [Reason(why).label for why in reasons])
            for number, codes, reasons in run.likely[:MOST_SHOWN]
        ],
        "most_shown": MOST_SHOWN,
    }
    return respond(request, "imports/run.html", "imports/_progress.html", context)


@page(needs=Permission.IMPORT_CASES, methods=("POST",))
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give an import up; the file is forgotten and nothing was filed."""
    drop_import(run=_own(request, pk), by=request.user)
    messages.success(request, _("The import is dropped and its file is gone. Nothing was filed."))
    return redirect("imports:index")
