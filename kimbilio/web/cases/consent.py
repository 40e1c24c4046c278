"""What the survivor agreed to: each answer, who gave it, until when, and taking it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.cases.actions.consent import agree, take_back
from kimbilio.consent.choices import Answer, Giver, Manner, Purpose
from kimbilio.consent.models import Consent
from kimbilio.consent.queries import standings
from kimbilio.web.cases.people_forms import DAY
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, PlainTextField, once
from kimbilio.web.pages import StaffRequest, page

IDENTITY = Compartment.IDENTITY
CHILD_GIVERS = (Giver.ASSENT, Giver.GUARDIAN, Giver.OFFICER)


class ConsentForm(KimbilioForm):
    """Asks for what ``agree`` takes."""

    draft_name = "consent"

    purpose = forms.ChoiceField(label=_("For what?"), choices=Purpose)
    recipient = PlainTextField(
        label=_("With whom?"),
        help_text=_("Only for sharing: one partner."),
        max_length=120,
        required=False,
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=Answer, widget=forms.RadioSelect)
    giver = forms.ChoiceField(label=_("Who says so?"), choices=Giver, widget=forms.RadioSelect)
    giver_name = PlainTextField(
        label=_("Name of the guardian or officer"), max_length=160, required=False
    )
    manner = forms.ChoiceField(
        label=_("How?"), choices=Manner, widget=forms.RadioSelect, initial="spoken"
    )
    witness = forms.ModelChoiceField(
        label=_("Witness"), queryset=User.objects.none(), required=False
    )
    given_on = forms.DateField(label=_("On the day"), widget=DAY)
    ends_on = forms.DateField(label=_("Until"), widget=DAY, required=False)
    words = PlainTextField(label=_("In their words"), required=False, rows=2)

    def __init__(self, *args: Any, is_child: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "given_on": timezone.localdate(),
            "giver": Giver.ASSENT if is_child else Giver.SELF,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        givers = CHILD_GIVERS if is_child else (Giver.SELF,)
        self.fields["giver"].choices = [(g.value, g.label) for g in givers]  # type: ignore[attr-defined]  # a choice
        colleagues = User.objects.filter(is_active=True).order_by("name")
        self.fields["witness"].queryset = colleagues  # type: ignore[attr-defined]  # a model choice


class WithdrawForm(KimbilioForm):
    """Asks for what ``take_back`` takes."""

    words = PlainTextField(label=_("In their words"), required=False, rows=2)


@page(needs=Permission.SEE_CASES)
def consent(request: StaffRequest, code: str) -> HttpResponse:
    """See what was agreed to, and record a new answer."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    is_child = file.case.is_minor is not False
    form = None
    if IDENTITY in file.changeable:
        form = ConsentForm(
            request.POST or None, user=request.user, about=file.case.pk, is_child=is_child
        )
        if form.is_valid():
            answer = once(request, form, lambda: _record(request, file, form))
            if answer:
                return answer
    elif request.method == "POST":
        raise Http404
    rows = Consent.objects.filter(person=file.case.survivor_id).select_related("recorded_by")
    context = {
        "form": form,
        "standings": standings(file.case.survivor_id, is_child=is_child),
        "history": rows.order_by("-given_on", "-recorded_at")[:100],
        "is_child": is_child,
        "withdraw": WithdrawForm(),
    }
    response = render_file(request, file, "consent", "cases/consent.html", context)
    response.status_code = 422 if form is not None and form.is_bound else 200
    return response


def _record(request: StaffRequest, file: CaseFile, form: ConsentForm) -> str:
    agree(case=file.case, by=request.user, **form.cleaned_data)
    return reverse("cases:consent", args=[file.case.code])


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def withdraw(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take an answer back from this moment on."""
    file = open_file(request, code, needs=IDENTITY, look=False)
    if IDENTITY not in file.changeable:
        raise Http404
    given = get_object_or_404(Consent, pk=pk, person=file.case.survivor_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        raise Http404

    def act() -> str:
        words = form.cleaned_data["words"]
        take_back(case=file.case, consent=given, by=request.user, words=words)
        return reverse("cases:consent", args=[code])

    answer = once(request, form, act)
    if answer is None:
        raise Http404
    return answer
