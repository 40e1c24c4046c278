"""Who is on duty: the page on which team leads and managers set it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import ON_DUTY_ROLES
from kimbilio.accounts.models import User
from kimbilio.organisation.models import DutyShift
from kimbilio.staff.duty import remove_shift, set_shift, shifts_to_come
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.work.forms import ColleagueField, MomentField

ROWS = 21  # a week of three shifts


class ShiftForm(KimbilioForm):
    """Asks for what ``set_shift`` takes."""

    user = ColleagueField(label=_("Colleague"))
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    is_lead = forms.BooleanField(
        label=_("Duty lead"),
        required=False,
        help_text=_("Decides on rescues. A team lead or a manager."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, role__in=ON_DUTY_ROLES).order_by("name")
        self.fields["user"].offer(list(staff[:500]))  # type: ignore[attr-defined]


@page(needs=Permission.MANAGE_TEAM)
def index(request: StaffRequest) -> HttpResponse:
    """See who is on duty and who comes next, and add a shift."""
    form = ShiftForm(request.POST or None)

    def act() -> str:
        set_shift(by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The shift is set."))
        return reverse("duty:index")

    if form.is_valid() and (answer := once(request, form, act)):
        return answer
    now = timezone.now()
    shifts = shifts_to_come(viewer=request.user, at=now)
    shown = keyset_page(
        shifts, by=("starts_at", "id"), after=request.GET.get("after", ""), size=ROWS
    )
    context = {
        "form": form, "shown": shown,
        "shifts": [(shift, shift.starts_at <= now) for shift in shown],
    }  # fmt: skip
    return render(request, "duty/index.html", context, status=422 if form.is_bound else 200)


@page(needs=Permission.MANAGE_TEAM, methods=("POST",))
def remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a shift, or take one to come off the list."""
    shift = get_object_or_404(DutyShift.objects.select_related("user"), pk=pk)
    remove_shift(shift=shift, by=request.user)
    messages.success(request, gettext("The shift is ended."))
    return redirect("duty:index")
