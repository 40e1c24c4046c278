"""The settings of the helpline: accounts with providers, urgent words, safe replies."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.helpline.actions.accounts import renew_door, save_account
from kimbilio.helpline.actions.lists import save_safe_reply, save_urgent_word
from kimbilio.helpline.choices import ProviderKind, Urgency, WordLanguage
from kimbilio.helpline.models import Account, Delivery, Refusal, SafeReply, Sending, UrgentWord
from kimbilio.helpline.providers.known import channels_of
from kimbilio.web.forms import KimbilioForm, both_sides, once
from kimbilio.web.helpline.forms import AccountForm, SafeReplyForm, UrgentWordForm
from kimbilio.web.pages import StaffRequest, page

WEEK = timedelta(days=7)


@page(needs=Permission.MANAGE_SETTINGS, methods=("GET",))
def accounts(request: StaffRequest) -> HttpResponse:
    """See through which numbers and addresses people reach us, and whether each works."""
    since = timezone.localdate() - WEEK
    refused = Refusal.objects.filter(day__gte=since).values_list("account", "why")
    counts = refused.annotate(total=Sum("count")).order_by("account", "why")
    by_account: dict[Any, list[str]] = {}
    for pk, why, total in counts:
        by_account.setdefault(pk, []).append(f"{Refusal.Why(why).label}: {total}")
    rows = [
        {
            "account": one,
            "refused": by_account.get(one.pk, []),
            "carries": [channel.label for channel in channels_of(one.provider, one.typed)],
        }
        for one in Account.objects.order_by("name")
    ]
    context = {
        "rows": rows,
        "providers": ProviderKind.choices,
        "unread": Delivery.objects.filter(read_at=None).count(),
        "queued": Sending.objects.filter(state="queued").count(),
    }
    return render(request, "helpline/accounts.html", context)


@page(needs=Permission.MANAGE_SETTINGS)
def new_account(request: StaffRequest, provider: str) -> HttpResponse:
    """Add a number or address at a provider."""
    if provider not in ProviderKind.values:
        raise Http404
    return _account(request, None, ProviderKind(provider))


@page(needs=Permission.MANAGE_SETTINGS)
def account(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change an account, see the address that its provider must be told."""
    held = get_object_or_404(Account, pk=pk)
    if "renew" in request.POST:
        renew_door(account=held, by=request.user)
        messages.success(request, _("The address is a new one now. Tell the provider."))
        return redirect("helpline:account", pk=pk)
    return _account(request, held, ProviderKind(held.provider))


def _account(request: StaffRequest, held: Account | None, provider: ProviderKind) -> HttpResponse:
    start = (
        {"name": held.name, "is_active": held.is_active, "version": held.version} if held else {}
    )
    form = AccountForm(request.POST or None, provider=provider, account=held, initial=start)

    def act() -> str:
        said = form.cleaned_data
        saved = save_account(
            account=held, name=said["name"], provider=provider, typed=form.typed(),
            is_active=said["is_active"], expected=said["version"], by=request.user,
        )  # fmt: skip
        return reverse("helpline:account", args=[saved.pk])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    door = ""
    if held:
        path = reverse("api:door", args=[held.door])
        door = settings.PUBLIC_URL.rstrip("/") + path
    context = {"form": form, "account": held, "provider": provider, "door": door}
    response = render(
        request, "helpline/account.html", context, status=422 if form.is_bound else 200
    )
    response["Cache-Control"] = "no-store"
    return response


@page(needs=Permission.MANAGE_TEAM, methods=("GET",))
def words(request: StaffRequest) -> HttpResponse:
    """See the words that raise urgency and the answers that are safe to send."""
    context = {"words": UrgentWord.objects.all(), "replies": SafeReply.objects.all()}
    return render(request, "helpline/words.html", context)


@page(needs=Permission.MANAGE_TEAM)
def word(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add or change a word that raises urgency."""
    row = get_object_or_404(UrgentWord, pk=pk) if pk else None
    form = UrgentWordForm(request.POST or None, initial=_held(row, UrgentWordForm))

    def act() -> None:
        said = form.cleaned_data
        save_urgent_word(
            row=row, word=said["word"], language=WordLanguage(said["language"]),
            urgency=Urgency(said["urgency"]), is_active=said["is_active"],
            expected=said["version"], by=request.user,
        )  # fmt: skip

    return _edit(request, form, act, _("Urgent word"))


@page(needs=Permission.MANAGE_TEAM)
def reply(request: StaffRequest, pk: UUID | None = None) -> HttpResponse:
    """Add or change an answer that is safe to send."""
    row = get_object_or_404(SafeReply, pk=pk) if pk else None
    form = SafeReplyForm(request.POST or None, initial=_held(row, SafeReplyForm))

    def act() -> None:
        said = form.cleaned_data
        save_safe_reply(
            row=row, text=said["text"], language=WordLanguage(said["language"]),
            place=said["place"], is_active=said["is_active"], expected=said["version"],
            by=request.user,
        )  # fmt: skip

    return _edit(request, form, act, _("Safe reply"))


def _held(row: Any, form: type[KimbilioForm]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields} if row else {}


def _edit(
    request: StaffRequest, form: KimbilioForm, act: Callable[[], None], title: str
) -> HttpResponse:
    def save() -> str:
        act()
        return reverse("helpline:words")

    sides, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        if done := once(request, form, save):
            return done
        if form.stale is not None and form.stale.theirs is not None:
            newer: Any = form.stale.theirs
            sides, status = both_sides(form, _held(newer, type(form)), newer.version), 409
    context = {"form": form, "title": title, "sides": sides, "back": "helpline:words"}
    return render(request, "settings/edit.html", context, status=status)
