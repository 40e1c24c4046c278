"""Referrals in the file of a case: the list, a new one, and one with its moves; and what is late."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.partners.queries import directory
from kimbilio.referrals.actions.links import revoke_links, send_referral
from kimbilio.referrals.actions.making import draft_referral
from kimbilio.referrals.actions.moving import answer_question, record_answer, withdraw_referral
from kimbilio.referrals.choices import ANSWERS, ENDED
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import agreed_partners, may_be_shared, track_records, waiting_for
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.referrals.forms import AnswerForm, LeadReferralForm, ReferralForm

IDENTITY = Compartment.IDENTITY
MOST = 50
MOST_OFFERED = 200  # names of the directory that the field offers


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """The referrals of my cases in which something is still to come, the latest due first."""
    rows = list(waiting_for(request.user)[:MOST])
    return render(request, "referrals/index.html", {"referrals": rows})


@page(needs=Permission.SEE_CASES, methods=("GET",))
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """To whom this case was referred, and how each stands."""
    file = open_file(request, code, needs=IDENTITY)
    rows = Referral.objects.open_to(request.user).filter(case=file.case)
    rows = rows.prefetch_related("items").order_by("-made_at", "-id")[:MOST]
    context = {"referrals": rows, "may_refer": _may_refer(file)}
    return render_file(request, file, "referrals", "referrals/of_case.html", context)


def _may_refer(file: CaseFile) -> bool:
    return file.case.is_open and Compartment.OUTLINE in file.changeable


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Choose whom to ask and what to share; the next page shows it before it is sent."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    if not _may_refer(file):
        raise Http404
    leads = holds(request.user.role, Permission.MANAGE_TEAM)
    kind = LeadReferralForm if leads else ReferralForm
    form: ReferralForm = kind(request.POST or None, user=request.user, about=file.case.pk)

    def act() -> str:
        made = draft_referral(case=file.case, by=request.user, **form.answers())
        return reverse("cases:referral", args=[code, made.pk])

    if form.is_valid():
        answer = once(request, form, act)
        if answer:
            return answer
    context = {
        "form": form, "records": track_records()[:10], "agreed": agreed_partners(file.case),
        "partners": directory().values_list("name", flat=True)[:MOST_OFFERED],
    }  # fmt: skip
    response = render_file(request, file, "referrals", "referrals/new.html", context)
    response.status_code = 422 if form.is_bound else 200
    return response


@page(needs=Permission.SEE_CASES)
def one(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See what the partner sees, send it, pass their answer on, or take it back."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    rows = Referral.objects.open_to(request.user).select_related("case__lead", "made_by")
    referral = get_object_or_404(rows, pk=pk, case=file.case)
    if request.method == "POST" and not _may_refer(file):
        raise Http404
    form = AnswerForm(request.POST if "answer" in request.POST else None)
    form.allow(referral.allowed_moves)
    context: dict[str, Any] = {"referral": referral, "form": form}
    if request.method == "POST":
        if "send" in request.POST:
            context["key"] = send_referral(referral=referral, by=request.user)
        elif form.is_bound:
            if form.is_valid() and (
                answer := once(request, form, lambda: _told(request, referral, form))
            ):
                return answer
        else:
            _change(request, referral)
            return redirect("cases:referral", code, pk)
    context |= {
        "items": [item for item in referral.items.all() if file.sees(item.compartment)],
        "moves": referral.moves.select_related("by").order_by("at", "id"),
        "has_link": referral.links.filter(revoked_at=None).exists(),
        "may_be_shared": may_be_shared(referral),
        "may_refer": _may_refer(file) and referral.state not in ENDED,
        "may_answer": bool(ANSWERS & referral.allowed_moves),
    }
    response = render_file(request, file, "referrals", "referrals/one.html", context)
    response.status_code = 422 if form.is_bound else 200
    if "key" in context:
        response["Cache-Control"] = "no-store"
    return response


def _told(request: StaffRequest, referral: Referral, form: AnswerForm) -> str:
    record_answer(referral=referral, by=request.user, **form.cleaned_data)
    return reverse("cases:referral", args=[referral.case.code, referral.pk])


def _change(request: StaffRequest, referral: Referral) -> None:
    words = request.POST.get("words", "")[:2000]
    if "withdraw" in request.POST:
        withdraw_referral(referral=referral, by=request.user)
        messages.success(request, _("The referral is withdrawn."))
    elif "revoke" in request.POST:
        revoke_links(referral=referral, by=request.user)
        messages.success(request, _("The link does not work any more."))
    elif "reply" in request.POST:
        answer_question(referral=referral, words=words, by=request.user)
        messages.success(request, _("They read it behind their link."))
