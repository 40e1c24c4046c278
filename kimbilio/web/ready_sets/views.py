"""The organisation's ready-made sets of steps: a list, and one page to change a set whole."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.cases.actions.plan.sets import save_ready_set
from kimbilio.cases.models import ReadySet
from kimbilio.cases.queries.plan import all_ready_sets
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.ready_sets.forms import RowForms, SetForm, rows_of


@page(needs=Permission.MANAGE_SETTINGS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See the sets that plans may start from."""
    return render(request, "ready_sets/index.html", {"ready_sets": all_ready_sets()})


@page(needs=Permission.MANAGE_SETTINGS)
def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Make a set, or change its titles, steps, days and order."""
    known = get_object_or_404(ReadySet, pk=pk) if pk else None
    now = {"is_active": True}
    steps = []
    if known:
        now = {name: getattr(known, name) for name in SetForm.base_fields}
        for step in known.steps.all():
            row = {name: getattr(step, name) for name in ("title_en", "title_sw", "phase")}
            waits = ", ".join(str(place) for place in step.awaited_places)
            steps.append({**row, "service": step.service, "days": step.days, "waits_for": waits})
    form = SetForm(request.POST or None, initial=now)
    rows = RowForms(request.POST or None, initial=steps, prefix="rows")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        answers = dict(form.cleaned_data)
        expected = answers.pop("version")

        def act() -> str:
            save_ready_set(
                ready_set=known, expected=expected, rows=rows_of(rows), by=request.user, **answers
            )
            messages.success(request, _("The set is saved."))
            return reverse("ready_sets:index")

        if done := once(request, form, act):
            return done
    context = {"form": form, "rows": rows, "ready": known}
    return render(request, "ready_sets/edit.html", context, status=422 if form.is_bound else 200)
