"""My own account: how the desk looks, where I am signed in, and the door I first came through."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.middleware import ALWAYS, SETUP, reaching
from kimbilio.accounts.models import Invitation
from kimbilio.kernel.errors import DomainError
from kimbilio.staff import own_account
from kimbilio.staff.actions import end_session as sign_device_out
from kimbilio.staff.queries import sessions_of
from kimbilio.web.accounts.forms import InvitationForm, PinForm, ProfileForm
from kimbilio.web.pages import StaffRequest, page

PREFERENCES = ("name", "phone", "language", "is_dense", "is_always_discreet", "has_single_keys")


@page(needs=Permission.SIGNED_IN)
def profile(request: StaffRequest) -> HttpResponse:
    """Set up the desk as I like it."""
    now = {name: getattr(request.user, name) for name in PREFERENCES}
    form = ProfileForm(request.POST or None, initial=now)
    if form.is_valid():
        own_account.set_preferences(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        response = redirect("account:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax"
        )
        return response
    manages = holds(request.user.role, Permission.MANAGE_ACCOUNTS)
    return render(
        request,
        "account/profile.html",
        {"form": form, "pin_form": PinForm(), "manages_staff": manages},
    )


@page(needs=Permission.SIGNED_IN)
def pin(request: StaffRequest) -> HttpResponse:
    """Choose the digits that open my locked screen, or take them away."""
    form = PinForm(request.POST or None)
    if form.is_valid():
        try:
            own_account.set_pin(by=request.user, pin=form.cleaned_data["pin"])
        except DomainError as refusal:
            form.add_error("pin", str(refusal.message))
        else:
            new = bool(form.cleaned_data["pin"])
            messages.success(request, _("Your PIN is set.") if new else _("Your PIN is gone."))
            return redirect("account:profile")
    return render(request, "account/pin.html", {"form": form})


@reaching(SETUP)
@page(needs=Permission.SIGNED_IN, methods=("GET",))
def sessions(request: StaffRequest) -> HttpResponse:
    """See where I am signed in."""
    found = sessions_of(request.user, current_key=request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": found})


@reaching(SETUP)
@page(needs=Permission.SIGNED_IN, methods=("POST",))
def end_session(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign out a device that I have lost or left."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    sign_device_out(session=session, by=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("account:sessions")


@reaching(SETUP)
@page(needs=Permission.SIGNED_IN, methods=("POST",))
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    others = UserSession.objects.filter(user=request.user)
    for session in others.exclude(session_key=request.session.session_key):
        sign_device_out(session=session, by=request.user)
    messages.success(request, _("All other devices are signed out."))
    return redirect("account:sessions")


@reaching(ALWAYS)
@page(needs=None)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take up my invitation: say my name, choose how I sign in."""
    found = Invitation.objects.for_token(token).open().first()
    if found is None:
        return render(request, "account/invitation_spent.html", status=410)
    form = InvitationForm(
        request.POST or None,
        email=found.email,
        initial={"name": found.name, "language": found.language},
    )
    if form.is_valid():
        try:
            user = own_account.accept_invitation(token=token, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            record_authentication(request, user, "invitation")
            login = Login(user=user, email=user.email, redirect_url=reverse("mfa_index"))
            arrived: HttpResponse = perform_login(request, login)
            return arrived
    return render(request, "account/invitation.html", {"form": form, "invitation": found})
