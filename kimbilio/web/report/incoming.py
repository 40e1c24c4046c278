"""A partner's own short page: send us somebody, get a receipt, come back for the answer."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.intake_choices import Safety
from kimbilio.helpline.actions.incoming import take_incoming
from kimbilio.helpline.choices import Urgency
from kimbilio.helpline.marks import referrer_hash
from kimbilio.helpline.models import ReferrerLink
from kimbilio.kernel.errors import DomainError
from kimbilio.people.choices import Minority
from kimbilio.web.fields import PlainTextField
from kimbilio.web.floods import count, too_many
from kimbilio.web.pages import page
from kimbilio.web.public import public_page
from kimbilio.web.report.opening import AGAIN, MISSES, MISSES_FOR, key_of, opened_now


class IncomingForm(forms.Form):
    """Asks for what ``take_incoming`` takes, as short as a desk at night can bear."""

    words = PlainTextField(label=_("Who needs what? No full names."), max_length=4000, rows=4)
    urgency = forms.ChoiceField(
        label=_("How soon"),
        choices=[
            (Urgency.LOOK_FIRST, _("Now")), (Urgency.TODAY, _("Today")),
            (Urgency.NORMAL, _("These days")),
        ],
    )  # fmt: skip
    told = forms.ChoiceField(
        label=_("Adult or minor"),
        choices=[
            (Minority.UNSURE, _("Not sure")), (Minority.MINOR, _("Minor")),
            (Minority.ADULT, _("Adult")),
        ],
    )  # fmt: skip
    age = forms.IntegerField(
        label=_("About how old"), min_value=0, max_value=120, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    safety = forms.ChoiceField(
        label=_("Danger now?"),
        choices=[
            (Safety.CANNOT_SAY, _("Cannot say")), (Safety.NOT_SAFE, _("Not safe now")),
            (Safety.HOURS, _("Safe for some hours")), (Safety.SAFE, _("Safe")),
        ],
    )  # fmt: skip
    place = PlainTextField(label=_("Where they are now"), max_length=300, required=False)
    officer = PlainTextField(label=_("Your name or desk"), max_length=120)
    reach = PlainTextField(label=_("How we reach you"), max_length=200)
    is_agreed = forms.BooleanField(label=_("The person knows and agrees"), required=False)
    opened = forms.CharField(widget=forms.HiddenInput, max_length=200)


@page(needs=None)
def refer(request: HttpRequest, token: str) -> HttpResponse:
    """Send somebody who needs help, without an account."""
    link = None if too_many("referrer", MISSES, seconds=MISSES_FOR) else _open_link(token)
    if link is None:
        count("referrer", seconds=MISSES_FOR)
        return public_page(request, "report/no_link.html", {}, 410)
    form = IncomingForm(request.POST or None, initial={"opened": opened_now()})
    if not form.is_valid():
        return _screen(request, link, form, 422 if form.is_bound else 200)
    key = key_of(form.cleaned_data["opened"])
    if key is None:
        return _again(request, link)
    try:
        receipt = take_incoming(link=link, key=key, **_answers(form.cleaned_data))
    except DomainError as refusal:
        form.add_error(
            refusal.field if refusal.field in form.fields else None, str(refusal.message)
        )
        return _screen(request, link, form, 422)
    return public_page(request, "report/thanks.html", {"code": receipt.code, "is_partner": True})


def _open_link(token: str) -> ReferrerLink | None:
    links = ReferrerLink.objects.select_related("partner")
    found: ReferrerLink | None = links.filter(
        token_hash=referrer_hash(token), stopped_at=None, partner__is_active=True
    ).first()
    return found


def _answers(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": said["words"],
        "urgency": Urgency(said["urgency"]),
        "officer": said["officer"],
        "reach": said["reach"],
        "is_agreed": said["is_agreed"],
        "answers": {name: said[name] for name in ("told", "age", "safety", "place")},
    }


def _again(request: HttpRequest, link: ReferrerLink) -> HttpResponse:
    data = request.POST.copy()
    data["opened"] = opened_now()
    form = IncomingForm(data)
    form.add_error(None, AGAIN)
    return _screen(request, link, form, 429)


def _screen(
    request: HttpRequest, link: ReferrerLink, form: IncomingForm, status: int
) -> HttpResponse:
    return public_page(request, "report/refer.html", {"form": form, "link": link}, status)
