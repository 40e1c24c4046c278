"""Whether a person is reminded by SMS: their word in the file of the case, and the rule in the settings."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.access.choices import Compartment, Permission
from kimbilio.calendar.actions.reminders import (
    agree_to_reminders,
    end_reminders,
    save_reminder_rule,
)
from kimbilio.calendar.choices import Before, ReminderLanguage
from kimbilio.calendar.models import ReminderConsent, ReminderRule
from kimbilio.calendar.reminding import this_rule
from kimbilio.helpline.queries import can_text
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import masked, rules_in_words
from kimbilio.web.cases.shell import open_file, render_file
from kimbilio.web.forms import KimbilioForm, PlainTextField, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.work.forms import ContactField, VersionedForm

MOST = 12


class AgreeForm(KimbilioForm):
    """Asks for what ``agree_to_reminders`` takes."""

    contact = ContactField(label=gettext_lazy("Which number"))
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"), choices=ReminderLanguage, widget=forms.RadioSelect
    )


class RuleForm(VersionedForm):
    """Asks for what ``save_reminder_rule`` takes."""

    is_active = forms.BooleanField(
        label=gettext_lazy("Remind people of their sessions by SMS"), required=False,
        help_text=gettext_lazy("Only those who agreed, and only within their safe hours."),
    )  # fmt: skip
    hours_before = forms.TypedChoiceField(
        label=gettext_lazy("How long before"), choices=Before, coerce=int
    )
    kiswahili = PlainTextField(
        label=gettext_lazy("Words in Kiswahili"), max_length=160, rows=2,
        help_text=gettext_lazy("{day} and {time} are filled in. Nothing may tell what it is about."),
    )  # fmt: skip
    english = PlainTextField(label=gettext_lazy("Words in English"), max_length=160, rows=2)
    kiswahili_off = PlainTextField(
        label=gettext_lazy("Words in Kiswahili when it does not take place"), max_length=160, rows=2,
        help_text=gettext_lazy("Who was reminded of an hour that was called off or moved is told so."),
    )  # fmt: skip
    english_off = PlainTextField(
        label=gettext_lazy("Words in English when it does not take place"), max_length=160, rows=2
    )

    @staticmethod
    def of(rule: ReminderRule) -> dict[str, Any]:
        """The rule as the form shows it."""
        names = (
            "is_active", "hours_before", "kiswahili", "english", "kiswahili_off", "english_off",
            "version",
        )  # fmt: skip
        return {name: getattr(rule, name) for name in names}


@page(needs=Permission.WORK_ON_CASE)
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """Write down that the person wants to be reminded by SMS, and where; or wants it no more."""
    file = open_file(request, code, needs=Compartment.IDENTITY, look=request.method == "GET")
    rows = ReminderConsent.objects.open_in(file.case, request.user).filter(ended_at=None)
    consent: ReminderConsent | None = rows.select_related("contact", "agreed_by").first()
    here = reverse("cases:reminders", args=[code])
    if "end" in request.POST:
        if consent is None:
            raise Http404
        end_reminders(consent=consent, by=request.user)
        messages.success(request, _("The person is not reminded any more."))
        return redirect(here)
    points = ContactPoint.objects.filter(person=file.case.survivor_id, is_active=True, kind="phone")
    numbers = list(points.order_by("-is_primary", "id")[:MOST])
    form = AgreeForm(
        request.POST or None, user=request.user, initial={"language": _likely(file.case)}
    )
    offered = [(one, masked(one.value)) for one in numbers if one.may_text]
    form.fields["contact"].offer(offered)  # type: ignore[attr-defined]

    def act() -> str:
        agree_to_reminders(case=file.case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return here

    if form.is_valid() and (answer := once(request, form, act)):
        return answer
    context = {
        "consent": consent, "number": masked(consent.contact.value) if consent else "",
        "rules": rules_in_words(consent.contact) if consent else [], "form": form,
        "has_number": bool(offered), "rule": this_rule(), "has_account": can_text(),
        "may_agree": file.case.is_open,
    }  # fmt: skip
    response = render_file(request, file, "services", "calendar/reminders.html", context)
    response.status_code = 422 if form.is_bound else 200
    return response


def _likely(case: Any) -> str:
    """English for who speaks it and no Kiswahili, else Kiswahili."""
    spoken = {case.survivor.language, case.survivor.other_language}
    is_english = "eng" in spoken and not spoken & {"swa", "swh"}
    return ReminderLanguage.ENGLISH if is_english else ReminderLanguage.KISWAHILI


@page(needs=Permission.MANAGE_SETTINGS)
def rule(request: StaffRequest) -> HttpResponse:
    """Say whether, how long before and in which words people are reminded."""
    form = RuleForm(request.POST or None, user=request.user, initial=RuleForm.of(this_rule()))

    def save() -> str:
        said = dict(form.cleaned_data)
        save_reminder_rule(by=request.user, expected=said.pop("version"), **said)
        messages.success(request, _("Saved."))
        return reverse("reminders:rule")

    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, save):
            return answer
        newer: Any = form.stale.theirs if form.stale is not None else None
        if newer is not None:
            sides, status = both_sides(form, RuleForm.of(newer), newer.version), 409
    context = {"form": form, "title": _("Reminders"), "sides": sides, "back": "settings:index"}
    return render(request, "settings/edit.html", context, status=status)
