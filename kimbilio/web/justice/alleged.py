"""Alleged traffickers of one case, what is known of them, and links to other cases."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.models import AllegedTrafficker
from kimbilio.justice.queries import links_of
from kimbilio.web.cases.shell import CaseFile, open_file
from kimbilio.web.justice.alleged_forms import AllegedForm
from kimbilio.web.justice.ground import ask_in, show_in, writes_legal
from kimbilio.web.pages import StaffRequest, page

ALLEGED = Compartment.ALLEGED
MOST = 60


@page(needs=Permission.SEE_CASES, methods=("GET",))
def index(request: StaffRequest, code: str) -> HttpResponse:
    """See whom this case names, and whether other cases may be about the same people."""
    file = open_file(request, code, needs=ALLEGED)
    rows = AllegedTrafficker.objects.open_in(file.case, request.user)
    entries = list(rows.select_related("recorded_by").order_by("id")[:MOST])
    links = links_of(request.user, entries)
    context = {
        "entries": [(entry, links.get(entry.pk, [])) for entry in entries],
        "writes": writes_legal(file, ALLEGED),
    }
    return show_in(request, file, "justice/alleged.html", context)


@page(needs=Permission.WORK_ON_CASE)
def edit(request: StaffRequest, code: str, pk: UUID | None = None) -> HttpResponse:
    """Write down by what somebody is known, line by line."""
    file = open_file(request, code, needs=ALLEGED, look=request.method == "GET")
    if not writes_legal(file, ALLEGED):
        raise Http404
    known = _known(request, file, pk) if pk else None
    start = AllegedForm.of(known) if known else {}
    about = pk or file.case.pk
    form = AllegedForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        save_alleged(case=file.case, alleged=known, by=request.user, **form.answers())
        messages.success(request, _("Saved."))
        return reverse("cases:alleged", args=[code])

    context = {
        "heading": _("Alleged trafficker"), "button": _("Save"),
        "back": reverse("cases:alleged", args=[code]),
    }  # fmt: skip
    return ask_in(request, file, form, act, context, start=AllegedForm.of)


def _known(request: StaffRequest, file: CaseFile, pk: UUID) -> Any:
    rows = AllegedTrafficker.objects.open_in(file.case, request.user)
    found = get_object_or_404(rows, pk=pk)
    found.case = file.case
    return found
