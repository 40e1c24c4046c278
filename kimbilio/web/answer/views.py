"""The partner's own page: no account, no script; a link, a code, and one answer after another."""

from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import DomainError, Stale
from kimbilio.referrals.actions.links import answer_by_link, use_code
from kimbilio.referrals.choices import ANSWERS, ENDED, State
from kimbilio.referrals.models import AnswerLink
from kimbilio.referrals.queries import lines_of, link_of, may_be_shared
from kimbilio.web.floods import count, too_many
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.pages import page
from kimbilio.web.referrals.forms import AnswerForm

COOKIE = "answer"
STAYS = 12 * 3600  # seconds until a new code is needed
MISSES, MISSES_FOR = 30, 600


class CodeForm(KimbilioForm):
    """Asks for the six numbers that were told by phone."""

    code = PlainTextField(
        label=_("Your code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class PartnerForm(AnswerForm):
    """The same answers as the partner would say them."""

    SAID: ClassVar[dict[State, Any]] = {
        State.QUESTION: _("We have a question"),
        State.ACCEPTED: _("We can help"),
        State.DECLINED: _("We cannot help"),
        State.APPOINTMENT: _("We give a date"),
    }


STANDS: dict[State, Any] = {
    State.SENT: _("Waits for your answer"),
    State.SEEN: _("Waits for your answer"),
    **PartnerForm.SAID,
}


@page(needs=None)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Open with the code, read what is asked, and answer it."""
    link = None if too_many("answer", MISSES, seconds=MISSES_FOR) else link_of(token)
    if link is None:
        return _neutral(request)
    response = _inside(request, link) if _is_inside(request, link) else _outside(request, link)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


def _neutral(request: HttpRequest) -> HttpResponse:
    """The one page for links that are old, stopped or never were."""
    count("answer", seconds=MISSES_FOR)
    return render(request, "answer/closed.html", status=410)


def _mark(link: AnswerLink) -> str:
    return f"{link.pk}.{link.code_hash[:16]}"


def _is_inside(request: HttpRequest, link: AnswerLink) -> bool:
    try:
        mark = request.get_signed_cookie(COOKIE, salt="answer", max_age=STAYS)
    except (KeyError, signing.BadSignature):
        return False
    return link.code_used_at is not None and mark == _mark(link)


def _outside(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if _fits(link, form.cleaned_data["code"]):
            response: HttpResponse = redirect(request.path)
            response.set_signed_cookie(
                COOKIE, _mark(link), salt="answer", max_age=STAYS, path=request.path,
                httponly=True, samesite="Lax", secure=request.is_secure(),
            )  # fmt: skip
            return response
        form.add_error("code", str(_("This code does not open it. Ask us for a new one.")))
    status = 422 if form.is_bound else 200
    return render(request, "answer/code.html", {"form": form}, status=status)


def _fits(link: AnswerLink, code: str) -> bool:
    try:
        return use_code(link=link, code=code)
    except Stale:  # somebody else tried at this moment; this try was not looked at
        return False


def _inside(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    referral = link.referral
    form = PartnerForm(request.POST or None)
    form.allow(referral.allowed_moves | {State(referral.state)})
    if form.is_valid():
        try:
            answer_by_link(link=link, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(request.path)
    is_open = may_be_shared(referral)
    trail.look(Event.REFERRAL_LINK_OPENED, by=None, on=link)
    context: dict[str, Any] = {
        "referral": referral,
        "stands": STANDS.get(State(referral.state), referral.get_state_display()),
        "lines": lines_of(referral) if is_open else [],
        "is_open": is_open,
        "is_ended": referral.state in ENDED,
        "moves": referral.moves.exclude(state="draft").order_by("at", "id"),
        "form": form.allow(referral.allowed_moves) if ANSWERS & referral.allowed_moves else None,
    }
    return render(request, "answer/answer.html", context, status=422 if form.is_bound else 200)
