"""Referrals in the file of a case: the list, a new one, and one with its moves; and what is late."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import compartments_open_to
from kimbilio.cases.queries.passing_on import passed_on_to
from kimbilio.helpline.actions.answering import send_text
from kimbilio.letters.actions.referring import filed_under
from kimbilio.partners.choices import Service
from kimbilio.partners.queries import directory
from kimbilio.people.safety import masked
from kimbilio.referrals.actions.links import Key, revoke_links, send_referral
from kimbilio.referrals.actions.making import draft_referral
from kimbilio.referrals.actions.moving import answer_question, record_answer, withdraw_referral
from kimbilio.referrals.choices import ANSWERS, ENDED, ItemKind
from kimbilio.referrals.models import OfficeLetter, Referral
from kimbilio.referrals.queries import (
    Line,
    agreed_partners,
    lines_of,
    may_be_shared,
    partner_key,
    takes_referrals,
    track_records,
    waiting_for,
)
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page
from kimbilio.web.referrals.forms import (
    LeadReferralForm,
    PrintForm,
    ReferralForm,
    ReplyForm,
    SendForm,
    ToldForm,
    WithdrawForm,
)
from kimbilio.web.referrals.papers import kept, printed

IDENTITY = Compartment.IDENTITY
MOST = 50
BUTTONS = ("send", "print", "keep", "answer_them", "answer", "withdraw")
MOST_OFFERED = 200  # entries of the directory that the fields offer


@dataclass(frozen=True)
class Row:
    """One referral in the list of a case; of what was shared, the kinds that are open to the reader."""

    referral: Referral
    items: list[Any]
    consent_holds: bool


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """The referrals of my cases in which something is still to come, the latest due first."""
    after = request.GET.get("after", "")
    shown = keyset_page(waiting_for(request.user), by=("waits_until", "id"), after=after, size=MOST)
    return render(request, "referrals/index.html", {"referrals": shown})


@page(needs=Permission.SEE_CASES, methods=("GET",))
def of_case(request: StaffRequest, code: str) -> HttpResponse:
    """To whom this case was referred, and how each stands."""
    file = open_file(request, code, needs=IDENTITY)
    rows = Referral.objects.open_in(file.case, request.user)
    rows = rows.prefetch_related("items")
    found = keyset_page(rows, by=("-made_at", "-id"), after=request.GET.get("after", ""), size=MOST)
    agreed = {partner_key(name) for name, _until in agreed_partners(file.case)}
    shown = [
        Row(
            referral,
            [item for item in referral.items.all() if file.sees(item.compartment)],
            referral.partner_key in agreed,
        )
        for referral in found
    ]
    letters = OfficeLetter.objects.open_in(file.case, request.user)
    letters = letters.select_related("collector").order_by("-asked_at", "-id")[:MOST]
    context = {
        "rows": shown, "next": found.next, "letters": letters, "may_refer": _may_refer(file),
    }  # fmt: skip
    return render_file(request, file, "referrals", "referrals/of_case.html", context)


def _may_refer(file: CaseFile) -> bool:
    return Compartment.OUTLINE in file.changeable and takes_referrals(file.case)


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Choose whom to ask and what to share; the next page shows it before it is sent."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    if not _may_refer(file):
        raise Http404
    leads = holds(request.user.role, Permission.MANAGE_TEAM)
    kind = LeadReferralForm if leads else ReferralForm
    to = "" if file.case.is_open else passed_on_to(file.case)
    form: ReferralForm = kind(
        request.POST or None, user=request.user, about=file.case.pk,
        initial={"partner": to, **_asked_for(request)},
    )  # fmt: skip
    form.offer_only(compartments_open_to(request.user, file.case, Act.EXPORT))
    entries = list(directory()[:MOST_OFFERED])
    records = track_records(entries)
    form.offer_entries(entries, records)

    def act() -> str:
        made = draft_referral(case=file.case, by=request.user, **form.answers())
        return reverse("cases:referral", args=[code, made.pk])

    if form.is_valid():
        answer = once(request, form, act)
        if answer:
            return answer
    context = {
        "form": form, "records": records[:10], "partners": entries,
        "agreed": agreed_partners(file.case),
    }  # fmt: skip
    response = render_file(request, file, "referrals", "referrals/new.html", context)
    response.status_code = 422 if form.is_bound else 200
    return response


def _asked_for(request: StaffRequest) -> dict[str, str]:
    """What another page began: the service, and a need by its code; never words in an address."""
    found = {}
    if (service := request.GET.get("service", "")) in Service.values:
        found["service"] = service
    if request.GET.get("need") == "psychiatry":
        found["need"] = _("An assessment by a psychiatrist, and treatment if it is needed.")
    return found


@page(needs=Permission.SEE_CASES)
def one(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See what the partner sees, send it, pass their answer on, or take it back."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    rows = Referral.objects.open_in(file.case, request.user).select_related("case__lead", "made_by")
    referral = get_object_or_404(rows, pk=pk)
    if request.method == "POST" and not _may_refer(file):
        raise Http404
    forms = Forms.read(request, referral)
    key: list[Key] = []
    if done := _act(request, referral, forms, key):
        return done
    response = render_file(
        request, file, "referrals", "referrals/one.html", _one(file, referral, forms, key)
    )
    if request.method == "POST" and not key:
        response.status_code = 422
    if key:
        response["Cache-Control"] = "no-store"
    return response


@dataclass
class Forms:
    """The forms of the page, of which one was sent at most."""

    send: SendForm
    paper: PrintForm
    reply: ReplyForm
    told: ToldForm
    withdraw: WithdrawForm

    @classmethod
    def read(cls, request: StaffRequest, referral: Referral) -> "Forms":
        """Each with what was sent to it."""
        sent = {name: request.POST if name in request.POST else None for name in BUTTONS}
        start = {"version": referral.version}
        told = ToldForm(sent["answer"], initial=start)
        told.allow(referral.allowed_moves)
        paper = PrintForm(sent["print"] or sent["keep"], initial={"language": get_language()})
        reply = ReplyForm(sent["answer_them"], initial=start, auto_id="reply_%s")
        withdraw = WithdrawForm(sent["withdraw"], initial=start, auto_id="withdraw_%s")
        return cls(SendForm(sent["send"]), paper, reply, told, withdraw)


def _act(
    request: StaffRequest, referral: Referral, forms: Forms, key: list[Key]
) -> HttpResponse | None:
    """Do what the pressed button says. A new link goes into ``key``, to be shown on this page once."""
    here = reverse("cases:referral", args=[referral.case.code, referral.pk])
    by = request.user

    def send() -> str:
        made = send_referral(referral=referral, by=by)
        if number := forms.send.cleaned_data["code_to"]:
            words = _("Your code is %(code)s. It opens the page that we sent you.")
            send_text(to=number, text=words % {"code": made.code}, by=by)
        key.append(made)
        return here

    def reply() -> str:
        said = forms.reply.cleaned_data
        answer_question(referral=referral, words=said["reply"], by=by, expected=said["version"])
        messages.success(request, _("They read it behind their link."))
        return here

    def told() -> str:
        said = dict(forms.told.cleaned_data)
        record_answer(referral=referral, by=by, expected=said.pop("version"), **said)
        return here

    def withdraw() -> str:
        expected = forms.withdraw.cleaned_data["version"]
        withdraw_referral(referral=referral, by=by, expected=expected)
        messages.success(request, _("The referral is withdrawn."))
        return here

    def keep() -> str:
        made = kept(referral, by=by, **forms.paper.cleaned_data)
        messages.success(
            request, _("The letter is made and kept with the case. Print or save it here.")
        )
        return reverse("cases:document", args=[referral.case.code, made.pk])

    acts = (
        (forms.send, send),
        (forms.reply, reply),
        (forms.told, told),
        (forms.withdraw, withdraw),
    )
    for form, act in acts:
        if form.is_valid() and (done := once(request, form, act)):
            return None if key else done
        if form.stale is not None:
            both_sides(form, {}, referral.version)  # the moves below say what came meanwhile
    if forms.paper.is_valid() and "keep" in request.POST:
        return once(request, forms.paper, keep)
    if forms.paper.is_valid():
        return printed(referral, by=by, **forms.paper.cleaned_data)
    if "revoke" in request.POST:
        revoke_links(referral=referral, by=by)
        messages.success(request, _("The link does not work any more."))
        return redirect(here)
    return None


def _one(file: CaseFile, referral: Referral, forms: Forms, key: list[Key]) -> dict[str, Any]:
    """What the page shows: of the lines, those of parts that are open to the reader."""
    lines = lines_of(referral)
    exportable = compartments_open_to(file.viewer, file.case, Act.EXPORT)
    return {
        "referral": referral,
        "forms": forms,
        "key": key[0] if key else None,
        "lines": [_discreet(line) for line in lines if file.sees(line.compartment)],
        "closed_lines": sum(not file.sees(line.compartment) for line in lines),
        "moves": referral.moves.select_related("by").order_by("at", "id"),
        "has_link": referral.links.filter(revoked_at=None).exists(),
        "may_be_shared": may_be_shared(referral),
        "sees_entry": holds(file.viewer.role, Permission.SEE_PARTNERS),
        "may_refer": _may_refer(file) and referral.state not in ENDED,
        "may_send": all(
            line.compartment in exportable or line.compartment == Compartment.OUTLINE
            for line in lines
        ),
        "may_keep": filed_under(line.kind for line in lines) in file.changeable,
        "may_answer": bool(ANSWERS & referral.allowed_moves),
        "is_ended": referral.state in ENDED,
        "may_text": holds(file.viewer.role, Permission.ANSWER_HELPLINE),
    }


def _discreet(line: Line) -> Line:
    """A name and a number stay hidden here as everywhere; the partner reads them whole."""
    if line.kind == ItemKind.FULL_NAME:
        return replace(line, words=_("Behind “Full name” above"))
    if line.kind == ItemKind.CONTACT:
        number, *rules = line.words.split("\n")
        return replace(line, words="\n".join([masked(number) if rules else number, *rules]))
    return line
