"""What the organisation suggests after a first call, and how soon things must happen."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.cases.actions.clocks import set_limit
from kimbilio.cases.actions.rules import save_rule
from kimbilio.cases.choices import Risk
from kimbilio.cases.intake_choices import Also, Flag, Route, SafetyIs, YesNoAny
from kimbilio.cases.models import DecisionRule, ResponseLimit
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page

ASKED = [
    "order", "is_active", "minor", "safety", "body_with_them", "trafficking", "flag", "route",
    "also", "why_en", "why_sw",
]  # fmt: skip


class RuleForm(KimbilioForm):
    """Asks for what ``save_rule`` takes."""

    order = forms.IntegerField(label=_("Place in the table"), min_value=1, max_value=30_000)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    minor = forms.ChoiceField(label=_("Minor, or may be one"), choices=YesNoAny)
    safety = forms.ChoiceField(label=_("Safe now"), choices=SafetyIs)
    body_with_them = forms.ChoiceField(label=_("Referring body is with them"), choices=YesNoAny)
    trafficking = forms.ChoiceField(label=_("Trafficking, or may be"), choices=YesNoAny)
    flag = forms.ChoiceField(
        label=_("Also true now"), choices=[("", _("Any")), *Flag.choices], required=False
    )
    route = forms.ChoiceField(label=_("Then this fits best"), choices=Route)
    also = forms.ChoiceField(label=_("And also"), choices=Also, required=False)
    why_en = PlainTextField(label=_("Why, in English"), max_length=300)
    why_sw = PlainTextField(label=_("Why, in Kiswahili"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LimitForm(KimbilioForm):
    """Asks for what ``set_limit`` takes."""

    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=8760)
    version = forms.IntegerField(widget=forms.HiddenInput)


@page(needs=Permission.MANAGE_SETTINGS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See the rules in their order, and the limits."""
    context = {
        "rules": DecisionRule.objects.order_by("order"),
        "limits": ResponseLimit.objects.order_by("kind", "risk"),
        "risks": [risk.label for risk in Risk],
    }
    return render(request, "rules/index.html", context)


@page(needs=Permission.MANAGE_SETTINGS)
def edit(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Change one rule, or add one."""
    rule = get_object_or_404(DecisionRule, pk=pk) if pk else None
    initial = {name: getattr(rule, name) for name in [*ASKED, "version"]} if rule else {}
    form = RuleForm(request.POST or None, user=request.user, initial=initial)

    def save() -> str:
        values = {name: form.cleaned_data[name] for name in ASKED}
        save_rule(rule=rule, by=request.user, expected=form.cleaned_data["version"], **values)
        return reverse("rules:index")

    if form.is_valid() and (answer := once(request, form, save)):
        return answer
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": _("Decision rule")}
    return render(request, "rules/edit.html", context, status=status)


@page(needs=Permission.MANAGE_SETTINGS)
def limit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set how long one thing may take at one risk."""
    one = get_object_or_404(ResponseLimit, pk=pk)
    initial = {"hours": one.hours, "version": one.version}
    form = LimitForm(request.POST or None, user=request.user, initial=initial)

    def save() -> str:
        said = form.cleaned_data
        set_limit(limit=one, hours=said["hours"], expected=said["version"], by=request.user)
        return reverse("rules:index")

    if form.is_valid() and (answer := once(request, form, save)):
        return answer
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": f"{one.get_kind_display()} · {one.get_risk_display()}"}
    return render(request, "rules/edit.html", context, status=status)
