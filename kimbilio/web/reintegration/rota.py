"""The rota of follow-up calls: who calls whom this week, how often it was tried, when it is safe next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows
from kimbilio.cases.models import FollowUpCall
from kimbilio.cases.work_choices import CallOutcome
from kimbilio.kernel.errors import DomainError
from kimbilio.reintegration.actions.rules import save_reintegration_rules
from kimbilio.reintegration.actions.silence import take_call
from kimbilio.reintegration.queries import reintegration_rules, rota_line, rota_of
from kimbilio.web.forms import both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.reintegration.forms import RulesForm

SIZE = 40


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def calls(request: StaffRequest) -> HttpResponse:
    """See the calls of this week, mine or of all cases that I reach."""
    everybody = request.GET.get("all") == "1"
    rows = rota_of(request.user, only_mine=not everybody)
    shown = keyset_page(rows, by=("due_at", "id"), after=request.GET.get("after", ""), size=SIZE)
    context = {
        "lines": [(rota_line(call), _outcome(call)) for call in shown], "next": shown.next,
        "all": everybody, "tries": reintegration_rules().tries,
        "may_call": allows(request.user.role, Compartment.STORY, Act.CHANGE)
        and allows(request.user.role, Compartment.IDENTITY, Act.VIEW),
    }  # fmt: skip
    return render(request, "reintegration/calls.html", context)


def _outcome(call: Any) -> str:
    return str(CallOutcome(call.tried_outcome).label) if call.tried_outcome else ""


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make a call of the rota myself, at its next safe moment."""
    rows: Any = FollowUpCall.objects.open_to(request.user)
    call = get_object_or_404(rows.select_related("case", "contact", "owner"), pk=pk)
    try:
        take_call(call=call, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The call stands on your day now."))
    return redirect(f"{reverse('reintegration:calls')}?all=1")


@page(needs=Permission.MANAGE_SETTINGS)
def rules(request: StaffRequest) -> HttpResponse:
    """Say when people are followed up, and what raises a concern."""
    held = reintegration_rules()
    form = RulesForm(request.POST or None, user=request.user, initial=RulesForm.of(held))

    def save() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        save_reintegration_rules(by=request.user, expected=expected, **said)
        messages.success(request, _("Saved."))
        return reverse("reintegration:rules")

    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            sides, status = both_sides(form, RulesForm.of(newer), newer.version), 409
    context = {"form": form, "title": _("Follow-up"), "sides": sides, "back": "settings:index"}
    return render(request, "settings/edit.html", context, status=status)
