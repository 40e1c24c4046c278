"""Taking the list of cases away as a file."""

from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.access.choices import Permission
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.queries.listing import ENOUGH, ORDERS, USUAL_ORDER
from kimbilio.exports import csv_file, xlsx_file
from kimbilio.exports.cases import exported_cases, may_export_names, start_export
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.ids import read_code
from kimbilio.web.cases.list.chips import address, chips_of
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm
from kimbilio.web.pages import StaffRequest, page

MOST_SELECTED = 100


class ExportForm(KimbilioForm):
    """Asks for the kind of file, and why where names go along."""

    format = forms.ChoiceField(
        label=gettext_lazy("File"), choices=[("xlsx", gettext_lazy("Excel (XLSX)")), ("csv", "CSV")],
        widget=forms.RadioSelect, initial="xlsx",
    )  # fmt: skip
    with_names = forms.BooleanField(label=gettext_lazy("With names"), required=False)
    reason = PlainTextField(
        label=gettext_lazy("What are the names needed for?"), max_length=500, rows=2, required=False,
        help_text=gettext_lazy("Kept in the access log. Names come only for cases of which you may export them."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, may_name: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not may_name:
            del self.fields["with_names"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Names need a reason."""
        answers = super().clean() or self.cleaned_data
        if answers.get("with_names") and not answers.get("reason", "").strip():
            self.add_error("reason", _("Say what the names are needed for."))
        return answers


@page(needs=Permission.EXPORT_CASES)
def export(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Take exactly what the list shows, or what I selected in it, away as a file."""
    asked = QueryDict(request.POST["asked"]) if "asked" in request.POST else request.GET
    codes = [code for text in asked.getlist("case")[:MOST_SELECTED] if (code := read_code(text))]
    wanted = CaseFilter(state="all") if codes else CaseFilter.from_query(asked)
    order = asked.get("sort", USUAL_ORDER)
    order = order if order in ORDERS else USUAL_ORDER
    cases = exported_cases(wanted=wanted, order=order, codes=codes, by=request.user)
    form = ExportForm(request.POST or None, may_name=may_export_names(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form.cleaned_data, cases, wanted.query())
        except BadInput as refusal:
            form.refuse(refusal)
    base = reverse("cases:index")
    back = address(base, wanted, order)
    context = {
        "form": form, "asked": asked.urlencode(), "codes": codes, "back": base if codes else back,
        "chips": [] if codes else [c for c in chips_of(wanted, order, base) if c.is_on],
        "count": cases.order_by()[: ENOUGH + 1].count(),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/list/export.html", context, status=status)


def _file(
    request: StaffRequest, answers: dict[str, Any], cases: Any, asked: str
) -> StreamingHttpResponse:
    kind = csv_file if answers["format"] == "csv" else xlsx_file
    heads, rows = start_export(
        cases=cases, file_type=answers["format"], with_names=bool(answers.get("with_names")),
        reason=answers.get("reason", ""), by=request.user, asked=asked,
    )  # fmt: skip
    broke_off = _("This file broke off here. Export it again.")
    write: Any = csv_file.csv_file if kind is csv_file else xlsx_file.xlsx_file
    name = f"kimbilio-{timezone.localdate():%Y-%m-%d}.{answers['format']}"
    return StreamingHttpResponse(
        write(heads, rows, broke_off=broke_off),
        content_type=kind.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
