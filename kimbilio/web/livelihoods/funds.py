"""What help cost by grant and by kind, without anybody's name; the list of grants; the ledger as a file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import ALL_OUTLINES, allows, holds
from kimbilio.exports.csv_file import CONTENT_TYPE, csv_file
from kimbilio.exports.givings import start_ledger_export
from kimbilio.livelihoods.actions.funding import save_funding
from kimbilio.livelihoods.choices import AidKind
from kimbilio.livelihoods.models import FundingGrant
from kimbilio.livelihoods.queries import Span, sums
from kimbilio.web.day.views import day_of
from kimbilio.web.forms import both_sides, once
from kimbilio.web.livelihoods.money_forms import FundingForm
from kimbilio.web.pages import StaffRequest, page


def _span(asked: Any) -> Span:
    return Span(since=day_of(asked.get("since", "")), until=day_of(asked.get("until", "")))


@page(needs=Permission.SEE_OUTLINE, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See what each grant paid for, in the cases I reach."""
    span = _span(request.GET)
    lines = sums(request.user, span)
    by_kind = [sum(cells) for cells in zip(*(line.cells for line in lines), strict=True)]
    context = {
        "lines": lines,
        "kinds": [kind.label for kind in AidKind],
        "by_kind": by_kind,
        "total": sum(line.cents for line in lines),
        "span": span,
        "shows_left": span == Span() and request.user.role in ALL_OUTLINES,  # else a part is hidden
        "hides": not allows(request.user.role, Compartment.HEALTH, Act.VIEW),
        "keeps": holds(request.user.role, Permission.MANAGE_FUNDS),
    }
    return render(request, "livelihoods/funds.html", context)


@page(needs=Permission.SEE_OUTLINE, methods=("POST",))
def export(request: StaffRequest) -> StreamingHttpResponse:
    """Take the rows of the ledger away as a file: no name, no code."""
    heads, rows = start_ledger_export(span=_span(request.POST), by=request.user)
    parts = csv_file(heads, rows, broke_off=_("This file broke off here. Export it again."))
    name = f"kimbilio-ledger-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        parts,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page(needs=Permission.MANAGE_FUNDS)
def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add a grant, or change one."""
    known = get_object_or_404(FundingGrant, pk=pk) if pk else None
    start = FundingForm.of(known) if known else {}
    form = FundingForm(request.POST or None, user=request.user, about=pk or "", initial=start)

    def save() -> str:
        save_funding(funding=known, by=request.user, **form.answers())
        return reverse("livelihoods:funds")

    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            sides, status = both_sides(form, FundingForm.of(newer), newer.version), 409
    context = {
        "form": form, "title": _("Grant that pays for help"), "sides": sides,
        "back": "livelihoods:funds",
    }  # fmt: skip
    return render(request, "settings/edit.html", context, status=status)
