"""Money for a business: asked for, decided by a second person, paid in parts."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.giving import pay_tranche
from kimbilio.livelihoods.actions.grants import (
    ask_grant,
    decide_grant,
    meet_condition,
    plan_tranche,
    waive_condition,
)
from kimbilio.livelihoods.choices import GrantState
from kimbilio.livelihoods.models import BusinessGrant, Tranche
from kimbilio.livelihoods.queries import fundings_in_use
from kimbilio.web.justice.forms import shillings
from kimbilio.web.livelihoods.business import stand_at
from kimbilio.web.livelihoods.ground import Ground, part_of
from kimbilio.web.livelihoods.learning import offer_money
from kimbilio.web.livelihoods.money_forms import (
    AskGrantForm,
    DecideForm,
    PayForm,
    ReasonForm,
    SureForm,
    TrancheForm,
)
from kimbilio.web.pages import StaffRequest, page


def _grant(
    request: StaffRequest, code: str, pk: UUID, *, writes: bool = True
) -> tuple[Ground, BusinessGrant]:
    grant = part_of(request, BusinessGrant.objects.select_related("asked_by", "funding"), pk)
    ground = stand_at(request, code, grant.business_id, writes=writes)
    grant.business, grant.case = ground.episode, ground.file.case
    return ground, grant


def _tranche(
    request: StaffRequest, code: str, pk: UUID, *, writes: bool = True
) -> tuple[Ground, Tranche]:
    rows = Tranche.objects.select_related("grant__funding", "grant__asked_by")
    tranche = part_of(request, rows, pk)
    ground = stand_at(request, code, tranche.grant.business_id, writes=writes)
    tranche.grant.business, tranche.grant.case = ground.episode, ground.file.case
    tranche.case = ground.file.case
    return ground, tranche


@page(needs=Permission.WORK_ON_CASE)
def ask(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask for money, with what I think of the plan."""
    ground = stand_at(request, code, pk)
    form = AskGrantForm(request.POST or None, user=request.user, about=pk)

    def act() -> None:
        ask_grant(
            business=ground.episode, wanted_cents=form.cleaned_data["wanted"],
            appraisal=form.cleaned_data["appraisal"], by=request.user,
        )  # fmt: skip

    return ground.ask(form, act, {"heading": _("Ask for a grant"), "button": _("Ask for it")})


@page(needs=Permission.MANAGE_TEAM)
def decide(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say yes, with an amount and who pays, or no with the reason."""
    ground, grant = _grant(request, code, pk, writes=False)
    if not ground.leads or grant.state != GrantState.ASKED:
        raise Http404
    start = {"approved": shillings(grant.wanted_cents), "version": grant.version}
    form = DecideForm(request.POST or None, user=request.user, about=pk, initial=start)
    form.fields["funding"].offer(fundings_in_use())  # type: ignore[attr-defined]

    def act() -> None:
        said = form.cleaned_data
        decide_grant(
            grant=grant, approve=said["answer"] == "yes", approved_cents=said["approved"],
            funding=said["funding"], words=said["words"], expected=said["version"],
            by=request.user,
        )  # fmt: skip

    context = {
        "heading": _("Decide about a business grant"), "button": _("Send the answer"),
        "grant": grant,
    }  # fmt: skip
    return ground.ask(form, act, context)


@page(needs=Permission.WORK_ON_CASE)
def new_part(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Plan the next part of an approved grant."""
    ground, grant = _grant(request, code, pk)
    if grant.state != GrantState.APPROVED:
        raise Http404
    form = TrancheForm(request.POST or None, user=request.user, about=pk)

    def act() -> None:
        said = form.cleaned_data
        plan_tranche(
            grant=grant, amount_cents=said["amount"], condition=said["condition"], by=request.user
        )

    return ground.ask(form, act, {"heading": _("Next part of the grant"), "button": _("Save")})


@page(needs=Permission.WORK_ON_CASE)
def met(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that I saw the condition met."""
    ground, tranche = _tranche(request, code, pk)
    start = {"version": tranche.version}
    form = SureForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        expected = form.cleaned_data["version"]
        meet_condition(tranche=tranche, by=request.user, expected=expected)

    context = {
        "heading": _("The condition is met"), "button": _("Yes, I saw it"), "tranche": tranche,
    }  # fmt: skip
    return ground.ask(form, act, context, start=_nothing)


@page(needs=Permission.MANAGE_TEAM)
def waive(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Let a part be paid though its condition is not met, with a reason."""
    ground, tranche = _tranche(request, code, pk, writes=False)
    if not ground.leads:
        raise Http404
    start = {"version": tranche.version}
    form = ReasonForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = form.cleaned_data
        waive_condition(
            tranche=tranche, reason=said["reason"], by=request.user, expected=said["version"]
        )

    context = {
        "heading": _("Pay it all the same"), "button": _("Let it be paid"), "tranche": tranche,
    }  # fmt: skip
    return ground.ask(form, act, context, start=_nothing)


@page(needs=Permission.WORK_ON_CASE)
def pay(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Pay one part of a grant into the ledger, with its receipt."""
    ground, tranche = _tranche(request, code, pk)
    grant = tranche.grant
    if grant.funding is None:
        raise Http404
    start = {"cost": shillings(tranche.amount_cents), "funding": str(grant.funding_id)}
    form = PayForm(request.POST or None, user=request.user, about=pk, initial=start)
    offer_money(form, ground)
    form.fields["funding"].offer([grant.funding])  # type: ignore[attr-defined]

    def act() -> None:
        pay_tranche(tranche=tranche, given=form.given(), by=request.user)

    context = {
        "heading": _("Pay a part of the grant"), "button": _("Enter it"), "tranche": tranche,
    }  # fmt: skip
    return ground.ask(form, act, context)


def _nothing(theirs: Any) -> dict[str, Any]:
    """There is nothing to show side by side: somebody was faster."""
    return {}
