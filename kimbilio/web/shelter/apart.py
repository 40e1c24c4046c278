"""Who is kept apart from this person: shown only where both are open to the viewer."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.shelter.actions.apart import end_apart, set_apart, share_a_house
from kimbilio.shelter.models import KeepApart
from kimbilio.web.cases.shell import open_file, render_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.shelter.forms import ApartForm
from kimbilio.web.shelter.ground import WHERE, ask


@page(needs=Permission.SEE_CASES)
def pairs(request: StaffRequest, code: str) -> HttpResponse:
    """See from whom the person is kept apart, and add somebody."""
    file = open_file(request, code, needs=WHERE, look=request.method == "GET")
    writes = file.changes(WHERE) and file.case.is_open
    if request.method == "POST" and not writes:
        raise Http404
    form = ApartForm(request.POST or None, user=request.user, about=file.case.pk)

    def act() -> str:
        set_apart(case=file.case, by=request.user, **form.cleaned_data)
        return reverse("cases:apart", args=[code])

    def draw(context: dict[str, Any], status: int) -> HttpResponse:
        response = render_file(request, file, "services", "shelter/apart.html", context)
        response.status_code = status
        return response

    rows: Any = KeepApart.objects.open_to(request.user)
    shown = rows.standing().filter(Q(case=file.case) | Q(other=file.case))
    found = list(shown.select_related("case", "other", "set_by").order_by("-set_at", "-id"))
    context = {
        "pairs": [
            {
                "pair": pair,
                "other": pair.other if pair.case_id == file.case.pk else pair.case,
                "meets": share_a_house(pair.case_id, pair.other_id),
            }
            for pair in found
        ],
        "writes": writes,
        "ends": holds(request.user.role, Permission.MANAGE_SHELTER),
    }
    return ask(request, form, act, context, draw)


@page(needs=Permission.MANAGE_SHELTER, methods=("POST",))
def end(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """They may meet again."""
    file = open_file(request, code, needs=WHERE, look=False)
    rows: Any = KeepApart.objects.open_to(request.user).select_related("case", "other")
    pair = get_object_or_404(rows, Q(case=file.case) | Q(other=file.case), pk=pk)
    end_apart(pair=pair, by=request.user)
    return redirect("cases:apart", code)
