"""The outline for management: how much there is of what, and the list behind each figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.cases.queries.figures import MOST_SQUARES, figures_for, squares_of
from kimbilio.organisation.queries import this_organisation
from kimbilio.web.outline import drawing
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.SEE_OUTLINE, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See how the work stands, without seeing anybody, and open the list behind each figure."""
    figures, counted_at, units = figures_for(request.user)
    lists = drawing.Lists(units)
    total = sum(row[2] for row in figures["stages"])
    squares = squares_of(units) if 0 < total <= MOST_SQUARES else []
    fair = this_organisation().fair_load
    workers, fair_at, others = drawing.by_worker(figures, fair, lists)
    months, marks = drawing.by_month(figures, lists)
    today = timezone.localdate()
    context = {
        "figures": figures, "total": total, "units": units, "counted_at": drawing.moment(counted_at),
        "stages": drawing.by_stage(figures, squares, total, lists),
        "are_squares": bool(squares) and total == len(squares),
        "risks": drawing.by_risk(figures, lists),
        "workers": workers, "fair": fair, "fair_at": fair_at, "others": others,
        "months": months, "marks": marks, "month": months[-1],
        "reasons": drawing.by_reason(figures, lists),
        "ages": drawing.by_age(figures, lists),
        "closed_this_year": sum(n for _reason, n in figures["reasons"]),
        "open_url": lists.of(), "late_url": lists.of(overdue=True),
        "quiet_url": lists.of(quiet=True), "minors_url": lists.of(minor=("yes",)),
        "parked_url": lists.of(parked=True), "ending_url": lists.of(ending=True),
        "answered": _share(figures["answered"]),
        "reviews": figures["reviews"] if holds(request.user.role, Permission.REVIEW_EMERGENCY) else 0,
        "today": today,
    }  # fmt: skip
    return render(request, "outline/index.html", context)


def _share(answered: dict[str, int]) -> str:
    return f"{100 * answered['good'] // answered['n']} %" if answered["n"] else "–"
