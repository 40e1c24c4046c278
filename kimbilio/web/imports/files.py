"""Files that leave: the template, the rows that were not taken, and cases in the standard's fields."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case
from kimbilio.interchange.exporting import export_rows
from kimbilio.interchange.queries import imports_of
from kimbilio.interchange.reasons import sentence
from kimbilio.interchange.writing import XLSX, as_csv, as_json, as_workbook, harmless
from kimbilio.kernel.errors import DomainError
from kimbilio.web.imports.forms import TakeAwayForm
from kimbilio.web.pages import StaffRequest, page


def _named(response: HttpResponse | StreamingHttpResponse, name: str) -> None:
    response["Content-Disposition"] = f'attachment; filename="{name}"'


@page(needs=Permission.IMPORT_CASES, methods=("GET",))
def template(request: StaffRequest) -> HttpResponse:
    """Take the empty workbook with labels, notes and choices."""
    response = HttpResponse(as_workbook([], for_filling=True), content_type=XLSX)
    _named(response, "kimbilio-past-cases.xlsx")
    return response


@page(needs=Permission.IMPORT_CASES, methods=("GET",))
def rejected(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the list of rows that were not taken, each with its reasons."""
    run = get_object_or_404(imports_of(request.user), pk=pk)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Row"), _("Reason")])
    for number, reasons in run.troubles:
        for reason in reasons:
            writer.writerow([number, harmless(sentence(reason))])
    trail.record(Event.EXPORTED, by=request.user, on=run, what="rejected", rows=run.rows_bad)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    _named(response, "rejected-rows.csv")
    return response


@page(needs=Permission.EXPORT_CASES)
def export(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Take cases away in the fields of the standard, to move or to share them."""
    may_name = holds(request.user.role, Permission.EXPORT_IDENTITIES)
    form = TakeAwayForm(request.POST or None, may_name=may_name)
    if form.is_valid():
        asked = form.cleaned_data
        cases = Case.objects.visible_to(request.user)
        if asked["which"] != "all":
            cases = cases.filter(closed_at__isnull=asked["which"] == "open")
        try:
            rows = export_rows(
                cases=cases,
                by=request.user,
                with_names=asked.get("with_names", False),
                reason=asked.get("reason", ""),
            )
            return _file(rows, asked["format"])
        except DomainError as refusal:
            form.refuse(refusal)
    context = {"form": form}
    return render(request, "imports/export.html", context, status=422 if form.is_bound else 200)


def _file(rows: Iterable[dict[str, str]], kind: str) -> HttpResponse | StreamingHttpResponse:
    response: HttpResponse | StreamingHttpResponse
    listed = list(rows)  # the rights of this request hold for every row
    if kind == "xlsx":
        response = HttpResponse(as_workbook(listed), content_type=XLSX)
    elif kind == "csv":
        response = StreamingHttpResponse(as_csv(listed), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(as_json(listed), content_type="application/json")
    _named(response, f"cases-{timezone.localdate():%Y-%m-%d}.{kind}")
    return response
