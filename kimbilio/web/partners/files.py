"""The directory as files: taking it away, bringing one, and seeing what it would change."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kimbilio.access.choices import Permission
from kimbilio.exports import xlsx_file
from kimbilio.exports.columns import allowed, cells
from kimbilio.exports.directory.five_w import FIVE_W, five_w_lines
from kimbilio.exports.directory.hsds import as_json, as_zip, hsds_tables
from kimbilio.exports.directory.start import FORMATS, start_directory_export
from kimbilio.interchange.actions.directory import take_entries, take_file
from kimbilio.interchange.directory.comparing import Plan, Step, compare
from kimbilio.interchange.directory.entries import Spot, Trouble, as_plain, from_plain, too_many
from kimbilio.interchange.directory.reading import read_directory
from kimbilio.interchange.directory.starting import starting_entries
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.privacy import Level
from kimbilio.partners.actions.files import keep_file
from kimbilio.partners.models import BroughtFile, Offer
from kimbilio.web.forms import KimbilioForm, PlainTextField, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.partners.forms import OfferForm, PartnerForm

MOST_SHOWN = 100  # of troubles, remarks and steps each


class BringForm(KimbilioForm):
    """Asks for a file about the directory."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("HSDS as a zip of CSV or as JSON, or a 5W sheet; at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.json,.xlsx,.csv"}),
    )


class TakeForm(KimbilioForm):
    """Carries what the person saw, so that they agree to nothing else."""

    seen = PlainTextField(widget=forms.HiddenInput, max_length=64)


@page(needs=Permission.MANAGE_PARTNERS)
def index(request: StaffRequest) -> HttpResponse:
    """Take the directory away as a file, or bring one."""
    form = BringForm(request.POST or None, request.FILES or None, user=request.user)
    troubles: list[Trouble] = []

    def keep() -> str:
        troubles.extend(_look_through(form))
        if troubles:
            raise BadInput(_("Nothing was taken. Mend these cells and bring the file again."))
        read = form.cleaned_data["read"]
        remarks = [[r.spot.file, r.spot.row, r.column, r.why] for r in read.remarks]
        kept = keep_file(entries=as_plain(read.entries), remarks=remarks, by=request.user)
        return reverse("partners:brought", args=[kept.pk])

    if form.is_valid() and (answer := once(request, form, keep)):
        return answer
    context = {
        "form": form, "troubles": sorted(troubles)[:MOST_SHOWN], "left_out": len(troubles) - MOST_SHOWN,
    }  # fmt: skip
    return render(request, "partners/files.html", context, status=422 if form.is_bound else 200)


def _look_through(form: BringForm) -> list[Trouble]:
    """Read the file and compare it; what is wrong with it, or nothing."""
    file = form.cleaned_data["file"]
    content: bytes = file.read()
    if not content and file.size:
        raise too_many()
    read = read_directory(content)
    form.cleaned_data["read"] = read
    return read.troubles or compare(read.entries).troubles


@page(needs=Permission.MANAGE_PARTNERS)
def brought(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See what a file would change, and take it or leave it."""
    file = get_object_or_404(BroughtFile.objects.filter(by=request.user), pk=pk)
    if file.taken_at is not None:
        return redirect("partners:index")
    form = TakeForm(request.POST or None, user=request.user)

    def take() -> str:
        taken = take_file(file=file, seen=form.cleaned_data["seen"], by=request.user)
        messages.success(
            request,
            _("%(new)s partners were added, %(changed)s changed. They ask to be checked.")
            % {"new": taken.new, "changed": taken.changed},
        )
        return reverse("partners:index") + "?show=to_check"

    if form.is_valid() and (answer := once(request, form, take)):
        return answer
    plan = compare(from_plain(file.entries))
    context = {
        "form": form, "plan": plan, "troubles": sorted(plan.troubles)[:MOST_SHOWN],
        "new": plan.new[:MOST_SHOWN], "changed": _told(plan)[:MOST_SHOWN],
        "remarks": [
            Trouble(Spot(name, row), column, why)
            for name, row, column, why in file.remarks[:MOST_SHOWN]
        ],
    }  # fmt: skip
    return render(request, "partners/brought.html", context, status=422 if form.is_bound else 200)


def _told(plan: Plan) -> list[dict[str, Any]]:
    """The partners that would change, with the names of what would."""
    return [
        {
            "name": step.partner.name,
            "fields": _fields(PartnerForm, step),
            "services": _services(step),
        }
        for step in plan.changed
        if step.partner is not None
    ]


def _fields(form: type[forms.Form], step: Any) -> list[str]:
    """Which fields would be different, as the forms call them."""
    known = form.base_fields
    others = {
        "places_said_on": _("Day on which they said so"), "further_hours": _("Other hours"),
    }  # fmt: skip
    return [str(known[name].label if name in known else others[name]) for name in step.changes]


def _services(step: Step) -> list[dict[str, Any]]:
    return [
        {
            "name": Offer(service=one.values["service"]).get_service_display(),
            "is_new": one.offer is None,
            "fields": _fields(OfferForm, one) if one.offer else [],
        }
        for one in step.offers
    ]


@page(needs=Permission.MANAGE_PARTNERS, methods=("POST",))
def start(request: StaffRequest) -> HttpResponse:
    """Load the national helplines and offices, each as an entry to check."""
    taken = take_entries(entries=starting_entries(), by=request.user)
    if taken.new:
        words = ngettext(
            "%(n)s entry was added. Call before you rely on it.",
            "%(n)s entries were added. Call each before you rely on it.",
            taken.new,
        )
        messages.success(request, words % {"n": taken.new})
    else:
        messages.info(request, _("All of them are in the directory already."))
    return redirect(reverse("partners:index") + "?show=to_check")


@page(needs=Permission.MANAGE_PARTNERS, methods=("GET",))
def export(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Take the directory away in one of three forms."""
    file_format = request.GET.get("as", FORMATS[0])
    if file_format not in FORMATS:
        raise Http404
    entries = start_directory_export(file_format=file_format, by=request.user)
    response: HttpResponse | StreamingHttpResponse
    if file_format == "five_w":
        columns = allowed(FIVE_W, Level.SENSITIVE)
        heads = [str(column.label) for column in columns]
        rows = cells(columns, five_w_lines(entries))
        broke_off = _("This file broke off here. Export it again.")
        parts = xlsx_file.xlsx_file(heads, rows, broke_off=broke_off)
        response, ending = StreamingHttpResponse(parts, content_type=xlsx_file.CONTENT_TYPE), "xlsx"
    elif file_format == "hsds_csv":
        response = HttpResponse(as_zip(hsds_tables(entries)), content_type="application/zip")
        ending = "zip"
    else:
        response = HttpResponse(as_json(hsds_tables(entries)), content_type="application/json")
        ending = "json"
    name = f"directory-{timezone.localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
