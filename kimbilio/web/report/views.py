"""The public form: somebody tells what they see or need, without a name if they like, and comes back by a code.

It works without a script and holds nothing that tells a browser's history more than "Message".
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.actions.taking_down import add_to_web_report, take_web_report
from kimbilio.helpline.choices import Direction
from kimbilio.helpline.marks import receipt_hash
from kimbilio.helpline.models import Conversation
from kimbilio.helpline.queries import messages_of
from kimbilio.kernel.errors import DomainError, Stale
from kimbilio.referrals.queries import sharing_with
from kimbilio.web.fields import PlainTextField
from kimbilio.web.floods import count, too_many
from kimbilio.web.pages import page
from kimbilio.web.public import public_page
from kimbilio.web.report.opening import (
    AGAIN,
    MISSES,
    MISSES_FOR,
    PER_HOUR,
    WHOLE_HOUR,
    key_of,
    opened_now,
)


class ReportForm(forms.Form):
    """Asks for what ``take_web_report`` takes. ``website`` is there for programs alone."""

    words = PlainTextField(
        label=_("What do you see, or what do you need?"), max_length=8000, rows=7
    )
    place = PlainTextField(label=_("Where, as near as you like"), max_length=300, required=False)
    reach = PlainTextField(
        label=_("How may we reach you? Leave it empty to stay unknown."), max_length=200,
        required=False,
    )  # fmt: skip
    website = forms.CharField(required=False, max_length=200)
    opened = forms.CharField(widget=forms.HiddenInput, max_length=200)


class MoreForm(forms.Form):
    """Something more, from whoever holds the code."""

    words = PlainTextField(label=_("Write more"), max_length=8000, rows=4)
    opened = forms.CharField(widget=forms.HiddenInput, max_length=200)


class CodeForm(forms.Form):
    """Asks for the code of a report."""

    code = PlainTextField(
        label=_("Your code"), max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip


@page(needs=None)
def report(request: HttpRequest) -> HttpResponse:
    """Write to people who help; get a code to come back with."""
    if request.method != "POST":
        return _screen(request, ReportForm(initial={"opened": opened_now()}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _screen(request, form, 422)
    key = key_of(form.cleaned_data["opened"])
    if form.cleaned_data["website"] or key is None:
        return _again(request, form, AGAIN)
    if too_many("report", PER_HOUR, seconds=WHOLE_HOUR):
        return _again(
            request,
            form,
            _(
                "Much comes from here just now. Your words are kept in this page: send them again in an hour, or call."
            ),
        )
    said = form.cleaned_data
    try:
        receipt = take_web_report(
            key=key, words=said["words"], place=said["place"], reach=said["reach"]
        )
    except DomainError as refusal:
        form.add_error(
            refusal.field if refusal.field in form.fields else None, str(refusal.message)
        )
        return _screen(request, form, 422)
    count("report", seconds=WHOLE_HOUR)
    return public_page(request, "report/thanks.html", {"code": receipt.code})


@page(needs=None)
def back(request: HttpRequest) -> HttpResponse:
    """Come back with the code: read what was answered, write more."""
    form = CodeForm(request.POST if "code" in request.POST else None)
    if not form.is_valid():
        return public_page(
            request, "report/code.html", {"form": form}, 422 if form.is_bound else 200
        )
    code = form.cleaned_data["code"]
    talk = None if too_many("code", MISSES, seconds=MISSES_FOR) else _behind(code)
    if talk is None:
        count("code", seconds=MISSES_FOR)
        form.add_error(
            "code",
            _("This code opens nothing. Check each letter; wait some minutes after many tries."),
        )
        return public_page(request, "report/code.html", {"form": form}, 422)
    more = MoreForm(
        request.POST if "more" in request.POST else None, initial={"opened": opened_now()}
    )
    is_sent = more.is_valid() and _add(talk, more)
    if is_sent:
        more = MoreForm(initial={"opened": opened_now()})
    said = [one for one in messages_of(talk) if one.direction != Direction.NOTE]
    context = {
        "talk": talk, "said": said, "code": code, "form": more, "is_sent": is_sent,
        "outcome": outcome_for(talk),
    }  # fmt: skip
    return public_page(request, "report/back.html", context, 422 if more.errors else 200)


def _add(talk: Conversation, more: MoreForm) -> bool:
    """Whether the words were added; if not, the form says why and carries a fresh key."""
    key = key_of(more.cleaned_data["opened"])
    more.data = {**more.data.dict(), "opened": opened_now()}  # type: ignore[attr-defined]  # a QueryDict
    if key is None:
        more.add_error(None, AGAIN)
        return False
    try:
        add_to_web_report(conversation=talk, key=key, words=more.cleaned_data["words"])
    except Stale:
        more.add_error(None, AGAIN)
        return False
    except DomainError as refusal:
        more.add_error("words", str(refusal.message))
        return False
    return True


def outcome_for(talk: Conversation) -> str:
    """What a partner who sent somebody may know of the end: the outcome, if the person agrees to share."""
    incoming = getattr(talk, "incoming", None)
    if incoming is None or talk.is_open or talk.case is None:
        return ""
    standing = sharing_with(talk.case, incoming.partner.name)
    return str(talk.get_outcome_display()) if standing is not None and standing.is_given else ""


def _behind(code: str) -> Conversation | None:
    found: Conversation | None = Conversation.objects.filter(
        receipt_hash=receipt_hash(code)
    ).first()
    return found


def _screen(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    return public_page(request, "report/report.html", {"form": form}, status)


def _again(request: HttpRequest, form: ReportForm, words: Any) -> HttpResponse:
    """The form with all that was typed, a fresh key, and why it was not taken."""
    data = request.POST.copy()
    data["opened"], data["website"] = opened_now(), ""
    fresh = ReportForm(data)
    fresh.add_error(None, words)
    return _screen(request, fresh, 429)
