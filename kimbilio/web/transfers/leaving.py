"""The transfer in the file of a case: asking, the lead's yes, packing, and what they say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.cases.queries.closing import may_lead_closing
from kimbilio.referrals.queries import agreed_partners
from kimbilio.transfers.actions.giving import (
    CannotMove,
    WrongProof,
    agree_transfer,
    ask_transfer,
    note_wrong_proof,
    record_acceptance,
    record_decline,
    withdraw_transfer,
)
from kimbilio.transfers.actions.packing import begin_package, take_package
from kimbilio.transfers.choices import Making, State
from kimbilio.transfers.contents import Extent, extent_of
from kimbilio.transfers.models import Package, Transfer
from kimbilio.transfers.queries import may_still_go, parts_to_give, transfers_of
from kimbilio.vault.file_types import PACKAGE
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.transfers.forms import (
    AcceptedForm,
    AgreeForm,
    AskForm,
    DeclinedForm,
    LeadAskForm,
    PackForm,
)

IDENTITY = Compartment.IDENTITY


@dataclass
class Desk:
    """One case with its transfer as one person may go on with it, and the form that was sent."""

    request: StaffRequest
    file: CaseFile
    earlier: list[Transfer]
    transfer: Transfer | None = None
    parts: list[Compartment] = field(default_factory=list)
    forms: dict[str, KimbilioForm] = field(default_factory=dict)
    passphrase: str = ""
    has_wrong_proof: bool = False

    @property
    def works(self) -> bool:
        """Whether the person may change something of this case."""
        return Compartment.OUTLINE in self.file.changeable

    @property
    def answers(self) -> bool:
        """Whether the yes to the open transfer is theirs to give."""
        asked = self.transfer is not None and self.transfer.state == State.ASKED
        if not asked or self.transfer is None:
            return False
        leads = may_lead_closing(self.request.user, self.file.case)
        return leads and self.transfer.asked_by_id != self.request.user.pk

    def form(self, name: str, kind: Any, **given: Any) -> None:
        """Offer a form; what was sent to it comes with it."""
        sent = self.request.POST if name in self.request.POST else None
        form = kind(sent, **given)
        if name != "ask":
            about = forms.CharField(
                required=False, widget=forms.HiddenInput(attrs={"id": f"which-{name}"})
            )
            form.fields["which"], form.initial["which"] = about, self.which
        self.forms[name] = form

    @property
    def which(self) -> str:
        """The transfer on the screen, which each form brings back: a yes is to this one alone."""
        return str(self.transfer.pk) if self.transfer else ""

    def is_of_this(self, which: str) -> bool:
        """Whether a form was drawn for the transfer that is open now."""
        return not which or which == self.which


@page(needs=Permission.WORK_ON_CASE)
def transfer(request: StaffRequest, code: str) -> HttpResponse:
    """Give this case to another organisation, step by step, and see how far it is."""
    is_poll = bool(request.htmx) and request.method == "GET"
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET" and not is_poll)
    desk = Desk(request, file, transfers_of(file.case))
    desk.transfer = next((one for one in desk.earlier if one.is_open), None)
    if desk.transfer is not None:
        desk.transfer.case = file.case
        desk.earlier.remove(desk.transfer)
    if not desk.works and request.method == "POST" and not desk.answers:
        raise Http404
    _offer(desk)
    if done := _act(desk):
        return done
    return _drawn(desk, is_poll=is_poll)


def _offer(desk: Desk) -> None:
    """The forms for what can come next, and whatever was sent: the action says if it is too late."""
    open_one, user, sent = desk.transfer, desk.request.user, desk.request.POST
    moves = open_one.allowed_moves if open_one and desk.works else frozenset[State]()
    may_ask = open_one is None and desk.works and desk.file.case.is_open
    if may_ask or "ask" in sent:
        kind = LeadAskForm if holds(user.role, Permission.MANAGE_TEAM) else AskForm
        desk.form("ask", kind, user=user, about=desk.file.case.pk)
    if desk.answers or "agree" in sent:
        day = open_one.hand_over_on if open_one else None
        desk.form("agree", AgreeForm, initial={"hand_over_on": day})
    if State.PACKED in moves or "pack" in sent:
        desk.parts = parts_to_give(user, desk.file.case)
        desk.form("pack", PackForm, parts=desk.parts)
    if State.ACCEPTED in moves or "accept" in sent:
        desk.form("accept", AcceptedForm)
    if State.DECLINED in moves or "decline" in sent:
        desk.form("decline", DeclinedForm, auto_id="declined_%s")


def _act(desk: Desk) -> HttpResponse | None:
    """Do what the pressed button says."""
    request, here = desk.request, reverse("cases:transfer", args=[desk.file.case.code])
    for name, form in desk.forms.items():
        if form.is_valid():
            done = once(request, form, _doing(desk, name, form, here))
            if done:
                return None if desk.passphrase else done
            if desk.has_wrong_proof and desk.transfer is not None:
                note_wrong_proof(transfer=desk.transfer, by=request.user)
    if "withdraw" in request.POST and desk.transfer is not None:
        if not desk.is_of_this(request.POST.get("which", "")):
            raise CannotMove
        withdraw_transfer(transfer=desk.transfer, by=request.user)
        messages.success(request, _("The transfer is taken back. The case stays with us."))
        return redirect(here)
    return None


def _doing(desk: Desk, name: str, form: Any, here: str) -> Callable[[], str]:
    given, by = dict(form.cleaned_data), desk.request.user
    which = given.pop("which", "")

    def act() -> str:
        if name == "ask":
            ask_transfer(case=desk.file.case, by=by, **given)
            return here
        open_one = desk.transfer
        if open_one is None or not desk.is_of_this(which):
            raise CannotMove
        match name:
            case "agree":
                agree_transfer(transfer=open_one, by=by, **given)
            case "pack":
                made = begin_package(transfer=open_one, by=by, **form.answers())
                desk.passphrase = made[1]
            case "accept":
                try:
                    record_acceptance(transfer=open_one, by=by, **given)
                except WrongProof:
                    desk.has_wrong_proof = True
                    raise
            case "decline":
                record_decline(transfer=open_one, by=by, **given)
        return here

    return act


def _drawn(desk: Desk, *, is_poll: bool) -> HttpResponse:
    package = _newest(desk.transfer)
    context: dict[str, Any] = {
        "transfer": desk.transfer,
        "package": package,
        "at_work": package is not None and package.state == Making.AT_WORK,
        "may_save": _may_save(desk, package),
    }
    if is_poll:
        response = render(
            desk.request, "transfers/_package.html", {**context, "case": desk.file.case}
        )
        patch_vary_headers(response, ["HX-Request"])
        return response
    arrival = getattr(desk.file.case, "arrival", None)
    context |= {
        "forms": desk.forms,
        "earlier": desk.earlier,
        "passphrase": desk.passphrase,
        "works": desk.works,
        "answers": desk.answers,
        "agreed": agreed_partners(desk.file.case) if "ask" in desk.forms else [],
        "consent_holds": desk.transfer is None or may_still_go(desk.transfer),
        "extent": _extent(desk),
        "accepted": next((one for one in desk.earlier if one.state == State.ACCEPTED), None),
        "arrival": arrival,
    }
    response = render_file(desk.request, desk.file, "transfer", "transfers/of_case.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if desk.passphrase:
        response["Cache-Control"] = "no-store"
    elif desk.request.method == "POST":
        response.status_code = 422
    return response


def _newest(open_one: Transfer | None) -> Package | None:
    if open_one is None:
        return None
    newest: Package | None = open_one.packages.order_by("-made_at", "-id").first()
    return newest


def _may_save(desk: Desk, package: Package | None) -> bool:
    if package is None or package.file_id is None or not desk.works:
        return False
    parts = desk.parts or parts_to_give(desk.request.user, desk.file.case)
    return package.compartments <= set(parts)


def _extent(desk: Desk) -> Extent | None:
    return extent_of(desk.file.case, frozenset(desk.parts)) if "pack" in desk.forms else None


@page(needs=Permission.WORK_ON_CASE, methods=("GET",))
def package(request: StaffRequest, code: str, pk: UUID) -> StreamingHttpResponse:
    """Save the locked package, under a name that tells nothing."""
    file = open_file(request, code, needs=IDENTITY, look=False)
    rows = Package.objects.filter(transfer__case=file.case).select_related("transfer")
    one = get_object_or_404(rows, pk=pk)
    one.transfer.case = file.case
    pieces = take_package(package=one, by=request.user)
    response = StreamingHttpResponse(pieces, content_type=PACKAGE)
    response["Content-Length"] = str(one.size)
    response["Content-Encoding"] = "identity"
    response["Content-Disposition"] = (
        f'attachment; filename="package-{one.number.split()[0]}.kimbilio"'
    )
    response["Cache-Control"] = "private, no-store"
    return response
