"""Deciding again what to do now, when something has changed since the first call."""

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.cases.actions.decisions import decide
from kimbilio.cases.deciding import Facts, Suggestion, in_words, suggest
from kimbilio.cases.intake_choices import Likely, Route, Safety
from kimbilio.cases.models import DecisionRule, Intake
from kimbilio.consent.choices import Giver
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, PlainTextField, once
from kimbilio.web.pages import StaffRequest, page


class DecideForm(KimbilioForm):
    """Asks how safe the person is now, and for what ``decide`` takes."""

    safety = forms.ChoiceField(
        label=_("Safe where they are now?"), choices=Safety, widget=forms.RadioSelect
    )
    is_body_with_them = forms.BooleanField(
        label=_("Police or another office is with them"), required=False
    )
    route = forms.ChoiceField(label=_("You decide"), choices=Route, widget=forms.RadioSelect)
    override_reason = PlainTextField(
        label=_("Why not as suggested?"), required=False, rows=2, max_length=1000
    )
    pick_up = PlainTextField(label=_("Go now: where to"), required=False, max_length=300)
    passed_on_to = PlainTextField(label=_("Partner: to whom"), required=False, max_length=200)
    may_share = forms.BooleanField(label=_("Partner: they agreed to it"), required=False)


@page(needs=Permission.WORK_ON_CASE)
def again(request: StaffRequest, code: str) -> HttpResponse:
    """Look again at what fits best now, and decide."""
    file = open_file(request, code, needs=Compartment.STORY, look=False)
    if Compartment.STORY not in file.changeable or not file.case.is_open:
        raise Http404
    intake = Intake.objects.filter(case=file.case).first()
    known = intake.safety if intake else Safety.CANNOT_SAY
    looks = request.method == "POST" and "look" in request.POST
    form = DecideForm(request.POST or None, initial={"safety": known})
    safety = (request.POST.get("safety") or known) if request.method == "POST" else known
    facts = Facts(
        minority=file.case.survivor.minority(),
        safety=Safety(safety) if safety in Safety.values else Safety.CANNOT_SAY,
        is_body_with_them=bool(request.POST.get("is_body_with_them")),
        trafficking=Likely(intake.trafficking) if intake else Likely.UNSURE,
    )
    suggestion = suggest(facts, DecisionRule.objects.filter(is_active=True).order_by("order"))
    if not looks and form.is_valid():
        answer = once(request, form, lambda: _decide(request, file, form, suggestion))
        if answer:
            return answer
    if looks:
        form = DecideForm(initial={**request.POST.dict(), "route": suggestion.route})
    context = {"form": form, "suggestion": suggestion, "reasons": in_words(facts)}
    response = render_file(request, file, "overview", "cases/decide.html", context)
    response.status_code = 422 if form.is_bound else 200
    return response


def _decide(request: StaffRequest, file: CaseFile, form: DecideForm, suggestion: Suggestion) -> str:
    answers = form.cleaned_data
    decide(
        case=file.case,
        suggestion=suggestion,
        route=Route(answers["route"]),
        override_reason=answers["override_reason"],
        pick_up=answers["pick_up"],
        passed_on_to=answers["passed_on_to"],
        may_share=answers["may_share"],
        giver=Giver.ASSENT if file.case.is_minor else Giver.SELF,
        by=request.user,
    )
    return file.case.get_absolute_url()
