"""Cases from other organisations: our key for them, their packages, and taking one in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.transfers.actions.arriving import (
    bring_package,
    drop_arrival,
    make_exchange_key,
    note_refusal,
)
from kimbilio.transfers.actions.filing import accept_arrival
from kimbilio.transfers.choices import ArrivalState
from kimbilio.transfers.errors import PackageRefused
from kimbilio.transfers.models import Arrival
from kimbilio.transfers.queries import arrivals_of, transfers_to_answer
from kimbilio.vault import exchange_keys
from kimbilio.vault.exchange_keys import PublicKey
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.transfers.forms import AcceptForm, BringForm

MOST = 20


@page(needs=Permission.IMPORT_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """Answer colleagues who want to give a case away; bring a package that somebody sent."""
    form = BringForm(request.POST or None, request.FILES or None)
    refused: list[PackageRefused] = []

    def act() -> str:
        try:
            arrival = bring_package(
                content=form.content(), passphrase=form.cleaned_data["passphrase"], by=request.user
            )
        except PackageRefused as refusal:
            refused.append(refusal)
            raise
        return reverse("transfers:arrival", args=[arrival.pk])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    if refused:
        note_refusal(why=refused[0].code, by=request.user)
    context = {
        "form": form,
        "stayed_here": getattr(refused[0], "case_code", "") if refused else "",
        "waiting": transfers_to_answer(request.user)[:MOST],
        "arrivals": arrivals_of(request.user).order_by("-came_at")[:MOST],
    }
    return render(request, "transfers/index.html", context, status=422 if form.is_bound else 200)


def _own(request: StaffRequest, pk: UUID) -> Arrival:
    arrival: Arrival = get_object_or_404(arrivals_of(request.user), pk=pk)
    return arrival


@page(needs=Permission.IMPORT_CASES)
def arrival(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See from whom a package is and how much is in it, and accept it."""
    one = _own(request, pk)
    waits = one.state == ArrivalState.WAITING
    form = AcceptForm(request.POST or None, by=request.user) if waits or request.POST else None

    if form is not None and form.is_valid():
        chosen = form.cleaned_data

        def act() -> str:
            accept_arrival(arrival=one, by=request.user, **chosen)
            messages.success(request, _("The case is ours now. Tell them the acceptance code."))
            return reverse("transfers:arrival", args=[one.pk])

        if done := once(request, form, act):
            return done
    parts = [Compartment(part).label for part in one.said.get("parts", [])]
    context = {"arrival": one, "form": form, "waits": waits, "parts": parts}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "transfers/arrival.html", context, status=status)


@page(needs=Permission.IMPORT_CASES, methods=("POST",))
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Forget a package that was opened; nothing of it was saved."""
    drop_arrival(arrival=_own(request, pk), by=request.user)
    messages.success(request, _("The package is dropped. Nothing of it was saved."))
    return redirect("transfers:index")


class MakeForm(KimbilioForm):
    """Nothing but its key: making twice makes one."""


@page(needs=Permission.SIGNED_IN)
def key(request: StaffRequest) -> HttpResponse:
    """See the key by which others lock packages for us, and its number to read out; save it to send it."""
    may_make = holds(request.user.role, Permission.MANAGE_SETTINGS)
    form = MakeForm(request.POST or None)
    if request.method == "POST" and not may_make:
        raise Http404

    def act() -> str:
        make_exchange_key(by=request.user)
        return reverse("transfers:key")

    if form.is_valid() and (done := once(request, form, act)):
        return done
    public = exchange_keys.public() if exchange_keys.exists() else None
    if public is not None and "file" in request.GET:
        return _as_file(public)
    context = {"form": form, "public": public, "may_make": may_make}
    status = 422 if form.is_bound else 200
    return render(request, "transfers/key.html", context, status=status)


def _as_file(public: PublicKey) -> HttpResponse:
    response = HttpResponse(public.as_file(), content_type="text/plain")
    response["Content-Disposition"] = 'attachment; filename="kimbilio-key.txt"'
    return response
