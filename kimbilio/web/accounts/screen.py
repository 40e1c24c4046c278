"""The screen itself: lock it, open it again, say that one is still there."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from kimbilio.access.choices import Permission
from kimbilio.accounts import locks
from kimbilio.accounts.middleware import ALWAYS, is_from_script, reaching
from kimbilio.accounts.models import User
from kimbilio.staff import own_account
from kimbilio.web.accounts.arrival import allow_quiet
from kimbilio.web.accounts.forms import UnlockForm
from kimbilio.web.pages import page


@reaching(ALWAYS)
@page(needs=None, methods=("POST",))
def lock(request: HttpRequest) -> HttpResponse:
    """Lock at once. A script hears 204; "Hide now" goes to an empty page, a plain lock does not."""
    if isinstance(request.user, User) and not locks.is_locked(request.session):
        place = request.POST.get("next") or request.headers.get("Referer")
        locks.lock(request.session, back_to=locks.safe_place(request, place))
        own_account.note_screen_locked(by=request.user)
    if is_from_script(request):
        return HttpResponse(status=204)
    return redirect("display:blank" if request.POST.get("hide") else "account:locked")


@reaching(ALWAYS)
@page(needs=None)
def locked(request: HttpRequest) -> HttpResponse:
    """Open the screen again and go on where I was."""
    user, session = request.user, request.session
    if not isinstance(user, User):
        return redirect("account_login")
    if not locks.is_locked(session):
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = UnlockForm(request.POST if "secret" in request.POST else None)
    method = _opened_by(request, user, form)
    if method:
        back_to = locks.unlock(session)
        allow_quiet(session)
        record_authentication(request, user, method, reauthenticated=True)
        own_account.note_screen_unlocked(by=user, method=method)
        return redirect(back_to or settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        left = locks.count_wrong_try(session)
        if not left:
            logout(request)
            return redirect("account_login")
        wrong = ngettext(
            "That did not fit. One try is left.", "That did not fit. %(left)s tries are left.", left
        )
        form = UnlockForm({"secret": ""})
        form.errors.clear()
        form.add_error(None, wrong % {"left": left})
    has_passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()
    options = begin_authentication(user) if has_passkey else None
    return render(request, "account/locked.html", {"form": form, "passkey_options": options})


def _opened_by(request: HttpRequest, user: User, form: UnlockForm) -> str:
    """By what the screen was opened, or ``""``."""
    if request.method != "POST":
        return ""
    if request.POST.get("credential"):
        passkey = ReauthenticateWebAuthnForm(request.POST, user=user)
        return "passkey" if passkey.is_valid() else ""
    if form.is_valid():
        return locks.opened_by(user, form.cleaned_data["secret"])
    return ""


@page(needs=Permission.SIGNED_IN, methods=("POST",))
def here(request: HttpRequest) -> HttpResponse:
    """Say that I am still here, while I write without sending anything. The guard notes it."""
    return HttpResponse(status=204)
